using System.Text.RegularExpressions;

namespace ChatBot.Answering.Evaluation;

/// <summary>
/// Counts what makes an answer hard to read, whatever it says. An answer is read where its documents are not, so:
/// <list type="bullet">
/// <item><b>syntax</b>: nothing of a document's format is left: front matter, marks of admonitions, HTML and JSX, a table's pipes outside a
/// table, halves of links and of emphasis, links that lead nowhere outside the documents, directives, escaped signs, empty items;</item>
/// <item><b>dangling</b>: neither the answer, nor a paragraph, nor the first sentence from another source begins with a word that points to
/// what is not quoted before it (This, It, Instead, Also, Then …). What the same source says right before counts as quoted;</item>
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
    public static IReadOnlyList<ReadabilityFault> Faults(string answer)
    {
        var blocks = AnswerBlock.Of(answer);
        return
        [
            .. LeftSyntax.In(blocks).Select(text => new ReadabilityFault(ReadabilityFault.Syntax, text)),
            .. Dangling(blocks).Select(text => new ReadabilityFault(ReadabilityFault.Dangling, text)),
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

    private static IEnumerable<string> Dangling(IReadOnlyList<AnswerBlock> blocks)
    {
        string? before = null; // label of what was quoted last
        foreach (var block in blocks)
        foreach (var (text, label) in block.Pieces())
        {
            // Words within a list lean on its introduction, and code needs none.
            if (block.Kind is BlockKind.Paragraph && (before is null || label != before || label is null) && PointsAway(text))
                yield return text;
            before = label ?? before ?? "";
        }
    }

    private static bool PointsAway(string text) => Pointing().IsMatch(text) && !Expletive().IsMatch(text) && !OfItself().IsMatch(text);

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
        @"^(?:\*\*|[*""“(])?(?:This|That|These|Those|It|Its|They|Them|Their|Such|Both|Instead|Also|However|Then|Otherwise|Therefore|Thus|Hence"
            + @"|Consequently|Accordingly|Additionally|Furthermore|Moreover|Besides|Likewise|Similarly|Alternatively|Afterwards|Again|And|Or|But"
            + @"|So|Else|Yet|Still|Nevertheless|Nonetheless|Finally|Next|Secondly|Thirdly|The (?:former|latter|same|above|other)"
            + @"|In (?:this|that|such|these|those|both|either|addition|contrast)|For (?:this|that|these)|(?:As|To do) (?:such|so|this|that)|Doing (?:so|this)"
            + @"|As a (?:result|consequence)|On the other hand|Because of (?:this|that)|After (?:this|that)|With (?:this|that|these))\b(?![-_’'](?!s\b))",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Pointing();

    /// <summary>An "it" that stands for nothing, a "both" that names its two, a "so that" or "such as" that goes on.</summary>
    [GeneratedRegex(
        @"^(?:It(?: (?:is|was|may be|might be|can be|will be)|’s|'s)(?: (?:not|also|often|usually|always|generally|therefore|thus|best|very|only|highly|strongly))* "
            + @"\w+(?: \w+)? (?:to|that|if|when|for)\b|It (?:depends|takes|seems|turns out)\b|Both\b[^.,;:]{1,60}\band\b|In addition to\b|In contrast to\b"
            + @"|Next to\b|Besides \w+ing\b|So that\b|Then again\b|That (?:is|means) )"
    )]
    private static partial Regex Expletive();

    [GeneratedRegex(
        @"^(?:This|In this|These) (?:page|guide|document|documentation|section|article|tutorial|chapter|manual|handbook|walkthrough|example)s?\b"
    )]
    private static partial Regex OfItself();

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
