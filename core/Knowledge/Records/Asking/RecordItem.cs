using ChatBot.Knowledge.Records.Asking.Dates;

namespace ChatBot.Knowledge.Records.Asking;

/// <summary>A stretch of words of a question with what it is.</summary>
/// <param name="At">Its first word.</param>
internal abstract record RecordItem(int At, int Length)
{
    /// <summary>What such a row is called.</summary>
    public sealed record Noun(int At, int Length) : RecordItem(At, Length);

    /// <summary>A value of one facet, or of several that share the word.</summary>
    public sealed record Value(int At, int Length, IReadOnlyList<FacetCondition> Means) : RecordItem(At, Length);

    public sealed record Column(int At, int Length, RecordColumn Is) : RecordItem(At, Length);

    public sealed record Date(int At, DateSpan Span) : RecordItem(At, Span.Length);

    /// <param name="Means">The bounds; their column is not known yet.</param>
    public sealed record Amount(int At, int Length, AmountCondition Means) : RecordItem(At, Length);

    /// <summary>A number that bounds nothing.</summary>
    public sealed record Number(int At, int Length, int Is) : RecordItem(At, Length);

    public sealed record Id(int At, int Length, string Is) : RecordItem(At, Length);

    /// <summary>"per month".</summary>
    public sealed record Every(int At, int Length, Period Is) : RecordItem(At, Length);

    /// <summary>Words that the rows shall hold.</summary>
    public sealed record Text(int At, int Length, string Is) : RecordItem(At, Length);

    /// <summary>A phrase of a section of the cues.</summary>
    /// <param name="Phrase">Its words, joined as lists join them.</param>
    public sealed record Cue(int At, int Length, string Section, string Phrase) : RecordItem(At, Length);

    /// <summary>Changes nothing.</summary>
    public sealed record Filler(int At, int Length) : RecordItem(At, Length);

    public sealed record Unknown(int At, int Length, string Word) : RecordItem(At, Length);
}
