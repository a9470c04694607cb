using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatBot.Bot.Channels.Slack.Installing;

/// <summary>
/// What ties the answer of an installation to the browser that began it: time and chance, signed, valid for ten minutes. It
/// travels both as a cookie and through Slack, and both have to be the same.
/// </summary>
public sealed class InstallState(TokenCipher cipher, TimeProvider time)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private const int Unsigned = 8 + 16;

    public string New()
    {
        var state = new byte[Unsigned];
        BinaryPrimitives.WriteInt64BigEndian(state, time.GetUtcNow().ToUnixTimeSeconds());
        RandomNumberGenerator.Fill(state.AsSpan(8));
        return WebEncoders.Base64UrlEncode([.. state, .. cipher.Sign(state)]);
    }

    public bool IsValid(string? returned, string? kept)
    {
        if (string.IsNullOrEmpty(returned) || returned != kept)
            return false;
        try
        {
            var bytes = WebEncoders.Base64UrlDecode(returned);
            if (
                bytes.Length <= Unsigned
                || !CryptographicOperations.FixedTimeEquals(cipher.Sign(bytes.AsSpan(0, Unsigned)), bytes.AsSpan(Unsigned))
            )
                return false;
            var age = time.GetUtcNow().ToUnixTimeSeconds() - BinaryPrimitives.ReadInt64BigEndian(bytes);
            return age >= 0 && age <= Life.TotalSeconds;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
