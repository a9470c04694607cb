using System.Text;
using ChatBot.Knowledge.Reading;

namespace ChatBot.Knowledge.Records.Importing.Tables;

/// <summary>
/// Opens a table's text so that nothing of it is lost: bytes that are no UTF-8 within a file that is UTF-8 otherwise are read as
/// Windows-1252, where documents would get a sign for what is damaged.
/// </summary>
internal static class TableText
{
    /// <summary>Bytes that are looked at.</summary>
    private const int Sample = 64 * 1024;

    /// <param name="named">A charset's name, or the number of a code page; null: what the bytes look like.</param>
    /// <exception cref="UnreadableDocumentException">Nobody knows a charset of that name.</exception>
    public static StreamReader Open(FileContent file, string? named)
    {
        var encoding = named is not null ? Named(named) : Seen(file);
        return new StreamReader(file.Open(), encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 65536);
    }

    public static Encoding Named(string name)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var page = name.Trim();
        foreach (var prefix in (string[])["cp", "windows-", "win"])
            if (page.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && int.TryParse(page.AsSpan(prefix.Length), out _))
                page = page[prefix.Length..];
        try
        {
            if (page.ToLowerInvariant() is "utf-8" or "utf8" or "65001")
                return Mixed();
            return int.TryParse(page, out var number) ? Encoding.GetEncoding(number) : Encoding.GetEncoding(page);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new UnreadableDocumentException(
                $"cannot be read as \"{name}\": name a charset such as utf-8, or a code page such as 1252 or 850",
                error
            );
        }
    }

    private static Encoding Seen(FileContent file)
    {
        var head = new byte[Sample];
        int length;
        using (var stream = file.Open())
            length = stream.ReadAtLeast(head, Sample, throwOnEndOfStream: false);
        var bytes = head.AsSpan(0, length);
        // bcp -w writes UTF-16 without saying so: every other byte of most letters is 0.
        if (length >= 2 && !(bytes.StartsWith((byte[])[0xFF, 0xFE]) || bytes.StartsWith((byte[])[0xFE, 0xFF])))
        {
            var (even, odd) = (0, 0);
            for (var i = 0; i < length; i++)
                if (bytes[i] == 0)
                    _ = i % 2 == 0 ? even++ : odd++;
            if (odd * 5 > length && even * 20 < length)
                return Encoding.Unicode;
            if (even * 5 > length && odd * 20 < length)
                return Encoding.BigEndianUnicode;
            // A NUL here and there is an empty text of bcp's, no sign of a program.
            if (even + odd > 0 && (even + odd) * 10 > length)
                throw new UnreadableDocumentException("is binary, not text: name its charset with --encoding if it is");
        }
        if (bytes.Contains((byte)0))
            return Mixed();
        try
        {
            using var text = file.OpenText();
            return text.CurrentEncoding.CodePage == Encoding.UTF8.CodePage ? Mixed() : text.CurrentEncoding;
        }
        catch (UnreadableDocumentException)
        {
            return Mixed(); // told nothing apart: two charsets in one file
        }
    }

    private static Encoding Mixed()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new OlderBytes(Encoding.GetEncoding(1252)));
    }

    /// <summary>Reads bytes that are no UTF-8 as an older charset.</summary>
    private sealed class OlderBytes(Encoding older) : DecoderFallback
    {
        public override int MaxCharCount => 4;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer(older);

        private sealed class Buffer(Encoding older) : DecoderFallbackBuffer
        {
            private string _chars = "";
            private int _at;

            public override int Remaining => _chars.Length - _at;

            public override bool Fallback(byte[] bytesUnknown, int index)
            {
                _chars = older.GetString(bytesUnknown);
                _at = 0;
                return _chars.Length > 0;
            }

            public override char GetNextChar() => _at < _chars.Length ? _chars[_at++] : '\0';

            public override bool MovePrevious() => _at > 0 && _at-- > 0;

            public override void Reset() => (_chars, _at) = ("", 0);
        }
    }
}
