using ChatBot.Knowledge.Chunking;

namespace ChatBot.Answering.Generation;

/// <summary>What an item of a list, a row of a table or a sentence says, with everything that stands below it.</summary>
/// <param name="Text">As it is quoted.</param>
/// <param name="Leaves">The sentences that it holds, to be weighed.</param>
internal sealed record UnitPart(string Text, IReadOnlyList<Candidate> Leaves)
{
    /// <summary>Its first line up to the end of its first sentence.</summary>
    public string Lead
    {
        get
        {
            var line = Text.Split('\n', 2)[0];
            var mark = Sentences.IsListItem(line) ? line.IndexOf(' ') + 1 : 0;
            var lead = Sentences.Split(line[mark..]) is [var first, ..] ? line[..(mark + first.End)] : line;
            return lead.EndsWith(':') ? $"{lead[..^1]}." : lead;
        }
    }

    /// <summary>What a list names: its lead up to the dash or colon behind the name.</summary>
    public string Name
    {
        get
        {
            var end = Separators
                .Select(sign => Lead.IndexOf(sign, StringComparison.Ordinal))
                .Where(at => at > 2)
                .DefaultIfEmpty(Lead.Length)
                .Min();
            return Lead[..end];
        }
    }

    private static readonly string[] Separators = [": ", " - ", " – ", " — "];

    public int Words { get; } = Capping.Words.Count(Text);

    public double Score => Leaves.Sum(leaf => leaf.Score);
}

/// <summary>
/// A piece of a section that stands together: a sentence, a list or table with what introduces it, code with what it does.
/// </summary>
/// <param name="Kind">Of its parts.</param>
/// <param name="Introduction">The sentence before it that announces it; null where there is none.</param>
/// <param name="Parts">One of prose and code.</param>
/// <param name="Numbered">Steps, in an order that counts.</param>
/// <param name="Leans">It speaks of what was said before it: it, this, instead.</param>
internal sealed record SectionUnit(
    SentenceKind Kind,
    int Paragraph,
    UnitPart? Introduction,
    IReadOnlyList<UnitPart> Parts,
    bool Numbered,
    bool Leans
)
{
    public int Words => (Introduction?.Words ?? 0) + Parts.Sum(part => part.Words);

    public double Score => (Introduction?.Score ?? 0) + Parts.Sum(part => part.Score);

    public IEnumerable<Candidate> Leaves => Parts.Prepend(Introduction).OfType<UnitPart>().SelectMany(part => part.Leaves);
}
