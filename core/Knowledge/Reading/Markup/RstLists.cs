using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Markup;

/// <summary>Lists of reStructuredText: bullets, numbers, fields, options, lines.</summary>
internal static partial class RstLists
{
    /// <returns>Null where the line starts no list.</returns>
    public static IReadOnlyList<Block>? Next(RstBlocks blocks, IReadOnlyList<string> lines, ref int at, int depth)
    {
        if (Bullet().IsMatch(lines[at]))
            return [Items(blocks, lines, ref at, depth, Bullet(), lines[at][0])];
        if (Number().IsMatch(lines[at]) && IsItem(lines, at))
            return [Items(blocks, lines, ref at, depth, Number(), '\0')];
        if (Field().IsMatch(lines[at]))
            return Fields(blocks, lines, ref at, depth);
        if (Option().IsMatch(lines[at]))
            return Options(blocks, lines, ref at, depth);
        return Line().IsMatch(lines[at]) ? [Verse(blocks, lines, ref at)] : null;
    }

    /// <summary>"A. Smith" at the start of a paragraph is no item: the next line would be indented.</summary>
    private static bool IsItem(IReadOnlyList<string> lines, int at) =>
        at + 1 == lines.Count || lines[at + 1].Length == 0 || lines[at + 1][0] == ' ' || Number().IsMatch(lines[at + 1]);

    private static ListBlock Items(RstBlocks blocks, IReadOnlyList<string> lines, ref int at, int depth, Regex mark, char bullet)
    {
        var items = new List<ListItem>();
        var last = 0;
        while (at < lines.Count && mark.Match(lines[at]) is { Success: true } match && (bullet == '\0' || lines[at][0] == bullet))
        {
            var first = lines[at][match.Length..];
            List<string> item = [first, .. Indentation.Block(lines, at + 1, 1, out at)];
            var number = match.Groups["number"].Value;
            last = int.TryParse(number, out var counted) ? counted : last + 1;
            number = number == "#" ? last.ToString() : number;
            items.Add(
                new ListItem(
                    bullet == '\0' ? match.Groups["open"].Value + number + match.Groups["close"].Value : "",
                    [.. blocks.Of(item, depth + 1)]
                )
            );
        }
        return new ListBlock(items);
    }

    private static List<Block> Fields(RstBlocks blocks, IReadOnlyList<string> lines, ref int at, int depth)
    {
        var fields = new List<Block>();
        while (at < lines.Count && Field().Match(lines[at]) is { Success: true } match)
        {
            var name = match.Groups["name"].Value;
            List<string> body = [lines[at][match.Length..].TrimStart(), .. Indentation.Block(lines, at + 1, 1, out at)];
            if (name is "orphan" or "tocdepth" or "nocomments" or "nosearch" or "no-search" or "hide-toc" or "hidetoc" or "layout")
                continue;
            // :param str name: is about the name.
            var title = name.StartsWith("param ", StringComparison.Ordinal) ? name[(name.LastIndexOf(' ') + 1)..] : name;
            fields.Add(new Aside(blocks.Text.Of(title), [.. blocks.Of(body, depth + 1)]));
        }
        return fields;
    }

    private static List<Block> Options(RstBlocks blocks, IReadOnlyList<string> lines, ref int at, int depth)
    {
        var options = new List<Block>();
        while (at < lines.Count && Option().Match(lines[at]) is { Success: true } match)
        {
            List<string> body = [match.Groups["text"].Value, .. Indentation.Block(lines, at + 1, 1, out at)];
            options.Add(new Aside([new CodeSpan(match.Groups["option"].Value)], [.. blocks.Of(body, depth + 1)]));
        }
        return options;
    }

    /// <summary>Lines whose ends are meant.</summary>
    private static Paragraph Verse(RstBlocks blocks, IReadOnlyList<string> lines, ref int at)
    {
        var inlines = new List<Inline>();
        for (; at < lines.Count && lines[at].Length > 0; at++)
        {
            if (Line().IsMatch(lines[at]) && inlines.Count > 0)
                inlines.Add(new LineBreak());
            else if (lines[at][0] == ' ')
                inlines.Add(new Words(" "));
            else if (inlines.Count > 0)
                break;
            inlines.AddRange(blocks.Text.Of(lines[at].TrimStart('|', ' ')));
        }
        return new Paragraph(inlines);
    }

    [GeneratedRegex(@"^[-*+•‣⁃](?: +|$)")]
    private static partial Regex Bullet();

    [GeneratedRegex(@"^(?<open>\(?)(?<number>\d{1,6}|[A-Za-z]|[ivxlcdm]{1,8}|[IVXLCDM]{1,8}|#)(?<close>[.)])(?: +|$)")]
    private static partial Regex Number();

    [GeneratedRegex(@"^:(?<name>(?![\s:`])(?:\\.|[^:\\]|:(?![\s`]))*):(?= |$)")]
    private static partial Regex Field();

    [GeneratedRegex(
        @"^(?<option>(?:-[A-Za-z0-9?]|--[\w-]+|/[A-Z]+)(?:[ =](?:[A-Za-z][\w-]*|<[^<>]+>))?(?:, (?:-[A-Za-z0-9?]"
            + @"|--[\w-]+)(?:[ =](?:[A-Za-z][\w-]*|<[^<>]+>))?)*)(?:  +(?<text>\S.*)|$)"
    )]
    private static partial Regex Option();

    [GeneratedRegex(@"^\|(?: |$)")]
    private static partial Regex Line();
}
