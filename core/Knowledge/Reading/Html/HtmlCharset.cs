using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Text;

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
        if (label is null || !TextEncoding.IsSupported(label))
            return file.Text();
        var charset = TextEncoding.Resolve(label);
        // Seven-bit charsets (ISO-2022-JP) are sound UTF-8 that says nothing: the declaration alone tells.
        return charset.WebName.StartsWith("iso-2022", StringComparison.OrdinalIgnoreCase) && Array.IndexOf(head, (byte)0x1B) >= 0
            ? Decoded(file, charset)
            : file.Text(charset.WebName);
    }

    private static byte[] Head(FileContent file)
    {
        using var stream = file.Open();
        var head = new byte[Math.Min(Looked, stream.Length)];
        stream.ReadExactly(head);
        return head;
    }

    private static string Decoded(FileContent file, Encoding charset)
    {
        using var reader = new StreamReader(file.Open(), charset, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(
        """(<meta\s[^>]*?charset\s*=\s*["']?\s*|<\?xml\s[^>]*?encoding\s*=\s*["']\s*)(?<name>[\w:.+-]+)""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Declaration();
}
