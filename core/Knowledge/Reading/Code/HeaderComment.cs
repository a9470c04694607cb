using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Code;

/// <summary>
/// What a source file says of itself: the comment or docstring at its head as text. Lines of a paragraph are joined, a line
/// with others indented below it announces them, and aligned pairs ("0  the data is fresh") become a list.
/// </summary>
internal static partial class HeaderComment
{
    private const int Longest = 2400;

    /// <returns>Paragraphs and lists without comment marks; nothing where the file begins with code.</returns>
    public static IEnumerable<Block> Read(SourceLanguage language, string[] lines)
    {
        var length = 0;
        foreach (var paragraph in Paragraphs(Content(language, lines)))
        {
            length += paragraph.Sum(line => line.Length);
            if (length > Longest)
                yield break;
            foreach (var block in Blocks(paragraph))
                yield return block;
        }
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

    private static IEnumerable<List<string>> Paragraphs(IEnumerable<string> content)
    {
        var paragraph = new List<string>();
        foreach (var line in content.Append(""))
            if (line.AsSpan().IsWhiteSpace())
            {
                if (paragraph.Count > 0)
                    yield return paragraph;
                paragraph = [];
            }
            else
                paragraph.Add(line);
    }

    private static IEnumerable<Block> Blocks(List<string> lines)
    {
        var text = "";
        var items = new List<(string Name, string Text)>();
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            if (i == 1 && text.Length > 0 && Indent(lines[1]) > Indent(lines[0]) && char.IsLetterOrDigit(text[^1]))
                text += ":";
            if (AlignedPair().Match(line) is { Success: true } pair)
                items.Add((pair.Groups["name"].Value, pair.Groups["text"].Value));
            else if (items.Count > 0)
                items[^1] = (items[^1].Name, $"{items[^1].Text} {line}");
            else
                text += text.Length > 0 ? " " + line : line;
        }
        if (text.Length > 0)
            yield return new Paragraph(text);
        if (items.Count > 0)
            yield return new ListBlock([
                .. items.Select(item => new ListItem("", [new Paragraph([new CodeSpan(item.Name), new Words(": " + item.Text)])])),
            ]);
    }

    private static int Indent(string line) => line.Length - line.AsSpan().TrimStart().Length;

    [GeneratedRegex(@"^\s*(#+!?|///?!?|/\*+|\*+(?!/)|--+) ?")]
    private static partial Regex CommentMark();

    /// <summary>A name, a gap, and what it means.</summary>
    [GeneratedRegex(@"^(?<name>\S{1,40})\s{2,}(?<text>\S.*)$")]
    private static partial Regex AlignedPair();
}
