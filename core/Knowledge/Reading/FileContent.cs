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

    /// <summary>What the detector says of a charset that it only falls back to.</summary>
    private const float Guessed = 0.5f;

    public string Name => Uri[(Uri.LastIndexOf('/') + 1)..];

    /// <summary>
    /// The text: UTF-8, what its byte order mark says, or the older charset that its bytes look like; damaged places become U+FFFD.
    /// </summary>
    /// <exception cref="UnreadableDocumentException">Binary, or too damaged to be worth reading.</exception>
    public string Text()
    {
        var encoding = Bytes switch
        {
            [0xFF, 0xFE, 0, 0, ..] => Encoding.UTF32,
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            _ => Encoding.UTF8,
        };
        if (encoding == Encoding.UTF8 && Array.IndexOf(Bytes, (byte)0) >= 0)
            throw new UnreadableDocumentException("is binary, not text");
        var text = encoding.GetString(Bytes).TrimStart('\uFEFF');
        var damaged = text.AsSpan().Count('\uFFFD');
        // What a byte order mark says is believed; else damage among fewer sound letters beyond ASCII is another charset.
        if (encoding == Encoding.UTF8 && damaged > text.Count(c => c is > '\x7F' and not '\uFFFD') && Older() is { } older)
            text = older.GetString(Bytes);
        else if (damaged > text.Length * ToleratedDamage)
            throw new UnreadableDocumentException($"is not UTF-8 ({damaged} undecodable characters): save it as UTF-8 and ingest it again");
        return text.ReplaceLineEndings("\n");
    }

    /// <summary>A charset from before UTF-8 that the bytes speak for, Latin-1 or Shift_JIS for instance; null where none does.</summary>
    private Encoding? Older() => CharsetDetector.DetectFromBytes(Bytes).Detected is { Confidence: > Guessed } found ? found.Encoding : null;
}
