using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ChatBot.Bot.Channels.Slack.Verifying;

/// <summary>
/// Slack's signature of what it posts: <c>v0=</c> and the hexadecimal HMAC-SHA256 of <c>v0:{timestamp}:{raw body}</c> with the
/// app's signing secret (docs.slack.dev/authentication/verifying-requests-from-slack).
/// </summary>
public static class RequestSignature
{
    public const string SignatureHeader = "X-Slack-Signature";
    public const string TimestampHeader = "X-Slack-Request-Timestamp";

    /// <summary>Longest age, and longest advance, of a request in seconds: what is older may be a replay.</summary>
    public const long Window = 300;

    /// <summary>
    /// True where the timestamp is written as Slack writes it and lies within <see cref="Window"/> of <paramref name="now"/>. Asked before
    /// the body is read.
    /// </summary>
    public static bool IsCurrent(string? timestamp, DateTimeOffset now) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var sent)
        && Math.Abs(now.ToUnixTimeSeconds() - sent) <= Window;

    /// <summary>True where <paramref name="signature"/> is that of these bytes. An empty secret signs nothing.</summary>
    public static bool IsValid(string secret, string? timestamp, string? signature, ReadOnlySpan<byte> body)
    {
        if (secret.Length == 0 || string.IsNullOrEmpty(timestamp) || string.IsNullOrEmpty(signature))
            return false;
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(signature),
            Encoding.ASCII.GetBytes(Of(secret, timestamp, body))
        );
    }

    /// <summary>The signature that Slack would send.</summary>
    public static string Of(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes($"v0:{timestamp}:"));
        hmac.AppendData(body);
        return "v0=" + Convert.ToHexStringLower(hmac.GetHashAndReset());
    }
}
