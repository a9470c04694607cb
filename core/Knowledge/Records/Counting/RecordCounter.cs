using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Records.Storing;

namespace ChatBot.Knowledge.Records.Counting;

/// <summary>Answers a query over the rows that a mask leaves: counts, groups, amounts, and which rows a list names.</summary>
internal static class RecordCounter
{
    /// <summary>Rows that a list names where the question does not say how many.</summary>
    private const int Listed = 5;

    /// <summary>Rows that a list names at most, whatever is asked for.</summary>
    private const int MostListed = 20;

    private const int SecondsOfDay = 86400;

    /// <returns>The result, and the places of the rows that a list names.</returns>
    public static (RecordResult Result, int[] Rows) Count(RecordQuery query, RecordTable table, RowMask mask)
    {
        var result = new RecordResult(mask.Count);
        return query.Intent switch
        {
            RecordIntent.Group or RecordIntent.MostCommon or RecordIntent.LeastCommon => (
                result with
                {
                    Groups = Groups(query, table, mask),
                },
                []
            ),
            RecordIntent.Trend => (result with { Groups = Trend(query, table, mask) }, []),
            RecordIntent.Average or RecordIntent.Sum when query.By is not null => (result with { Groups = Groups(query, table, mask) }, []),
            RecordIntent.Average => (
                result with
                {
                    Amount = Amounts(query, table, mask, out var sum) is > 0 and var rows ? sum / rows : null,
                },
                []
            ),
            RecordIntent.Sum => (result with { Amount = Amounts(query, table, mask, out var all) > 0 ? all : null }, []),
            RecordIntent.Largest or RecordIntent.Smallest => (result, ByAmount(query, table, mask)),
            RecordIntent.Count => (result, []),
            _ => (result, ByDate(query, table, mask)),
        };
    }

    private static List<RecordGroup> Groups(RecordQuery query, RecordTable table, RowMask mask)
    {
        var column = table.Facets[query.By!];
        var rows = mask.Rows;
        var codes = column.Codes;
        var counts = new long[column.Values.Count];
        for (var row = 0; row < codes.Length; row++)
            if (rows[row])
                counts[codes[row]]++;
        var amounts = query.Of is null ? null : Amounts(query, table, mask, column);
        var groups = column
            .Values.Select((value, code) => new RecordGroup(value, counts[code], amounts?[code]))
            .Where(group => group.Count > 0 && group.Value.Length > 0 && (amounts is null || group.Amount is not null));
        return query.Intent == RecordIntent.LeastCommon
            ? [.. groups.OrderBy(group => group.Count).ThenBy(group => group.Value, StringComparer.Ordinal)]
            : [.. groups.OrderByDescending(group => group.Amount ?? group.Count).ThenBy(group => group.Value, StringComparer.Ordinal)];
    }

    private static decimal?[] Amounts(RecordQuery query, RecordTable table, RowMask mask, FacetColumn by)
    {
        var amounts = table.Amounts[query.Of!].Amounts;
        var sums = new (decimal Sum, long Rows)[by.Values.Count];
        var rows = mask.Rows;
        for (var row = 0; row < amounts.Length; row++)
            if (rows[row] && amounts[row] is { } amount)
            {
                ref var sum = ref sums[by.Codes[row]];
                sum = (sum.Sum + amount, sum.Rows + 1);
            }
        return
        [
            .. sums.Select(sum =>
                sum.Rows == 0 ? (decimal?)null
                : query.Intent == RecordIntent.Average ? sum.Sum / sum.Rows
                : sum.Sum
            ),
        ];
    }

    /// <returns>Rows that have an amount.</returns>
    private static long Amounts(RecordQuery query, RecordTable table, RowMask mask, out decimal sum)
    {
        var amounts = table.Amounts[query.Of!].Amounts;
        var rows = mask.Rows;
        var count = 0L;
        sum = 0;
        for (var row = 0; row < amounts.Length; row++)
            if (rows[row] && amounts[row] is { } amount)
            {
                sum += amount;
                count++;
            }
        return count;
    }

