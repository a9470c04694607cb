using System.Security.Cryptography;
using System.Text;
using ChatBot.Bot.Channels.Teams.Protocol;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Teams.Authenticating;

/// <summary>
/// Verifies who sends an activity, with the framework's cryptography only. Rules: Bot Connector authentication
/// (learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication), connector to bot: RS256 by a
/// published key, issuer, audience, times within five minutes, the service URL, and the key's endorsement for the channel.
/// Tokens of the own tenant's Entra issuers count for the bot's own application only.
/// </summary>
public sealed class InboundTokens(SigningKeys keys, IOptions<TeamsOptions> options, TimeProvider time)
{
    private const string BotFramework = "https://api.botframework.com";
    private const double SkewSeconds = 300;

    /// <summary>The token's own truth; <see cref="VerifiedToken.Covers"/> then compares it with the activity.</summary>
    /// <param name="authorization">The header as it came.</param>
    /// <exception cref="HttpRequestException">The issuer's keys cannot be had: nobody can be verified now.</exception>
    public async Task<TokenResult> VerifyAsync(string? authorization, CancellationToken cancel)
    {
        const string scheme = "Bearer ";
        if (authorization is null || !authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return new TokenResult.Refused("no bearer token");
        if (InboundToken.Read(authorization[scheme.Length..].Trim()) is not { } token)
            return new TokenResult.Refused("malformed");
        if (token.HeaderText("alg") != "RS256" || token.Header.TryGetProperty("crit", out _))
            return new TokenResult.Refused("algorithm");
        if (token.HeaderText("kid") is not { Length: > 0 and < 256 } keyId)
            return new TokenResult.Refused("no key id");
        if (MetadataOf(token.Claim("iss")) is not var (metadata, isEntra))
            return new TokenResult.Refused("issuer");
        if (token.Claim("aud") != options.Value.AppId)
            return new TokenResult.Refused("audience");
        if (TimeFault(token) is { } fault)
            return new TokenResult.Refused(fault);
        if (isEntra && (token.Claim("azp") ?? token.Claim("appid")) != options.Value.AppId)
            return new TokenResult.Refused("application");
        if (await keys.FindAsync(metadata, keyId, cancel) is not { } key)
            return new TokenResult.Refused("unknown key");
        return key.Key.VerifyData(
            Encoding.ASCII.GetBytes(token.Signed),
            token.Signature,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        )
            ? new TokenResult.Verified(new VerifiedToken(token.Claim("serviceurl") ?? token.Claim("serviceUrl"), key.Endorsements, isEntra))
            : new TokenResult.Refused("signature");
    }

    private (string Url, bool IsEntra)? MetadataOf(string? issuer)
    {
        if (issuer == BotFramework)
            return (options.Value.OpenIdMetadataUrl, false);
        if (options.Value.TenantId is not { Length: > 0 } tenant)
            return null;
        string[] own = [$"https://sts.windows.net/{tenant}/", $"https://login.microsoftonline.com/{tenant}/v2.0"];
        return own.Contains(issuer)
            ? (
                options.Value.EntraMetadataUrl is { Length: > 0 } set
                    ? set
                    : $"https://login.microsoftonline.com/{tenant}/v2.0/.well-known/openid-configuration",
                true
            )
            : null;
    }

    private string? TimeFault(InboundToken token)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (token.Time("exp") is not { } expires || expires + SkewSeconds <= now)
            return "expired";
        var notBefore = token.Time("nbf");
        if (notBefore is null && token.Claims.TryGetProperty("nbf", out _))
            return "not yet valid";
        return notBefore - SkewSeconds > now ? "not yet valid" : null;
    }
}

/// <summary>Whether a token may speak; the reason is for the log, not for the sender.</summary>
public abstract record TokenResult
{
    public sealed record Verified(VerifiedToken Token) : TokenResult;

    public sealed record Refused(string Reason) : TokenResult;
}

/// <param name="ServiceUrl">The address that the token vouches for.</param>
/// <param name="Endorsements">Channels that its key may speak for.</param>
/// <param name="IsEntra">From the own tenant's issuer and the own application: names no address and no channel.</param>
public sealed record VerifiedToken(string? ServiceUrl, IReadOnlyList<string>? Endorsements, bool IsEntra)
{
    /// <summary>Why this token does not vouch for this activity, or null where it does.</summary>
    public string? Covers(Activity activity)
    {
        if (activity.ServiceUrl is not { Length: > 0 } address)
            return "activity without service URL";
        if (ServiceUrl is null ? !IsEntra || !ServiceUrls.IsMicrosoft(address) : !ServiceUrls.Same(ServiceUrl, address))
            return "service URL";
        return !IsEntra && (activity.ChannelId is not { Length: > 0 } channel || Endorsements?.Contains(channel) != true)
            ? "endorsement"
            : null;
    }
}
