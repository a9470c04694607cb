using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;
using ChatBot.Knowledge.Reading.Markdown;

namespace ChatBot.Knowledge.Reading.Markup;

/// <summary>A text of AsciiDoc as blocks.</summary>
internal sealed partial class AsciiDocBlocks
{
    /// <summary>Blocks within blocks; nobody nests deeper, and what does is text.</summary>
    public const int Deepest = 24;

    private readonly Dictionary<string, string> _attributes = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _footnotes = [];

    /// <summary>How many list items are open whose further blocks are being read.</summary>
    private int _items;

    public AsciiDocBlocks() => Text = new AsciiDocText(_attributes, _footnotes.Add);

    public AsciiDocText Text { get; }
    public IReadOnlyDictionary<string, string> Attributes => _attributes;

    public IReadOnlyList<Block> Of(string text)
    {
        var lines = Indentation.Lines(text).Select(Preprocessed).OfType<string>().ToList();
        var blocks = new List<Block>();
        var at = 0;
        while (at < lines.Count)
        {
            foreach (var block in One(lines, ref at, 0))
            {
                // Footnotes stand at the end of the section that refers to them; a heading is the only block of its call.
                if (block is Heading)
                    Notes();
                blocks.Add(block);
            }
        }
        Notes();
        return blocks;

        void Notes()
        {
            for (var i = 0; i < _footnotes.Count; i++)
                blocks.Add(new Paragraph(Text.Of(_footnotes[i])));
            _footnotes.Clear();
        }
    }

    /// <summary>Conditions are for the builder, what stands under them for readers; what is included is a file of its own.</summary>
    private static string? Preprocessed(string line) =>
        Condition().Match(line) is { Success: true } condition
            ? condition.Groups["text"] is { Length: > 0 } text && condition.Groups["kind"].Value != "ifeval"
                ? text.Value
                : null
            : line;

    private List<Block> Many(IReadOnlyList<string> lines, int depth)
    {
        var blocks = new List<Block>();
        var at = 0;
        while (at < lines.Count)
            blocks.AddRange(One(lines, ref at, depth));
        return blocks;
    }

    /// <summary>The next block, with what is said about it above.</summary>
    public IReadOnlyList<Block> One(IReadOnlyList<string> lines, ref int at, int depth)
    {
        var about = new AsciiDocAttributes();
        while (at < lines.Count)
        {
            var line = lines[at];
            if (line.Length == 0 || IsIgnored(line))
                at++;
            else if (line.StartsWith("////", StringComparison.Ordinal))
                Delimited(lines, ref at);
            else if (Entry().Match(line) is { Success: true } entry)
                SetAttribute(entry, lines, ref at);
            else if (BlockAttributes().IsMatch(line))
                about.Read(lines[at++]);
            else if (BlockTitle().IsMatch(line))
                about.Title = lines[at++][1..];
            else
                return Block(lines, ref at, about, depth);
        }
        return [];
    }

    /// <summary>The next block of a list item; the list's next item ends it.</summary>
    public IReadOnlyList<Block> OneOfItem(IReadOnlyList<string> lines, ref int at, int depth)
    {
        _items++;
        var block = One(lines, ref at, depth);
        _items--;
        return block;
    }

    public static bool StartsBlock(string line) =>
        Delimiter().IsMatch(line) || BlockAttributes().IsMatch(line) || HeadingLine().IsMatch(line) || Image().IsMatch(line);

    private static bool IsIgnored(string line) =>
        (line.StartsWith("//", StringComparison.Ordinal) && !line.StartsWith("///", StringComparison.Ordinal))
        || line is "<<<" or "'''" or "---" or "***" or "- - -" or "* * *" or "+"
        || Dropped().IsMatch(line);

