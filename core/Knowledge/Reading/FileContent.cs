using System.Text;
using ChatBot.Knowledge.Reading.Limits;
using UtfUnknown;

namespace ChatBot.Knowledge.Reading;

/// <summary>A file to be read, whole or as a stream.</summary>
/// <param name="path">Where it lies on this machine.</param>
/// <param name="uri">Relative path below the ingested folder, with forward slashes.</param>
/// <param name="bytes">The content where it is at hand already; else it is read from <paramref name="path"/> when asked for.</param>
public sealed class FileContent(string path, string uri, byte[]? bytes = null)
{
    /// <summary>Share of undecodable characters above which a file is refused instead of read with gaps.</summary>
    private const double ToleratedDamage = 0.02;

    /// <summary>What the detector says of a charset that it only falls back to.</summary>
    private const float Guessed = 0.5f;

    /// <summary>Bytes that the charset is decided by; what a long file holds later is of the same.</summary>
    private const int Sample = 4 * 1024 * 1024;

    /// <summary>What its reading may cost.</summary>
    public ReadingLimits Limits { get; init; } = ReadingLimits.Default;

    public string Path => path;
    public string Uri => uri;
    public string Name => Uri[(Uri.LastIndexOf('/') + 1)..];

    /// <exception cref="UnreadableDocumentException">It is longer than what is read as a whole.</exception>
    public byte[] Bytes
    {
        get
        {
            if (bytes is null && new FileInfo(path).Length is var length && length > Limits.Whole)
                throw TooLong(length);
            return bytes ??= File.ReadAllBytes(path);
        }
    }

    public Stream Open() => bytes is not null ? new MemoryStream(bytes, writable: false) : File.OpenRead(path);

    /// <summary>
    /// The text: UTF-8, what its byte order mark says, or the older charset that its bytes look like; damaged places become U+FFFD.
    /// </summary>
    /// <param name="declared">The charset that the document names itself, if any; believed where its bytes are not sound UTF-8.</param>
    /// <exception cref="UnreadableDocumentException">Binary, too damaged to be worth reading, or too long to be read whole.</exception>
    public string Text(string? declared = null)
    {
        using var reader = OpenText(declared);
        if (reader.BaseStream.Length > Limits.Whole)
            throw TooLong(reader.BaseStream.Length);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>The same as a stream; line ends are as written.</summary>
    /// <inheritdoc cref="Text"/>
    public StreamReader OpenText(string? declared = null)
    {
        var stream = Open();
        try
        {
            var encoding = EncodingOf(Head(stream), declared);
            stream.Position = 0;
            return new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 65536);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private UnreadableDocumentException TooLong(long length) =>
        new(
            $"is {length / 1048576.0:0.#} MB large: files of this kind are read as a whole, up to "
                + $"{Limits.Whole / 1048576.0:0.#} MB; split it"
        );

    private static byte[] Head(Stream stream)
    {
        var head = new byte[Math.Min(Sample, stream.Length)];
        stream.ReadExactly(head);
        return head;
    }

    private static Encoding EncodingOf(byte[] head, string? declared)
    {
        var marked = head switch
        {
            [0xFF, 0xFE, 0, 0, ..] => Encoding.UTF32,
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            _ => null,
        };
        if (marked is null && Array.IndexOf(head, (byte)0) >= 0)
            throw new UnreadableDocumentException("is binary, not text");
        var encoding = marked ?? Encoding.UTF8;
        var text = encoding.GetString(head);
        var damaged = text.AsSpan().Count('\uFFFD');
        if (damaged == 0 || (damaged == 1 && head.Length == Sample && text[^1] == '\uFFFD'))
            return encoding;
        // Damage among fewer sound letters beyond ASCII is another charset.
        if (marked is null && damaged > text.Count(c => c is > '\x7F' and not '\uFFFD') && (Charset(declared) ?? Older(head)) is { } older)
            return older;
        if (damaged > text.Length * ToleratedDamage)
            throw new UnreadableDocumentException($"is not UTF-8 ({damaged} undecodable characters): save it as UTF-8 and ingest it again");
        return encoding;
    }

    /// <summary>A charset from before UTF-8 that the bytes speak for, Latin-1 or Shift_JIS for instance; null where none does.</summary>
    private static Encoding? Older(byte[] head) =>
        CharsetDetector.DetectFromBytes(head).Detected is { Confidence: > Guessed } found ? found.Encoding : null;

    /// <summary>The charset of that name, also one from before Unicode; null for a name that nobody knows.</summary>
    internal static Encoding? Charset(string? charset)
    {
        if (string.IsNullOrWhiteSpace(charset))
            return null;
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        try
        {
            return Encoding.GetEncoding(charset.Trim());
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
