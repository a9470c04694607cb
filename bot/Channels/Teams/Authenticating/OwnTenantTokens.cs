using System.Security.Claims;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ChatBot.Bot.Channels.Teams.Authenticating;

/// <summary>
/// Tokens that the own tenant's Entra issues to the bot's own application, which single-tenant bots get as well; Bot Builder knows the
/// tenants of Microsoft's emulator only.
/// </summary>
public sealed class OwnTenantTokens
{
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    private readonly TeamsOptions _options;
    private readonly string[] _issuers;
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _keys;

    public OwnTenantTokens(IHttpClientFactory http, IOptions<TeamsOptions> options)
    {
        _options = options.Value;
        var tenant = _options.TenantId;
        _issuers = tenant.Length > 0 ? [$"https://sts.windows.net/{tenant}/", $"https://login.microsoftonline.com/{tenant}/v2.0"] : [];
        _keys = new ConfigurationManager<OpenIdConnectConfiguration>(
            _options.EntraMetadataUrl is { Length: > 0 } set
                ? set
                : $"https://login.microsoftonline.com/{tenant}/v2.0/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(http.CreateClient(nameof(TeamsChannel)))
        )
        {
            RefreshInterval = TimeSpan.FromSeconds(30),
        };
    }

    public bool Issues(JsonWebToken token) => _issuers.Contains(token.Issuer);

    /// <exception cref="SecurityTokenException">It does not hold.</exception>
    /// <exception cref="UnauthorizedAccessException">It is another application's.</exception>
    public async Task<ClaimsIdentity> ValidateAsync(JsonWebToken token, CancellationToken cancel)
    {
        var application =
            token.TryGetPayloadValue<string>("azp", out var azp) ? azp
            : token.TryGetPayloadValue<string>("appid", out var appId) ? appId
            : null;
        if (application != _options.AppId)
            throw new UnauthorizedAccessException("application");
        var result = await Handler.ValidateTokenAsync(
            token,
            new TokenValidationParameters
            {
                ValidIssuers = _issuers,
                ValidAudience = _options.AppId,
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
                IssuerSigningKeys = (await _keys.GetConfigurationAsync(cancel)).SigningKeys.Where(key =>
                    key.KeySize >= Endorsements.LeastKeyBits
                ),
                RequireSignedTokens = true,
                RequireExpirationTime = true,
                ClockSkew = TimeSpan.FromMinutes(5),
            }
        );
        // After a rollover; at most twice a minute.
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
            _keys.RequestRefresh();
        return result.IsValid ? result.ClaimsIdentity : throw result.Exception;
    }
}
