using System.Text.RegularExpressions;

namespace ChatBot.Answering.Evaluation;

/// <summary>
/// Counts what makes an answer hard to read, whatever it says. An answer is read where its documents are not, so:
/// <list type="bullet">
/// <item><b>syntax</b>: nothing of a document's format is left: front matter, marks of admonitions, HTML and JSX, a table's pipes outside a
/// table, halves of links and of emphasis, links that lead nowhere outside the documents, directives, escaped signs, empty items;</item>
/// <item><b>dangling</b>: neither the answer, nor a paragraph, nor the first sentence from another source begins with a word that points to
/// what is not quoted before it (This, It, Instead, Also, Then …);</item>
/// <item><b>heading</b>: no heading stands alone, with nothing of its own below it;</item>
/// <item><b>half step</b>: numbered steps begin with the first and skip none, no step or item ends in "…";</item>
/// <item><b>introduction</b>: what ends with a colon is followed by what it announces;</item>
/// <item><b>half list</b>: a list announced with a number of items has them, or the answer says how many more there are;</item>
/// <item><b>label line</b>: no label [n] stands on a line of its own;</item>
/// <item><b>open fence</b>: every block of code is closed.</item>
/// </list>
/// What stands in code, be it a block or within a line, is the document's own and not looked at.
/// </summary>
public static partial class Readability
{
    /// <summary>The faults of an answer in Markdown, in the order of their kinds; none for one that reads well.</summary>
    /// <param name="passages">What the answer was quoted from, where that is known: then a word that points back is a fault too where the
    /// sentence before it was left out.</param>
    public static IReadOnlyList<ReadabilityFault> Faults(string answer, IReadOnlyList<string>? passages = null)
    {
        var blocks = AnswerBlock.Of(answer);
        return
        [
            .. LeftSyntax.In(blocks).Select(text => new ReadabilityFault(ReadabilityFault.Syntax, text)),
            .. DanglingWords.In(blocks, passages ?? []).Select(text => new ReadabilityFault(ReadabilityFault.Dangling, text)),
            .. LoneHeadings(blocks).Select(text => new ReadabilityFault(ReadabilityFault.Heading, text)),
            .. HalfSteps(blocks).Select(text => new ReadabilityFault(ReadabilityFault.HalfStep, text)),
            .. OpenIntroductions(blocks).Select(text => new ReadabilityFault(ReadabilityFault.Introduction, text)),
            .. HalfLists(blocks).Select(text => new ReadabilityFault(ReadabilityFault.HalfList, text)),
            .. LabelLine().Matches(answer).Select(match => new ReadabilityFault(ReadabilityFault.LabelLine, match.Value.Trim())),
            .. blocks
                .Where(block => block is { Kind: BlockKind.Code, Closed: false })
                .Select(block => new ReadabilityFault(ReadabilityFault.OpenFence, block.Text)),
        ];
    }

    /// <summary>How many answers have a fault of each kind; kinds that none has are left out.</summary>
    public static IReadOnlyDictionary<string, int> Counts(IEnumerable<IReadOnlyList<ReadabilityFault>> answers) =>
        answers
            .SelectMany(faults => faults.Select(fault => fault.Kind).Distinct())
            .GroupBy(kind => kind)
            .OrderBy(kind => kind.Key, StringComparer.Ordinal)
            .ToDictionary(kind => kind.Key, kind => kind.Count());

    private static IEnumerable<string> LoneHeadings(IReadOnlyList<AnswerBlock> blocks)
    {
        for (var i = 0; i < blocks.Count; i++)
            if (blocks[i].IsHeading && (i + 1 == blocks.Count || blocks[i + 1].IsHeading || blocks[i + 1].IsOfAnotherSource(blocks[i])))
                yield return blocks[i].Text;
    }

    private static IEnumerable<string> HalfSteps(IReadOnlyList<AnswerBlock> blocks)
    {
        var last = 0;
        foreach (var item in blocks.Where(block => block.Kind is BlockKind.Item))
        {
            if (item.Plain.EndsWith('…'))
                yield return item.Text;
            if (item.Number is not { } number)
                continue;
            // Files may number all steps with 1, and every renderer counts them.
            if (number != 1 && number != last + 1 && !(number == 0 && last == 0))
                yield return item.Text;
            last = number;
        }
    }

    private static IEnumerable<string> OpenIntroductions(IReadOnlyList<AnswerBlock> blocks)
    {
        for (var i = 0; i < blocks.Count; i++)
        {
            var block = blocks[i];
            if (block.Kind is BlockKind.Code or BlockKind.Table || !block.Plain.EndsWith(':'))
                continue;
            var next = i + 1 < blocks.Count ? blocks[i + 1] : null;
            var announced = next switch
            {
                null => false,
                { Kind: BlockKind.Code or BlockKind.Table } => true,
                { Kind: BlockKind.Item } => block.Kind is BlockKind.Paragraph || next.Indent > block.Indent,
                _ => !next.IsOfAnotherSource(block) && (block.Kind is BlockKind.Paragraph || next.Indent > block.Indent),
            };
            if (!announced)
                yield return block.Text;
        }
    }

    private static IEnumerable<string> HalfLists(IReadOnlyList<AnswerBlock> blocks)
    {
        for (var i = 0; i + 1 < blocks.Count; i++)
        {
            if (blocks[i].Kind is not BlockKind.Paragraph || blocks[i + 1].Kind is not BlockKind.Item)
                continue;
            var list = blocks.Skip(i + 1).TakeWhile(block => block.Kind is BlockKind.Item or BlockKind.Code).ToList();
            var items = list.Count(block => block.Kind is BlockKind.Item && block.Indent <= blocks[i + 1].Indent);
            var says = blocks.Skip(i + 1).Any(block => block.Kind is not BlockKind.Code && HowManyMore().IsMatch(block.Plain));
            if (
                Announced().Match(blocks[i].Pieces()[^1].Text) is { Success: true } number
                && Count(number.Groups[1].Value) > items
                && !says
            )
                yield return blocks[i].Text;
        }
    }

    private static int Count(string number) =>
        int.TryParse(number, out var digits) ? digits : Array.IndexOf(Numbers, number.ToLowerInvariant());

    private static readonly string[] Numbers =
    [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ];

    [GeneratedRegex(
        @"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[2-9]|1[0-2])\s+(?:[\w-]+\s+){0,2}?[\w-]+s\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Announced();

    [GeneratedRegex(
        @"…|\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|several|some|and) (?:\w+ )?(?:more|others|further)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex HowManyMore();

    [GeneratedRegex(@"^[ \t]*(?:\[\d{1,2}\][ \t.,;]*)+$", RegexOptions.Multiline)]
    private static partial Regex LabelLine();
}
