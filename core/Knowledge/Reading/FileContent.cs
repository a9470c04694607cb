using System.Text;
using UtfUnknown;

namespace ChatBot.Knowledge.Reading;

/// <summary>A file's bytes, with its path below the ingested folder.</summary>
/// <param name="Path">Where it lies on this machine.</param>
/// <param name="Uri">Relative path with forward slashes.</param>
public sealed record FileContent(string Path, string Uri, byte[] Bytes)
{
    /// <summary>Share of undecodable characters above which a file is refused instead of read with gaps.</summary>
    private const double ToleratedDamage = 0.02;

    /// <summary>Below this the detector guesses.</summary>
    private const float LeastConfidence = 0.5f;

    static FileContent() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public string Name => Uri[(Uri.LastIndexOf('/') + 1)..];

    /// <summary>
    /// The text: UTF-8, what its byte order mark says, or else the charset that its bytes look like; damaged places of UTF-8 become U+FFFD.
    /// </summary>
    /// <exception cref="UnreadableDocumentException">Binary, or too damaged to be worth reading.</exception>
    public string Text() => Decoded().TrimStart('\uFEFF').ReplaceLineEndings("\n");

    private string Decoded()
    {
        if (MarkedEncoding() is { } marked)
            return marked.GetString(Bytes);
        if (Array.IndexOf(Bytes, (byte)0) >= 0)
            throw new UnreadableDocumentException("is binary, not text");
        var text = Encoding.UTF8.GetString(Bytes);
        var damaged = text.AsSpan().Count('\uFFFD');
        // Damage among many sound letters beyond ASCII is damage; without any it is another charset.
        var sound = text.Count(c => c >= 0x80) - damaged;
        if (damaged == 0 || damaged <= text.Length * ToleratedDamage && sound > damaged)
            return text;
        if (CharsetDetector.DetectFromBytes(Bytes).Detected is { Encoding: { } detected, Confidence: >= LeastConfidence })
            return detected.GetString(Bytes);
        throw new UnreadableDocumentException($"is not UTF-8 ({damaged} undecodable characters): save it as UTF-8 and ingest it again");
    }

    private Encoding? MarkedEncoding() =>
        Bytes switch
        {
            [0xFF, 0xFE, 0, 0, ..] => Encoding.UTF32,
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            _ => null,
        };
}
