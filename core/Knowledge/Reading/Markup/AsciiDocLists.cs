using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Markup;

/// <summary>Lists of AsciiDoc, which nest by their marks, not by indentation.</summary>
internal static partial class AsciiDocLists
{
    /// <summary>The mark of the list that a line is an item of, null for other lines.</summary>
    public static string? MarkOf(string line) =>
        Item().Match(line) is not { Success: true } match ? null
        : match.Groups["number"].Success ? "1."
        : match.Groups["callout"].Success ? "<>"
        : match.Groups["colons"].Success ? match.Groups["colons"].Value
        : match.Groups["mark"].Value;

    public static IReadOnlyList<Block> Of(
        AsciiDocBlocks blocks,
        IReadOnlyList<string> lines,
        ref int at,
        int start,
        int depth,
        params string[] outer
    )
    {
        var mark = MarkOf(lines[at])!;
        var items = new List<ListItem>();
        var terms = new List<Block>();
        while (at < lines.Count && MarkOf(lines[at]) == mark)
        {
            var match = Item().Match(lines[at]);
            var text = Lines(lines, ref at, match.Groups["text"].Value, isTerm: match.Groups["colons"].Success);
            var content = new List<Block>();
            if (text.Length > 0)
                content.Add(new Paragraph(blocks.Text.Of(Checked(text))));
            var next = Attached(blocks, lines, ref at, content, depth, [.. outer, mark]);
            if (match.Groups["colons"].Success)
                terms.Add(new Aside(blocks.Text.Of(match.Groups["term"].Value.Trim()), content));
            else
                items.Add(new ListItem(Mark(match, mark, start + items.Count), content));
            if (next >= lines.Count || MarkOf(lines[next]) != mark)
                break;
            at = next;
        }
        return terms.Count > 0 ? terms : [new ListBlock(items)];
    }

    /// <summary>What belongs to an item below its text: blocks behind a plus, and lists of other marks.</summary>
    /// <returns>The next line that is not blank.</returns>
    private static int Attached(
        AsciiDocBlocks blocks,
        IReadOnlyList<string> lines,
        ref int at,
        List<Block> content,
        int depth,
        string[] outer
    )
    {
        while (true)
        {
            var next = at;
            while (next < lines.Count && (lines[next].Length == 0 || IsComment(lines[next])))
                next++;
            if (next >= lines.Count)
                return next;
            if (lines[next] == "+")
            {
                at = next + 1;
                content.AddRange(blocks.OneOfItem(lines, ref at, depth + 1));
            }
            else if (MarkOf(lines[next]) is { } inner && !outer.Contains(inner) && depth < AsciiDocBlocks.Deepest)
            {
                at = next;
                content.AddRange(Of(blocks, lines, ref at, 1, depth + 1, outer));
            }
            else
                return next;
        }
    }

    private static string Lines(IReadOnlyList<string> lines, ref int at, string first, bool isTerm)
    {
        at++;
        // The definition may stand below its term, also behind a blank line.
        if (isTerm && first.Length == 0)
        {
            var next = at;
            while (next < lines.Count && lines[next].Length == 0)
                next++;
            if (next < lines.Count && lines[next] != "+" && MarkOf(lines[next]) is null && !AsciiDocBlocks.StartsBlock(lines[next]))
                at = next;
        }
        var text = first;
        while (
            at < lines.Count
            && lines[at].Length > 0
            && lines[at] != "+"
            && MarkOf(lines[at]) is null
            && !AsciiDocBlocks.StartsBlock(lines[at])
        )
        {
            if (!IsComment(lines[at]))
                text += (text.Length > 0 ? "\n" : "") + lines[at].Trim();
            at++;
        }
        return text;
    }

    private static bool IsComment(string line) =>
        line.StartsWith("//", StringComparison.Ordinal) && !line.StartsWith("///", StringComparison.Ordinal);

    private static string Mark(Match match, string mark, int number) =>
        match.Groups["number"].Success ? match.Groups["number"].Value
        : mark == "<>" ? $"{number}."
        : mark[0] != '.' ? ""
        : mark.Length switch
        {
            1 => $"{number}.",
            2 => ListMarks.Letters(number) + ".",
            3 => ListMarks.Roman(number) + ".",
            _ => $"{number}.",
        };

    /// <summary>[*] and [x] are done, [ ] is open.</summary>
    private static string Checked(string text) => text.StartsWith("[*] ", StringComparison.Ordinal) ? "[x] " + text[4..] : text;

    [GeneratedRegex(
        @"^\s*(?:(?<mark>\*{1,5}|-|\.{1,5}|•)\s+(?<text>\S.*)|(?<number>\d{1,4}\.|[a-zA-Z]\.)\s+(?<text>\S.*)|<"
            + @"(?<callout>\d+|\.)>\s+(?<text>\S.*)|(?<term>[^\s/:|\[][^|]{0,200}?)(?<colons>:{2,4}|;;)(?:\s+"
            + @"(?<text>\S.*)|\s*))$"
    )]
    private static partial Regex Item();
}
