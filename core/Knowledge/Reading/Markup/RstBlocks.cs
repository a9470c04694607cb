using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Markup;

/// <summary>A text of reStructuredText as blocks.</summary>
internal sealed partial class RstBlocks
{
    /// <summary>Blocks within blocks; nobody nests deeper, and what does is text.</summary>
    private const int Deepest = 24;

    private readonly RstNames _names;
    private readonly RstText _text;
    private readonly RstDirectives _directives;
    private readonly List<(char Sign, bool Over)> _levels = [];
    private readonly Dictionary<string, List<string>> _footnotes = [];
    private readonly List<string> _referred = [];
    private int _numbered;

    private RstBlocks(IReadOnlyList<string> lines)
    {
        _names = RstNames.In(lines);
        _text = new RstText(_names.Targets, _names.Substitutions, _referred.Add);
        _directives = new RstDirectives(this);
    }

    public RstText Text => _text;

    public static IReadOnlyList<Block> Of(string text)
    {
        var lines = Indentation.Lines(text);
        return new RstBlocks(lines).Document(lines);
    }

    /// <summary>Footnotes stand at the end of the section that refers to them.</summary>
    private List<Block> Document(IReadOnlyList<string> lines)
    {
        var blocks = new List<Block>();
        var references = new List<(int Index, string Name)>();
        foreach (var block in Of(lines, 0))
        {
            references.AddRange(_referred.Select(name => (blocks.Count, name)));
            _referred.Clear();
            blocks.Add(block);
        }
        return Placed(blocks, references);
    }

    private List<Block> Placed(List<Block> blocks, List<(int Index, string Name)> references)
    {
        var placed = new List<Block>();
        var open = new List<string>();
        var next = 0;
        foreach (var (index, block) in blocks.Index())
        {
            if (block is Heading)
                Place();
            placed.Add(block);
            while (next < references.Count && references[next].Index <= index)
                open.Add(references[next++].Name);
        }
        foreach (var rest in references.Skip(next))
            open.Add(rest.Name);
        Place();
        open.AddRange(_footnotes.Keys);
        Place();
        return placed;

        void Place()
        {
            foreach (var name in open)
            {
                // [#]_ refers to the next footnote without a name.
                var key = name is "#" or "*"
                    ? _footnotes.Keys.FirstOrDefault(key => key.StartsWith(name + "\0", StringComparison.Ordinal)) ?? name
                    : name;
                if (_footnotes.Remove(key, out var lines))
                    placed.AddRange(Of(lines, 1));
            }
            open.Clear();
        }
    }

    public IEnumerable<Block> Of(IReadOnlyList<string> lines, int depth)
    {
        if (depth > Deepest)
        {
            yield return new Paragraph(string.Join('\n', lines));
            yield break;
        }
        var at = 0;
        while (at < lines.Count)
        {
            if (lines[at].Length == 0)
            {
                at++;
                continue;
            }
            foreach (var block in Next(lines, ref at, depth))
                yield return block;
        }
    }

    private IReadOnlyList<Block> Next(IReadOnlyList<string> lines, ref int at, int depth)
    {
        var line = lines[at];
        if (line[0] == ' ')
            return [new Quote([.. Of(Indentation.Block(lines, at, 1, out at), depth + 1)])];
        if (RstHeading.At(lines, at, out var heading, out var length))
        {
            at += length;
            return [new Heading(Level(heading), _text.Of(heading.Text))];
        }
        if (RstHeading.IsAdornment(line) && line.Length >= 4 && (at + 1 == lines.Count || lines[at + 1].Length == 0))
        {
            at++;
            return []; // a rule between paragraphs
        }
        if (line == ".." || line.StartsWith(".. ", StringComparison.Ordinal))
            return Explicit(lines, ref at, depth);
        if (line.StartsWith("__ ", StringComparison.Ordinal))
        {
            at++;
            return [];
        }
        if (line.StartsWith(">>>", StringComparison.Ordinal))
            return [new CodeBlock(string.Join('\n', Until(lines, ref at)), "python")];
        if (RstTable.Grid().IsMatch(line))
            return [RstTable.OfGrid(TableLines(lines, ref at), Cell(depth))];
        if (RstTable.Simple().IsMatch(line) && RstTable.LinesOfSimple(lines, at) is { } simple)
        {
            at += simple.Count;
            return [RstTable.OfSimple(simple, Cell(depth))];
        }
        return RstLists.Next(this, lines, ref at, depth) ?? TextBlock(lines, ref at, depth);
    }

