using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Markup;

/// <summary>
/// A text without markup as blocks: what is certainly a heading, a list or code, and paragraphs, whose lines are joined where they were
/// cut to fit a width.
/// </summary>
internal static partial class PlainText
{
    private const int LongestTitle = 100;

    /// <summary>Narrower than this nobody cuts prose; a short line ends where its author wanted.</summary>
    private const int NarrowestWidth = 50;

    /// <param name="keepLines">Every line end is meant, as in a log.</param>
    /// <param name="titled">The first line is no title.</param>
    public static IEnumerable<Block> Of(string text, bool keepLines = false, bool titled = false)
    {
        var lines = Indentation.Lines(text.Trim('\uFEFF', '\n', '\r', '\f'));
        var at = 0;
        while (at < lines.Count)
        {
            if (lines[at].Trim('\f').Length == 0)
            {
                at++;
                continue;
            }
            var end = at;
            while (end < lines.Count && lines[end].Trim('\f').Length > 0)
                end++;
            var paragraph = lines.GetRange(at, end - at);
            if (keepLines)
                yield return Broken(paragraph);
            else
                foreach (var block in Blocks(paragraph, isFirst: !titled, hasMore: end < lines.Count))
                    yield return block;
            titled = true;
            at = end;
        }
    }

    private static IEnumerable<Block> Blocks(List<string> lines, bool isFirst, bool hasMore)
    {
        if (
            lines.Count > 1
            && RstHeading.At(lines, 0, out var heading, out var length)
            && heading.Sign is '=' or '-' or '~' or '#' or '*'
            && IsTitle(heading.Text)
        )
        {
            yield return new Heading(
                isFirst ? 1
                    : heading.Sign is '=' or '#' or '*' ? 2
                    : 3,
                [new Words(heading.Text)]
            );
            lines = lines.GetRange(length, lines.Count - length);
            if (lines.Count == 0)
                yield break;
        }
        else if (lines.Count == 1 && isFirst && hasMore && IsTitle(lines[0].TrimStart('#', '=').Trim()))
        {
            yield return new Heading(1, [new Words(lines[0].Trim('#', '=', ' '))]);
            yield break;
        }
        else if (lines.Count == 1 && hasMore && IsCapitals(lines[0]))
        {
            yield return new Heading(2, [new Words(lines[0].Trim())]);
            yield break;
        }
        foreach (var block in Body(lines))
            yield return block;
    }

    private static IEnumerable<Block> Body(List<string> lines)
    {
        if (lines.All(line => line.StartsWith("  ", StringComparison.Ordinal)) && LooksLikeCode(lines))
        {
            yield return new CodeBlock(string.Join('\n', Indentation.Dedented(lines, 0, lines.Count)));
            yield break;
        }
        var first = lines.FindIndex(line => Item().IsMatch(line));
        if (first < 0 || (lines.Count > 1 && lines.Count(line => Item().IsMatch(line)) == 1 && first > 0))
        {
            yield return Joined(lines);
            yield break;
        }
        if (first > 0)
            yield return Joined(lines.GetRange(0, first));
        yield return List(lines.GetRange(first, lines.Count - first));
    }

    private static ListBlock List(List<string> lines)
    {
        var items = new List<(string Mark, List<string> Lines)>();
        foreach (var line in lines)
        {
            if (Item().Match(line) is { Success: true } item)
                items.Add((item.Groups["number"].Value, [line[item.Length..]]));
            else
                items[^1].Lines.Add(line);
        }
        return new ListBlock([.. items.Select(item => new ListItem(item.Mark, [Joined(item.Lines)]))]);
    }

    /// <summary>
    /// A line was cut to fit where the next line's first word would not have fitted; else its end is meant, as in an address or a verse.
    /// </summary>
    private static Paragraph Joined(List<string> lines)
    {
        var width = lines.Max(line => line.Length);
        var inlines = new List<Inline>();
        for (var i = 0; i < lines.Count; i++)
        {
            inlines.Add(new Words(lines[i].Trim()));
            if (i + 1 == lines.Count)
                break;
            var next = lines[i + 1].AsSpan().Trim();
            var word = next.IndexOf(' ') is >= 0 and var space ? space : next.Length;
            var isCut = width >= NarrowestWidth && lines[i].Length + 1 + word > width - Tolerance(width) && !IsTabular(lines[i]);
            inlines.Add(isCut ? new Words(" ") : new LineBreak());
        }
        return new Paragraph(inlines);
    }

    /// <summary>Authors who cut by hand do not fill every line.</summary>
    private static int Tolerance(int width) => width / 5;

    private static Paragraph Broken(List<string> lines) =>
        new([.. lines.SelectMany((line, index) => index == 0 ? (Inline[])[new Words(line)] : [new LineBreak(), new Words(line)])]);

    private static bool IsTabular(string line) => line.TrimStart().Contains("   ", StringComparison.Ordinal);

    private static bool IsTitle(string line) =>
        line.Length is > 2 and <= LongestTitle && line[^1] is not ('.' or ',' or ';' or ':') && line.Any(char.IsLetterOrDigit);

    /// <summary>INSTALLING THE SERVER, alone on its line.</summary>
    private static bool IsCapitals(string line) =>
        line.Length is > 3 and <= LongestTitle
        && line[0] != ' '
        && line.Count(char.IsUpper) > 3
        && !line.Any(char.IsLower)
        && !line.Any(c => c is '|' or '=' or '{' or '<' or '/')
        && line[^1] is not ('.' or ',' or ';' or '!');

    /// <summary>Most of its lines hold what only code, commands or drawn tables hold.</summary>
    private static bool LooksLikeCode(List<string> lines) => lines.Count(line => CodeLine().IsMatch(line)) * 2 > lines.Count;

    [GeneratedRegex(@"^\s{0,8}(?:[-*•+o‣–](?=\s)|(?<number>\(?\d{1,3}[.)])(?=\s))\s+(?=\S)")]
    private static partial Regex Item();

    [GeneratedRegex(
        @"^\s*(?:[$#>%]\s|\./|[\w.-]+\s*[:=]\s*\S+$|<\w|[{}\[\]]|\S*\(.*\)|sudo |cd |git |import |\w+ = )|[;{}"
            + @"|]\s*$|\S {3,}\S|=>|->|&&|\s--?\w|=="
    )]
    private static partial Regex CodeLine();
}
