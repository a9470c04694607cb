using System.Text.RegularExpressions;

namespace ChatBot.Answering.Evaluation;

/// <summary>What a part of an answer is to a reader.</summary>
internal enum BlockKind
{
    Paragraph,
    Item,
    Table,
    Code,
}

/// <summary>A paragraph, a list item, a table or a block of code of an answer.</summary>
/// <param name="Text">As it stands; of an item without its mark.</param>
/// <param name="Indent">Columns before its first sign.</param>
/// <param name="Number">Of a numbered item.</param>
/// <param name="Closed">False for code whose fence does not end.</param>
internal sealed partial record AnswerBlock(BlockKind Kind, string Text, int Indent, int? Number = null, bool Closed = true)
{
    /// <summary>The text with neither labels nor marks of emphasis; code within it is left out.</summary>
    public string Plain => Emphasis().Replace(Label().Replace(WithoutCode(Text), ""), "").Trim();

    /// <summary>A heading by its marks, or a line that is no sentence: bold all through, or short and without an end.</summary>
    public bool IsHeading =>
        Kind is BlockKind.Paragraph
        && !Text.Contains('\n')
        && (
            HeadingMark().IsMatch(Text)
            || AllBold().IsMatch(Label().Replace(Text, "").Trim())
            || Label().Replace(Text, "").Trim() is { Length: > 0 } line
                && !EndsASentence().IsMatch(line)
                && line.Split(' ').Length <= MostWords
        );

    /// <summary>Most words of a line without an end that is taken for a heading.</summary>
    private const int MostWords = 10;

    /// <summary>The two carry different labels; without labels nothing is known.</summary>
    public bool IsOfAnotherSource(AnswerBlock other) =>
        Label().Match(Text) is { Success: true } mine && Label().Matches(other.Text) is [.., var last] && mine.Value != last.Value;

    /// <summary>The text part by part, each with the label behind it; null where it has none.</summary>
    public IReadOnlyList<(string Text, string? Label)> Pieces()
    {
        var pieces = new List<(string, string?)>();
        var from = 0;
        foreach (Match label in Labels().Matches(Text))
        {
            pieces.Add((Text[from..label.Index].Trim(), label.Value.Trim()));
            from = label.Index + label.Length;
        }
        if (Text[from..].Trim() is { Length: > 0 } rest)
            pieces.Add((rest, null));
        return pieces.Count > 0 ? pieces : [("", null)];
    }

    public static string WithoutCode(string text) => InlineCode().Replace(text, "code");

    /// <summary>An answer's blocks, in their order.</summary>
    public static IReadOnlyList<AnswerBlock> Of(string answer)
    {
        var blocks = new List<AnswerBlock>();
        var lines = answer.ReplaceLineEndings("\n").Split('\n');
        var open = false; // the last block goes on in the next line
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            var indent = line.Length - line.TrimStart().Length;
            if (Fence().Match(line) is { Success: true } fence)
            {
                var end = Array.FindIndex(lines, i + 1, other => other.Trim() == fence.Groups[1].Value);
                var last = end < 0 ? lines.Length : end;
                blocks.Add(new AnswerBlock(BlockKind.Code, string.Join('\n', lines[(i + 1)..last]), indent, Closed: end >= 0));
                i = last;
                open = false;
            }
            else if (string.IsNullOrWhiteSpace(line))
                open = false;
            else if (ItemMark().Match(line) is { Success: true } mark)
            {
                var number = mark.Groups[1].Success ? int.Parse(mark.Groups[1].Value) : (int?)null;
                blocks.Add(new AnswerBlock(BlockKind.Item, line[mark.Length..].Trim(), indent, number));
                open = true;
            }
            else if (IsTableHead(lines, i))
            {
                var last = i;
                while (last < lines.Length && lines[last].Contains('|'))
                    last++;
                blocks.Add(new AnswerBlock(BlockKind.Table, string.Join('\n', lines[i..last]), indent));
                i = last - 1;
                open = false;
            }
            else if (open)
                blocks[^1] = blocks[^1] with { Text = blocks[^1].Text + "\n" + line.Trim() };
            else
            {
                blocks.Add(new AnswerBlock(BlockKind.Paragraph, line.Trim(), indent));
                open = true;
            }
        }
        return blocks;
    }

    private static bool IsTableHead(string[] lines, int at) =>
        lines[at].Contains('|') && at + 1 < lines.Length && TableRule().IsMatch(lines[at + 1]);

    [GeneratedRegex(@"^\s*(`{3,}|~{3,})")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\s*(?:(\d{1,3})[.)]|[-*+•])(?:\s+|$)")]
    private static partial Regex ItemMark();

    [GeneratedRegex(@"^\s*\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*\|?\s*$")]
    private static partial Regex TableRule();

    [GeneratedRegex(@"(`+)(?!`).+?(?<!`)\1(?!`)", RegexOptions.Singleline)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\[\d{1,2}\](?!\()")]
    private static partial Regex Label();

    [GeneratedRegex(@"(?:\[\d{1,2}\](?!\()\s*)+")]
    private static partial Regex Labels();

    [GeneratedRegex(@"\*+|(?<!\w)_+|_+(?!\w)")]
    private static partial Regex Emphasis();

    [GeneratedRegex("^#{1,6} ")]
    private static partial Regex HeadingMark();

    [GeneratedRegex(@"^(?:\*\*|__)(?:(?!\*\*|__).)+(?:\*\*|__):?$")]
    private static partial Regex AllBold();

    [GeneratedRegex(@"[.!?:;…。！？][""”’')\]*_`]*$|[`)]$")]
    private static partial Regex EndsASentence();
}
