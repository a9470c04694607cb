using System.Text.Json;

namespace ChatBot.Bot.Channels.Teams.Authenticating;

/// <summary>A JSON web token taken apart (RFC 7519, compact form), nothing of it believed yet.</summary>
/// <param name="Signed">What the signature is over: the first two parts as they came.</param>
internal sealed record InboundToken(JsonElement Header, JsonElement Claims, string Signed, byte[] Signature)
{
    /// <summary>Longer tokens are not looked at.</summary>
    private const int LongestToken = 16 * 1024;

    /// <summary>Null unless it is exactly three parts of base64url, the first two JSON objects.</summary>
    public static InboundToken? Read(string token)
    {
        if (token.Length > LongestToken || token.Split('.') is not [var header, var claims, var signature])
            return null;
        if (
            !Base64Url.TryRead(header, out var headerBytes)
            || !Base64Url.TryRead(claims, out var claimBytes)
            || !Base64Url.TryRead(signature, out var signatureBytes)
        )
            return null;
        return Parse(headerBytes) is { } parsedHeader && Parse(claimBytes) is { } parsedClaims
            ? new InboundToken(parsedHeader, parsedClaims, $"{header}.{claims}", signatureBytes)
            : null;
    }

    public string? HeaderText(string name) => Text(Header, name);

    public string? Claim(string name) => Text(Claims, name);

    /// <summary>Seconds since 1970, or null where it is missing or no number.</summary>
    public double? Time(string name) =>
        Claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds)
            ? seconds
            : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement? Parse(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