    /// <summary>Every period from the first that has rows to the last, those without any too.</summary>
    private static List<RecordGroup> Trend(RecordQuery query, RecordTable table, RowMask mask)
    {
        var seconds = table.Dates[query.Date!].Seconds;
        var rows = mask.Rows;
        var (first, last) = (long.MaxValue, DateColumn.None);
        for (var row = 0; row < seconds.Length; row++)
            if (rows[row] && seconds[row] != DateColumn.None)
                (first, last) = (Math.Min(first, seconds[row]), Math.Max(last, seconds[row]));
        if (last == DateColumn.None)
            return [];
        var day = DayOf(first);
        var days = new long[DayOf(last) - day + 1];
        for (var row = 0; row < seconds.Length; row++)
            if (rows[row] && seconds[row] != DateColumn.None)
                days[DayOf(seconds[row]) - day]++;
        var counts = new SortedDictionary<DateTime, long>();
        foreach (var (after, count) in days.Index())
            if (count > 0)
            {
                var start = Calendars.StartOf(query.Per!.Value, RecordCells.Date((day + after) * SecondsOfDay));
                counts[start] = counts.GetValueOrDefault(start) + count;
            }
        var groups = new List<RecordGroup>();
        for (var start = counts.Keys.First(); start <= counts.Keys.Last(); start = Calendars.Next(query.Per!.Value, start))
            groups.Add(new RecordGroup(start.ToString("yyyy-MM-dd"), counts.GetValueOrDefault(start)));
        return groups;
    }

    private static long DayOf(long seconds) => (seconds - (seconds < 0 ? SecondsOfDay - 1 : 0)) / SecondsOfDay;

    private static int[] ByDate(RecordQuery query, RecordTable table, RowMask mask)
    {
        var wanted = Wanted(query, query.Intent is RecordIntent.Newest or RecordIntent.Oldest ? 1 : Listed);
        if (query.Date is null)
            return First(mask, wanted);
        var seconds = table.Dates[query.Date].Seconds;
        return Top(mask, wanted, row => seconds[row], row => seconds[row] != DateColumn.None, query.Intent == RecordIntent.Oldest);
    }

    private static int[] ByAmount(RecordQuery query, RecordTable table, RowMask mask)
    {
        var amounts = table.Amounts[query.Of!].Amounts;
        return Top(
            mask,
            Wanted(query, 1),
            row => amounts[row]!.Value,
            row => amounts[row] is not null,
            query.Intent == RecordIntent.Smallest
        );
    }

    private static int Wanted(RecordQuery query, int otherwise) => Math.Clamp(query.First ?? otherwise, 1, MostListed);

    private static int[] First(RowMask mask, int wanted)
    {
        var found = new List<int>();
        for (var row = 0; row < mask.Rows.Length && found.Count < wanted; row++)
            if (mask.Rows[row])
                found.Add(row);
        return [.. found];
    }

    /// <summary>The first of them by value, of equal ones the one that was imported first; rows without a value come last.</summary>
    private static int[] Top<T>(RowMask mask, int wanted, Func<int, T> value, Func<int, bool> has, bool smallest)
        where T : IComparable<T>
    {
        var order = Comparer<(T Value, int Row)>.Create(
            (one, other) =>
                one.Value.CompareTo(other.Value) is not 0 and var order
                    ? smallest
                        ? -order
                        : order
                    : other.Row.CompareTo(one.Row)
        );
        var best = new PriorityQueue<int, (T Value, int Row)>(order);
        var without = new List<int>();
        var rows = mask.Rows;
        // rows mostly lie in the order of their dates: from the end that is wanted few take the place of others
        for (var at = 0; at < rows.Length; at++)
        {
            var row = smallest ? at : rows.Length - 1 - at;
            if (!rows[row])
                continue;
            if (!has(row))
            {
                if (without.Count < wanted)
                    without.Add(row);
            }
            else if (best.Count < wanted)
                best.Enqueue(row, (value(row), row));
            else if (best.TryPeek(out _, out var worst) && order.Compare((value(row), row), worst) > 0)
                best.DequeueEnqueue(row, (value(row), row));
        }
        var found = new List<int>();
        while (best.TryDequeue(out var row, out _))
            found.Add(row);
        found.Reverse();
        return [.. found.Concat(without).Take(wanted)];
    }
}