    private void SetAttribute(Match entry, IReadOnlyList<string> lines, ref int at)
    {
        var value = entry.Groups["value"].Value;
        while (value.EndsWith(" \\", StringComparison.Ordinal) && at + 1 < lines.Count)
            value = value[..^1] + lines[++at].Trim();
        at++;
        if (entry.Groups["unset"].Value.Length > 0)
            _attributes.Remove(entry.Groups["name"].Value);
        else
            _attributes[entry.Groups["name"].Value] = value;
    }

    private IReadOnlyList<Block> Block(IReadOnlyList<string> lines, ref int at, AsciiDocAttributes about, int depth)
    {
        var line = lines[at];
        if (HeadingLine().Match(line) is { Success: true } heading)
        {
            at++;
            if (heading.Groups["level"].Length == 1)
                SkipAuthors(lines, ref at);
            return [new Heading(heading.Groups["level"].Length, Text.Of(heading.Groups["text"].Value))];
        }
        if (at + 1 < lines.Count && Underline(line, lines[at + 1]) is > 0 and var level)
        {
            at += 2;
            return [new Heading(level, Text.Of(line))];
        }
        if (Delimiter().IsMatch(line))
            return Titled(about, OfDelimited(line, Delimited(lines, ref at), about, depth));
        if (Image().Match(line) is { Success: true } image)
        {
            at++;
            var alt = ImageText.Of(image.Groups["alt"].Value.Split(',')[0].Trim('"'), image.Groups["target"].Value);
            return [.. new[] { alt, about.Title }.Where(text => text.Length > 0).Distinct().Select(text => new Paragraph(Text.Of(text)))];
        }
        if (depth <= Deepest && AsciiDocLists.MarkOf(line) is not null)
            return Titled(
                about,
                AsciiDocLists.Of(this, lines, ref at, int.TryParse(about.Named("start"), out var start) ? start : 1, depth)
            );
        return Titled(about, OfParagraph(lines, ref at, about));
    }

    private IReadOnlyList<Block> OfParagraph(IReadOnlyList<string> lines, ref int at, AsciiDocAttributes about)
    {
        var start = at;
        while (
            at < lines.Count
            && lines[at].Length > 0
            && (
                at == start
                || !(StartsBlock(lines[at]) || (_items > 0 && (lines[at] == "+" || AsciiDocLists.MarkOf(lines[at]) is not null)))
            )
        )
            at++;
        var own = lines.Skip(start).Take(at - start).Where(line => !line.StartsWith("// ", StringComparison.Ordinal)).ToList();
        if (about.Style is "source" or "listing" or "literal")
            return [new CodeBlock(string.Join('\n', own), about.Style == "source" ? about.Placed(1) : "")];
        if (own.Count == 0)
            return [];
        if (own[0][0] == ' ' && about.Style.Length == 0)
            return [new CodeBlock(string.Join('\n', Indentation.Dedented(own, 0, own.Count)))];
        var text = string.Join('\n', own);
        var note = NoteLine().Match(text);
        var paragraph = new Paragraph(Text.Of(note.Success ? text[note.Length..] : text));
        return NoteTitle.Of(note.Success ? note.Groups[1].Value : about.Style) is { Length: > 0 } title
            ? [new Aside(title, [paragraph])]
            : [paragraph];
    }

    private IReadOnlyList<Block> OfDelimited(string delimiter, List<string> content, AsciiDocAttributes about, int depth)
    {
        if (depth > Deepest)
            return [new Paragraph(string.Join('\n', content))];
        switch (delimiter[0])
        {
            case '`':
                return [new CodeBlock(string.Join('\n', content), delimiter.Trim('`').Split(',')[0])];
            case '-' when delimiter.Length > 2:
            case '.':
            case '-' when about.Style is "source" or "listing" or "literal":
                return
                [
                    new CodeBlock(
                        string.Join('\n', content),
                        about.Style == "source" || about.Placed(0).Length == 0 ? about.Placed(1) : ""
                    ),
                ];
            case '|' or ',' or ':' or '!':
                return [AsciiDocTable.Of(content, about, delimiter[0], cell => Inlines.Of(Many(cell, depth + 1)))];
            case '/':
                return [];
            case '+':
                return about.Style is "stem" or "latexmath" or "asciimath"
                    ? [new CodeBlock(string.Join('\n', content), "latex")]
                    : MarkdownBlocks.Of(string.Join('\n', content)); // HTML passed through
            case '_':
                return [new Quote(Many(content, depth + 1))];
        }
        if (about.Style is "quote" or "verse")
            return [new Quote(Many(content, depth + 1))];
        return NoteTitle.Of(about.Style) is { Length: > 0 } title && about.Title.Length == 0
            ? [new Aside(title, Many(content, depth + 1))]
            : Many(content, depth + 1);
    }

