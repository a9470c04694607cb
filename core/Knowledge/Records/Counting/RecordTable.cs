using System.Collections.Frozen;
using ChatBot.Knowledge.Records.Storing;

namespace ChatBot.Knowledge.Records.Counting;

/// <summary>
/// What is counted of a source, column by column in memory: a million rows are filtered in milliseconds, whatever is asked of them. Made
/// from one version of what the database holds, and never changed.
/// </summary>
public sealed class RecordTable
{
    internal RecordTable(
        RecordSource source,
        long[] keys,
        IEnumerable<FacetColumn> facets,
        IEnumerable<DateColumn> dates,
        IEnumerable<AmountColumn> amounts
    )
    {
        Source = source;
        Keys = keys;
        Facets = facets.ToFrozenDictionary(column => column.Name, StringComparer.Ordinal);
        Dates = dates.ToFrozenDictionary(column => column.Name, StringComparer.Ordinal);
        Amounts = amounts.ToFrozenDictionary(column => column.Name, StringComparer.Ordinal);
    }

    public RecordSource Source { get; }

    /// <summary>The rows' keys in the database, rising.</summary>
    internal long[] Keys { get; }

    public FrozenDictionary<string, FacetColumn> Facets { get; }
    public FrozenDictionary<string, DateColumn> Dates { get; }
    public FrozenDictionary<string, AmountColumn> Amounts { get; }

    public int Count => Keys.Length;
}

/// <summary>A column of few values.</summary>
/// <param name="values">Each once; the first is empty, for rows that say nothing.</param>
/// <param name="codes">[rows] places in <paramref name="values"/>.</param>
public sealed class FacetColumn(string name, string[] values, int[] codes)
{
    public string Name => name;

    /// <summary>Each once, as the source has it; at 0 the empty one, for rows that say nothing.</summary>
    public IReadOnlyList<string> Values => values;

    internal int[] Codes => codes;
}

/// <param name="seconds">[rows] since 1970 on the clock of <c>Records:TimeZone</c>; <see cref="None"/> for rows that say nothing.</param>
public sealed class DateColumn(string name, long[] seconds)
{
    internal const long None = long.MinValue;

    public string Name => name;

    internal long[] Seconds => seconds;
}

/// <param name="amounts">[rows]; null for rows that say nothing.</param>
public sealed class AmountColumn(string name, decimal?[] amounts)
{
    public string Name => name;

    internal decimal?[] Amounts => amounts;
}
