using System.Text;

namespace ChatBot.Knowledge.Reading;

/// <summary>A file's bytes, with its path below the ingested folder.</summary>
/// <param name="Path">Where it lies on this machine.</param>
/// <param name="Uri">Relative path with forward slashes.</param>
public sealed record FileContent(string Path, string Uri, byte[] Bytes)
{
    /// <summary>Share of undecodable characters above which a file is refused instead of read with gaps.</summary>
    private const double ToleratedDamage = 0.02;

    public string Name => Uri[(Uri.LastIndexOf('/') + 1)..];

    /// <summary>The text: UTF-8, or what its byte order mark says; damaged places become U+FFFD.</summary>
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
        if (damaged > 0 && damaged > text.Length * ToleratedDamage)
        {
            // Western texts from before UTF-8: every byte is a letter in Latin-1, so a mostly readable text is taken for it.
            if (
                Bytes.Any(b => b is < 0x20 and not ((byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)'\f') or (>= 0x7F and < 0xA0))
                || damaged > text.Length / 5
            )
                throw new UnreadableDocumentException(
                    $"is not UTF-8 ({damaged} undecodable characters): save it as UTF-8 and ingest it again"
                );
            text = Encoding.Latin1.GetString(Bytes);
        }
        return text.ReplaceLineEndings("\n");
    }
}
