using System.Text.Json.Nodes;
using ChatBot.TestKit.Teams;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatBot.Bot.Tests.Teams.Authenticating;

/// <summary>Tokens that the own tenant's Entra issues to the bot's own application.</summary>
public sealed class OwnTenantTests : IDisposable
{
    private const string V1 = $"https://sts.windows.net/{TeamsApp.Tenant}/";
    private const string V2 = $"https://login.microsoftonline.com/{TeamsApp.Tenant}/v2.0";
    private const string Another = "11111111-0000-4000-8000-000000000000";

    private readonly TokenIssuer _issuer = new("key-1");
    private readonly PublishedKeys _keys;

    public OwnTenantTests() => _keys = PublishedKeys.Of(_issuer);

    [Theory]
    [InlineData(V1, true)]
    [InlineData(V2, true)]
    [InlineData(TokenIssuer.Issuer, false)]
    [InlineData($"https://sts.windows.net/{Another}/", false)]
    [InlineData($"https://login.microsoftonline.com/{Another}/v2.0", false)]
    [InlineData("https://sts.windows.net//", false)]
    public void The_own_tenant_issues_under_two_names(string issuer, bool isOwn) =>
        Assert.Equal(isOwn, _keys.OwnTenant().Issues(Token(claims => claims["iss"] = issuer)));

    [Theory]
    [InlineData("https://sts.windows.net//")]
    [InlineData("https://login.microsoftonline.com//v2.0")]
    public void A_bot_without_a_tenant_has_no_issuer_of_its_own(string issuer)
    {
        _keys.Options.TenantId = "";

        Assert.False(_keys.OwnTenant().Issues(Token(claims => claims["iss"] = issuer)));
    }

    [Theory]
    [InlineData("azp")]
    [InlineData("appid")]
    public async Task The_own_application_is_named_by_either_version_of_tokens(string claim)
    {
        var token = Token(claims =>
        {
            claims.Remove("azp");
            claims[claim] = TeamsApp.AppId;
        });

        var identity = await _keys.OwnTenant().ValidateAsync(token, CancellationToken.None);

        Assert.Equal(TeamsApp.AppId, identity.FindFirst("aud")?.Value);
    }

    [Fact]
    public async Task Another_application_or_none_is_refused()
    {
        foreach (
            var change in (Action<JsonObject>[])
                [
                    claims => claims["azp"] = Another,
                    claims => claims.Remove("azp"),
                    claims => (claims["azp"], claims["appid"]) = (Another, TeamsApp.AppId),
                ]
        )
        {
            var fault = await Assert.ThrowsAsync<UnauthorizedAccessException>(() =>
                _keys.OwnTenant().ValidateAsync(Token(change), CancellationToken.None)
            );
            Assert.Equal("application", fault.Message);
        }
    }

    [Fact]
    public async Task What_does_not_hold_is_refused()
    {
        using var stranger = new TokenIssuer("key-1");
        using var weak = new TokenIssuer(1024, "key-weak");
        _keys.Keys.Add(weak.PublicKey());
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        await RefusedAsync<SecurityTokenInvalidSignatureException>(Token(from: stranger));
        await RefusedAsync<SecurityTokenSignatureKeyNotFoundException>(Token(from: weak));
        await RefusedAsync<SecurityTokenInvalidAudienceException>(Token(claims => claims["aud"] = Another));
        await RefusedAsync<SecurityTokenInvalidIssuerException>(Token(claims => claims["iss"] = TokenIssuer.Issuer));
        await RefusedAsync<SecurityTokenNoExpirationException>(Token(claims => claims.Remove("exp")));
        await RefusedAsync<SecurityTokenExpiredException>(Token(claims => (claims["nbf"], claims["exp"]) = (now - 4000, now - 310)));
        await RefusedAsync<SecurityTokenNotYetValidException>(Token(claims => claims["nbf"] = now + 320));
        await _keys
            .OwnTenant()
            .ValidateAsync(Token(claims => (claims["nbf"], claims["exp"]) = (now - 4000, now - 200)), CancellationToken.None);
    }

    [Fact]
    public async Task A_key_that_the_tenant_has_only_now_is_picked_up()
    {
        using var next = new TokenIssuer("key-2");
        var own = _keys.OwnTenant();
        await own.ValidateAsync(Token(), CancellationToken.None);
        _keys.Keys.Add(next.PublicKey());
        await Assert.ThrowsAsync<SecurityTokenSignatureKeyNotFoundException>(() =>
            own.ValidateAsync(Token(from: next), CancellationToken.None)
        );

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
            try
            {
                await own.ValidateAsync(Token(from: next), limit.Token);
                return;
            }
            catch (SecurityTokenSignatureKeyNotFoundException)
            {
                await Task.Delay(10, limit.Token);
            }
    }

    public void Dispose()
    {
        _keys.Dispose();
        _issuer.Dispose();
    }

    private Task RefusedAsync<TFault>(JsonWebToken token)
        where TFault : Exception => Assert.ThrowsAsync<TFault>(() => _keys.OwnTenant().ValidateAsync(token, CancellationToken.None));

    private JsonWebToken Token(Action<JsonObject>? change = null, TokenIssuer? from = null) =>
        new(
            (from ?? _issuer).Token(
                TeamsApp.AppId,
                "",
                claims =>
                {
                    (claims["iss"], claims["azp"]) = (V2, TeamsApp.AppId);
                    change?.Invoke(claims);
                }
            )
        );
}