    private IReadOnlyList<Block> Titled(AsciiDocAttributes about, IReadOnlyList<Block> content) =>
        about.Title.Length == 0 || content.Count == 0 ? content : [new Aside(Text.Of(about.Title), content)];

    /// <summary>The lines between a delimiter and the next like it.</summary>
    private static List<string> Delimited(IReadOnlyList<string> lines, ref int at)
    {
        var end = lines[at][0] == '`' ? "```" : lines[at];
        var content = new List<string>();
        for (at++; at < lines.Count && lines[at] != end; at++)
            content.Add(lines[at]);
        at++;
        return content;
    }

    /// <summary>Below the document's title stand its authors and its revision.</summary>
    private static void SkipAuthors(IReadOnlyList<string> lines, ref int at)
    {
        for (var i = 0; i < 2 && at < lines.Count && Author().IsMatch(lines[at]); i++)
            at++;
    }

    private static int Underline(string line, string under)
    {
        if (under.Length < 4 || Math.Abs(under.Length - line.Length) > 1 || line[0] == ' ' || under.AsSpan().ContainsAnyExcept(under[0]))
            return 0;
        return line.Any(char.IsLetterOrDigit) ? "=-~^".IndexOf(under[0]) + 1 : 0;
    }

    [GeneratedRegex(@"^(?<kind>ifdef|ifndef|ifeval|endif)::\S*\[(?<text>.*)\]$")]
    private static partial Regex Condition();

    [GeneratedRegex(@"^:(?<unset>!?)(?<name>[\w-]+)(?<unset>!?):(?:\s+(?<value>.*))?$")]
    private static partial Regex Entry();

    [GeneratedRegex(@"^\[(?:\[[\w.:-]+(?:,.*)?\]|[\w.#%,""'*!|].*|)\]$")]
    private static partial Regex BlockAttributes();

    [GeneratedRegex(@"^\.[^\s.]")]
    private static partial Regex BlockTitle();

    [GeneratedRegex(@"^(?<level>={1,6}|#{1,6})\s+(?<text>\S.*?)(?:\s+\k<level>)?$")]
    private static partial Regex HeadingLine();

    [GeneratedRegex(@"^(?:-{4,}|={4,}|\.{4,}|\*{4,}|_{4,}|\+{4,}|/{4,}|--|```[\w,+-]*|[|,:!]===+)$")]
    private static partial Regex Delimiter();

    [GeneratedRegex(@"^image::(?<target>[^\[]*)\[(?<alt>.*)\]$")]
    private static partial Regex Image();

    [GeneratedRegex(@"^(?:include|toc|video|audio|leveloffset|kroki|plantuml|diagram)::\S*\[.*\]$")]
    private static partial Regex Dropped();

    [GeneratedRegex(@"^(NOTE|TIP|WARNING|CAUTION|IMPORTANT):\s+")]
    private static partial Regex NoteLine();

    [GeneratedRegex(@"^(?:[\p{Lu}][\w.'-]*(?: [\p{L}][\w.'-]*){0,3}(?: <[^<>]+>)?(?:; .*)?|v?\d[\w.]*,.*|v\d[\w.]*)$")]
    private static partial Regex Author();
}
