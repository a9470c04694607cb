namespace ChatBot.Knowledge.Records.Asking.Dates;

/// <summary>A stretch of time that words of a question name.</summary>
/// <param name="Length">Words that name it.</param>
/// <param name="From">Its first moment; null: from ever.</param>
/// <param name="Before">The first moment after it; null: for ever.</param>
internal readonly record struct DateSpan(int Length, DateTime? From, DateTime? Before)
{
    /// <summary>The year was not said: it is the latest that has begun.</summary>
    public bool LacksYear { get; init; }

    /// <summary>The same numbers with day and month the other way round; null where only one way makes a date.</summary>
    public (DateTime? From, DateTime? Before)? Otherwise { get; init; }

    public static DateSpan Day(int length, DateTime day) => new(length, day, day.AddDays(1));
}
