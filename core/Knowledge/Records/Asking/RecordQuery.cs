using System.Text.Json.Serialization;

namespace ChatBot.Knowledge.Records.Asking;

/// <summary>What is asked of records.</summary>
public enum RecordIntent
{
    /// <summary>Which they are: the newest first.</summary>
    List,
    Count,

    /// <summary>How many of each value of <see cref="RecordQuery.By"/>.</summary>
    Group,

    /// <summary>The value of <see cref="RecordQuery.By"/> that most rows have.</summary>
    MostCommon,
    LeastCommon,

    /// <summary>By <see cref="RecordQuery.Date"/>.</summary>
    Newest,
    Oldest,

    /// <summary>Of <see cref="RecordQuery.Of"/>.</summary>
    Average,
    Sum,
    Largest,
    Smallest,

    /// <summary>How far the row <see cref="RecordQuery.Id"/> has come.</summary>
    Status,

    /// <summary>How many in each <see cref="RecordQuery.Per"/>, by <see cref="RecordQuery.Date"/>.</summary>
    Trend,
}

/// <summary>A stretch of the calendar; weeks begin on Monday.</summary>
public enum Period
{
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// <summary>
/// What a question asks of one source of records, in types: nothing of it is SQL, and every column and value in it exists.
/// </summary>
/// <param name="Source">The source's path.</param>
public sealed record RecordQuery(string Source, RecordIntent Intent)
{
    /// <summary>All of them hold.</summary>
    public IReadOnlyList<RecordCondition> Where { get; init; } = [];

    /// <summary>Words that the rows shall hold; null for none.</summary>
    public string? Text { get; init; }

    /// <summary>A facet; null where nothing is grouped.</summary>
    public string? By { get; init; }

    public Period? Per { get; init; }

    /// <summary>A date column.</summary>
    public string? Date { get; init; }

    /// <summary>An amount column.</summary>
    public string? Of { get; init; }

    /// <summary>An id as the source has it.</summary>
    public string? Id { get; init; }

    /// <summary>How many rows, or groups, are wanted; null where the question does not say.</summary>
    public int? First { get; init; }
}

/// <summary>What a row must be to count.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(FacetCondition), "facet")]
[JsonDerivedType(typeof(DateCondition), "date")]
[JsonDerivedType(typeof(AmountCondition), "amount")]
public abstract record RecordCondition(string Column);

/// <summary>One of the values, or none of them.</summary>
/// <param name="Values">As the source has them.</param>
public sealed record FacetCondition(string Column, IReadOnlyList<string> Values, bool Not = false) : RecordCondition(Column);

/// <param name="From">The first moment that counts; null: from ever.</param>
/// <param name="Before">The first moment that does not count any more; null: for ever.</param>
public sealed record DateCondition(string Column, DateTime? From, DateTime? Before) : RecordCondition(Column);

/// <summary>Between two amounts, both included unless they are beyond.</summary>
public sealed record AmountCondition(string Column, decimal? Least, decimal? Most, bool Beyond = false) : RecordCondition(Column);
