using System.Text;
using System.Text.RegularExpressions;

namespace ChatBot.Knowledge.Reading.Html;

/// <summary>The charset that a page names itself, in a meta element or an XML declaration.</summary>
internal static partial class HtmlCharset
{
    /// <summary>Browsers look at 1,024 bytes; pages of old systems write more before it.</summary>
    private const int Looked = 8192;

    /// <exception cref="UnreadableDocumentException">Binary, or too damaged to be worth reading.</exception>
    public static string Text(FileContent file)
    {
        var head = Head(file);
        if (head is [(byte)'<', 0, _, 0, ..])
            return Decoded(file, Encoding.Unicode);
        if (head is [0, (byte)'<', 0, _, ..])
            return Decoded(file, Encoding.BigEndianUnicode);
        var label = Declaration().Match(Encoding.Latin1.GetString(head)) is { Success: true } named ? named.Groups["name"].Value : null;
        if (label is null || FileContent.Charset(Meant(label)) is not { } charset)
            return file.Text();
        // Seven-bit charsets (ISO-2022-JP) are sound UTF-8 that says nothing: the declaration alone tells.
        return charset.WebName.StartsWith("iso-2022", StringComparison.OrdinalIgnoreCase) && Array.IndexOf(head, (byte)0x1B) >= 0
            ? Decoded(file, charset)
            : file.Text(charset.WebName);
    }

    /// <summary>What browsers take a label for (WHATWG Encoding Standard, 4.2), where it differs from the charset of that name.</summary>
    private static string Meant(string label) =>
        label.ToLowerInvariant() switch
        {
            "iso-8859-1" or "iso8859-1" or "latin1" or "us-ascii" or "ascii" => "windows-1252",
            "iso-8859-9" or "latin5" => "windows-1254",
            "gb2312" or "gbk" or "x-gbk" => "gb18030",
            "x-sjis" or "sjis" or "windows-31j" => "shift_jis",
            "utf8" => "utf-8",
            var known => known,
        };

    private static byte[] Head(FileContent file)
    {
        using var stream = file.Open();
        var head = new byte[Math.Min(Looked, stream.Length)];
        stream.ReadExactly(head);
        return head;
    }

    private static string Decoded(FileContent file, Encoding charset)
    {
        using var reader = new StreamReader(new MemoryStream(file.Bytes, writable: false), charset, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(
        """(<meta\s[^>]*?charset\s*=\s*["']?\s*|<\?xml\s[^>]*?encoding\s*=\s*["']\s*)(?<name>[\w:.+-]+)""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Declaration();
}
