using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatBot.Bot.Channels.Teams.Authenticating;

/// <summary>A bearer token taken apart, nothing of it believed yet.</summary>
internal static class InboundToken
{
    /// <summary>Longer tokens are not looked at.</summary>
    private const int LongestToken = 16 * 1024;

    private const string Scheme = "Bearer ";

    public static bool MayBe(string? authorization) =>
        authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true && authorization.Length <= LongestToken;

    /// <summary>What can be told before any key is asked for.</summary>
    /// <exception cref="UnauthorizedAccessException">It is none that could count.</exception>
    /// <exception cref="ArgumentException">It is no token.</exception>
    public static JsonWebToken Read(string? authorization)
    {
        if (!MayBe(authorization))
            throw new UnauthorizedAccessException("no bearer token");
        var token = new JsonWebToken(authorization![Scheme.Length..].Trim());
        if (token.IsEncrypted || token.Alg != "RS256" || token.TryGetHeaderValue<object>("crit", out _))
            throw new UnauthorizedAccessException("algorithm");
        if (token.Kid is not { Length: > 0 and < 256 })
            throw new UnauthorizedAccessException("no key id");
        // The handlers take a list that holds us, and numbers in quotes.
        using var claims = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        Require(claims, "exp", JsonValueKind.Number);
        Require(claims, "aud", JsonValueKind.String);
        if (claims.RootElement.TryGetProperty("nbf", out _))
            Require(claims, "nbf", JsonValueKind.Number);
        return token;
    }

    private static void Require(JsonDocument claims, string name, JsonValueKind kind)
    {
        if (!claims.RootElement.TryGetProperty(name, out var value) || value.ValueKind != kind)
            throw new UnauthorizedAccessException(name);
    }
}