    public Func<IReadOnlyList<string>, IReadOnlyList<Inline>> Cell(int depth) => lines => Inlines.Of([.. Of(lines, depth + 1)]);

    private int Level(RstHeading heading)
    {
        var style = (heading.Sign, heading.Over);
        var level = _levels.IndexOf(style);
        if (level < 0)
        {
            level = _levels.Count;
            _levels.Add(style);
        }
        return level + 1;
    }

    /// <summary>What starts with two dots: a directive, a target, a footnote, a substitution or a comment.</summary>
    private IReadOnlyList<Block> Explicit(IReadOnlyList<string> lines, ref int at, int depth)
    {
        var line = lines[at];
        var body =
            line == ".." && at + 1 < lines.Count && lines[at + 1].Length == 0
                ? NoLines(ref at)
                : Indentation.Block(lines, at + 1, 1, out at);
        if (Directive().Match(line) is { Success: true } directive)
            return _directives.Read(directive.Groups["name"].Value, directive.Groups["about"].Value.Trim(), body, depth);
        if (Footnote().Match(line) is { Success: true } footnote)
        {
            var name = footnote.Groups["name"].Value;
            name = name is "#" or "*" ? name + "\0" + _numbered++ : name; // each without a name is one of its own
            _footnotes.TryAdd(name, [footnote.Groups["text"].Value, .. body]);
        }
        return [];
    }

    private static List<string> NoLines(ref int at)
    {
        at++;
        return [];
    }

    /// <summary>A paragraph, with the code that two colons at its end announce, or a term above its definition.</summary>
    private IReadOnlyList<Block> TextBlock(IReadOnlyList<string> lines, ref int at, int depth)
    {
        if (at + 1 < lines.Count && lines[at + 1].StartsWith(' ') && !lines[at].EndsWith("::", StringComparison.Ordinal))
        {
            var term = lines[at];
            var definition = Of(Indentation.Block(lines, at + 1, 1, out at), depth + 1);
            return [new Aside(_text.Of(term.Split(" : ")[0]), [.. definition])];
        }
        var start = at;
        while (at < lines.Count && lines[at].Length > 0 && (at == start || lines[at][0] != ' '))
            at++;
        var text = string.Join('\n', lines.Skip(start).Take(at - start));
        if (!text.EndsWith("::", StringComparison.Ordinal))
            return [new Paragraph(_text.Of(text))];
        text = text[..^2];
        var said =
            text.Length == 0 ? ""
            : char.IsWhiteSpace(text[^1]) ? text.TrimEnd()
            : text + ":";
        return said.Length == 0
            ? [new CodeBlock(Literal(lines, ref at))]
            : [new Paragraph(_text.Of(said)), new CodeBlock(Literal(lines, ref at))];
    }

    private static string Literal(IReadOnlyList<string> lines, ref int at)
    {
        var from = at;
        while (from < lines.Count && lines[from].Length == 0)
            from++;
        if (from == lines.Count)
            return "";
        if (lines[from][0] == ' ')
            return string.Join('\n', Indentation.Block(lines, from, 1, out at));
        if (char.IsLetterOrDigit(lines[from][0]))
            return "";
        at = from; // lines quoted by a sign
        return string.Join('\n', Until(lines, ref at));
    }

    private static List<string> Until(IReadOnlyList<string> lines, ref int at)
    {
        var block = new List<string>();
        while (at < lines.Count && lines[at].Length > 0)
            block.Add(lines[at++]);
        return block;
    }

    private static List<string> TableLines(IReadOnlyList<string> lines, ref int at)
    {
        var table = new List<string>();
        while (at < lines.Count && lines[at].Length > 0 && lines[at][0] is '+' or '|')
            table.Add(lines[at++]);
        return table;
    }

    [GeneratedRegex(@"^\.\.\s+(?<name>[\w+.:-]*\w)\s?::(?:\s+(?<about>.*))?$")]
    private static partial Regex Directive();

    [GeneratedRegex(@"^\.\. \[(?<name>[^\[\]\s]+)\]\s*(?<text>.*)$")]
    private static partial Regex Footnote();
}
