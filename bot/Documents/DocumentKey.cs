using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatBot.Privacy;
using ChatBot.Settings;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Documents;

/// <summary>
/// What a link to a document carries: who was given an answer may open its documents, and nobody can make up a link to another one. The
/// key is derived from the one that all instances have alike, so that a link opens at each of them.
/// </summary>
public sealed class DocumentKey(IOptions<PrivacyOptions> privacy, IOptions<DataOptions> data, TimeProvider time)
{
    /// <summary>Days that a link opens: long enough for an answer that is found again, not for ever.</summary>
    public const int Days = 30;

    private const int SignatureBytes = 16;

    private readonly Lazy<byte[]> _key = new(() =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, PseudonymKey.Read(privacy.Value, data.Value), 32, info: "links to documents"u8.ToArray())
    );

    private int Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).DayNumber;

    /// <summary>The key of a document, the same all day.</summary>
    public string Of(string workspace, string document) => Sign(workspace, document, Today + Days);

    /// <summary>False for a key that is made up, another document's, or too old.</summary>
    public bool Opens(string workspace, string document, string presented) =>
        int.TryParse(
            presented.AsSpan(0, Math.Max(0, presented.IndexOf('.'))),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var last
        )
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Sign(workspace, document, last)),
            Encoding.UTF8.GetBytes(presented)
        )
        && Today <= last;

    private string Sign(string workspace, string document, int last)
    {
        var signed = HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes($"{workspace}\n{document}\n{last}"));
        return $"{last}.{Base64Url.EncodeToString(signed.AsSpan(0, SignatureBytes))}";
    }
}
