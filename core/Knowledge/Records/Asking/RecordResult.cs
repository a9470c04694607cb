namespace ChatBot.Knowledge.Records.Asking;

/// <summary>What a query finds, exactly.</summary>
/// <param name="Count">Rows that meet all conditions.</param>
public sealed record RecordResult(long Count)
{
    /// <summary>By value, or by the first day of a period (<c>2026-10-01</c>), with the number of rows, or their amount where one is asked
    /// for; the largest first, periods in order.</summary>
    public IReadOnlyList<RecordGroup> Groups { get; init; } = [];

    /// <summary>Rows that a list names, in the order that was asked for.</summary>
    public IReadOnlyList<FoundRecord> Rows { get; init; } = [];

    /// <summary>Where no row holds all words that are asked for: rows that hold some, the nearest in meaning first. They are not counted.
    /// </summary>
    public IReadOnlyList<FoundRecord> Near { get; init; } = [];

    /// <summary>An average, a sum; null where no row has an amount.</summary>
    public decimal? Amount { get; init; }
}

public sealed record RecordGroup(string Value, long Count, decimal? Amount = null);

/// <param name="Cells">By column: text of facets, dates, amounts; what the row does not say is not there.</param>
public sealed record FoundRecord(string Id, string Title, string Text, IReadOnlyDictionary<string, object> Cells);

/// <summary>How a question about records was read.</summary>
public abstract record RecordReading
{
    private RecordReading() { }

    /// <summary>Nothing in it speaks of records.</summary>
    public sealed record None : RecordReading
    {
        public static readonly None It = new();
    }

    /// <summary>All of it was understood.</summary>
    public sealed record Understood(RecordQuery Query) : RecordReading;

    /// <summary>It may mean one of several things, or something that it did not say in so many words: asked back.</summary>
    public sealed record Ambiguous(IReadOnlyList<RecordQuery> Readings) : RecordReading;

    /// <summary>It speaks of records, and some of it was not understood.</summary>
    /// <param name="Unknown">The words.</param>
    /// <param name="Rest">What was understood; null for nothing.</param>
    public sealed record Partly(IReadOnlyList<string> Unknown, RecordQuery? Rest) : RecordReading
    {
        /// <summary>It asks for a figure of rows by their own name and by conditions: no page answers that.</summary>
        public bool IsPlain { get; init; }
    }

    /// <summary>It names a row that does not exist.</summary>
    public sealed record NoSuchRow(string Source, string Id) : RecordReading;
}
