using System.Text;
using System.Text.RegularExpressions;

namespace ChatBot.Knowledge.Reading;

/// <summary>
/// What a source file says of itself: the comment or docstring at its head as Markdown. Lines of a paragraph are joined, a line
/// with others indented below it announces them, and aligned pairs ("0  the data is fresh") become a list.
/// </summary>
internal static partial class HeaderComment
{
    private const int Longest = 2400;

    /// <returns>Paragraphs without comment marks; empty where the file begins with code.</returns>
    public static string Read(SourceLanguage language, string[] lines)
    {
        var text = new StringBuilder();
        foreach (var paragraph in Paragraphs(Content(language, lines)))
        {
            if (text.Length + paragraph.Length > Longest)
                break;
            text.Append(text.Length > 0 ? "\n\n" : "").Append(paragraph);
        }
        return text.ToString();
    }

    /// <summary>The comment's lines with their indentation.</summary>
    private static IEnumerable<string> Content(SourceLanguage language, string[] lines)
    {
        var first = language.FirstComment(lines);
        if (first == lines.Length)
            yield break;
        if (SourceLanguage.IsQuote(lines[first]))
        {
            var quote = lines[first].Contains("\"\"\"", StringComparison.Ordinal) ? "\"\"\"" : "'''";
            for (var i = first; i < lines.Length; i++)
            {
                var from = i == first ? lines[i].IndexOf(quote, StringComparison.Ordinal) + quote.Length : 0;
                var end = lines[i].IndexOf(quote, from, StringComparison.Ordinal);
                yield return end < 0 ? lines[i][from..] : lines[i][from..end];
                if (end >= 0)
                    yield break;
            }
        }
        for (var i = first; i < lines.Length && language.Comment.IsMatch(lines[i]); i++)
            yield return CommentMark().Replace(lines[i], "").Replace("*/", "", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Paragraphs(IEnumerable<string> content)
    {
        var paragraph = new List<string>();
        foreach (var line in content.Append(""))
            if (line.AsSpan().IsWhiteSpace())
            {
                if (paragraph.Count > 0)
                    yield return Paragraph(paragraph);
                paragraph.Clear();
            }
            else
                paragraph.Add(line);
    }

    private static string Paragraph(List<string> lines)
    {
        var text = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            if (i == 1 && Indent(lines[1]) > Indent(lines[0]) && char.IsLetterOrDigit(text[^1]))
                text.Append(':');
            if (AlignedPair().Match(line) is { Success: true } pair)
                text.Append(text.Length > 0 ? "\n" : "").Append($"- `{pair.Groups["name"].Value}`: {pair.Groups["text"].Value}");
            else
                text.Append(text.Length > 0 ? " " : "").Append(line);
        }
        return text.ToString();
    }

    private static int Indent(string line) => line.Length - line.AsSpan().TrimStart().Length;

    [GeneratedRegex(@"^\s*(#+!?|///?!?|/\*+|\*+(?!/)|--+) ?")]
    private static partial Regex CommentMark();

    /// <summary>A name, a gap, and what it means.</summary>
    [GeneratedRegex(@"^(?<name>\S{1,40})\s{2,}(?<text>\S.*)$")]
    private static partial Regex AlignedPair();
}
