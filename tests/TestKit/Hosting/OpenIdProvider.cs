using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatBot.TestKit.Hosting;

/// <summary>
/// A small OpenID provider on loopback: discovery, keys, authorization with PKCE, and a token endpoint that knows one client. Whoever comes
/// to sign in is <see cref="Person"/>.
/// </summary>
public sealed class OpenIdProvider : IAsyncDisposable
{
    public const string ClientId = "chatbot";
    public const string ClientSecret = "provider secret";

    private readonly WebApplication _app;
    private readonly LentKey _lent = new();
    private readonly RsaSecurityKey _key;
    private readonly ConcurrentDictionary<string, (string Nonce, string Challenge)> _codes = new();

    private OpenIdProvider(WebApplication app) => (_app, _key) = (app, new RsaSecurityKey(_lent.Rsa) { KeyId = "key-1" });

    public string Address => _app.Urls.First();

    /// <summary>Claims of the id token, besides issuer, audience and times.</summary>
    public Dictionary<string, object> Person { get; } = new() { ["sub"] = "ada-1", ["name"] = "Ada" };

    /// <summary>Changes what is signed, for tokens that must not count.</summary>
    public Action<SecurityTokenDescriptor>? Forge { get; set; }

    /// <summary>Signs in place of the provider's own key.</summary>
    public SecurityKey? ForeignKey { get; set; }

    public static async Task<OpenIdProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new OpenIdProvider(builder.Build());
        provider.Map();
        await provider._app.StartAsync();
        return provider;
    }

    private void Map()
    {
        _app.MapGet(
            "/.well-known/openid-configuration",
            () =>
                new Dictionary<string, object>
                {
                    ["issuer"] = Address,
                    ["authorization_endpoint"] = Address + "/authorize",
                    ["token_endpoint"] = Address + "/token",
                    ["jwks_uri"] = Address + "/keys",
                    ["response_types_supported"] = (string[])["code"],
                    ["subject_types_supported"] = (string[])["public"],
                    ["id_token_signing_alg_values_supported"] = (string[])["RS256"],
                }
        );
        _app.MapGet(
            "/keys",
            () =>
            {
                var published = new RsaSecurityKey(_key.Rsa.ExportParameters(false)) { KeyId = _key.KeyId };
                var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(published);
                return new
                {
                    keys = new[]
                    {
                        new
                        {
                            kty = key.Kty,
                            kid = key.Kid,
                            use = "sig",
                            n = key.N,
                            e = key.E,
                        },
                    },
                };
            }
        );
        _app.MapGet(
            "/authorize",
            (HttpRequest request) =>
            {
                var code = Guid.NewGuid().ToString("N");
                _codes[code] = (request.Query["nonce"].ToString(), request.Query["code_challenge"].ToString());
                var back = request.Query["redirect_uri"].ToString();
                return Results.Redirect($"{back}?code={code}&state={Uri.EscapeDataString(request.Query["state"].ToString())}");
            }
        );
        _app.MapPost("/token", TokenAsync).DisableAntiforgery();
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var proof = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (
            form["client_id"] != ClientId
            || form["client_secret"] != ClientSecret
            || !_codes.TryRemove(form["code"].ToString(), out var asked)
            || asked.Challenge != proof
        )
            return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        var token = new SecurityTokenDescriptor
        {
            Issuer = Address,
            Audience = ClientId,
            Claims = new Dictionary<string, object>(Person) { ["nonce"] = asked.Nonce },
            Expires = DateTime.UtcNow.AddMinutes(5),
            SigningCredentials = new SigningCredentials(ForeignKey ?? _key, SecurityAlgorithms.RsaSha256),
        };
        Forge?.Invoke(token);
        return Results.Json(
            new JsonObject
            {
                ["access_token"] = "opaque",
                ["token_type"] = "Bearer",
                ["expires_in"] = 300,
                ["id_token"] = new JsonWebTokenHandler().CreateToken(token),
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _lent.Dispose();
    }
}
