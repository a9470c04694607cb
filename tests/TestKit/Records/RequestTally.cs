using System.Globalization;
using ChatBot.Knowledge.Records.Asking;

namespace ChatBot.TestKit.Records;

/// <summary>One query on its way over all rows: what has been counted so far.</summary>
internal sealed class RequestTally(RequestTable table, RecordQuery query)
{
    /// <summary>Rows that a list is compared by; whoever finds more is compared by the first.</summary>
    public const int Most = 50;

    private readonly RequestFilter _filter = new(query);
    private readonly int? _by = query.By is { } by ? RequestFacets.NumberOf(by) : null;
    private readonly SortedDictionary<string, Sum> _groups = new(StringComparer.Ordinal);
    private readonly PriorityQueue<int, decimal> _best = new();
    private readonly string _date = query.Date ?? RequestFacets.Created;
    private readonly Sum _all = new();

    public void See(in Request row)
    {
        if (query.Intent == RecordIntent.Status || !_filter.Holds(row))
            return;
        _all.Add(row.Cost);
        if (Group(row) is { } group)
        {
            if (!_groups.TryGetValue(group, out var sum))
                _groups[group] = sum = new Sum();
            sum.Add(row.Cost);
        }
        if (Rank(row) is not { } rank)
            return;
        if (_best.Count < Most)
            _best.Enqueue(row.Number, rank);
        else
            _best.EnqueueDequeue(row.Number, rank);
    }

    public RecordResult Result()
    {
        if (query.Intent == RecordIntent.Status)
            return
                query.Id is ['R', 'E', 'Q', '-', .. var digits]
                && int.Parse(digits, CultureInfo.InvariantCulture) is var number
                && number >= 1
                && number <= table.Rows
                ? new RecordResult(1) { Rows = [table.At(number).ToFound()] }
                : new RecordResult(0);
        return new RecordResult(_all.Rows)
        {
            Groups = Groups(),
            Rows = Best(),
            Amount = Amount(_all),
        };
    }

    private string? Group(in Request row)
    {
        if (_by is { } by)
            return RequestFacets.Value(by, row[by]);
        return query.Per is { } per && query.Intent == RecordIntent.Trend && row.Date(_date) is { } at ? FirstDay(at.Date, per) : null;
    }

    /// <summary>The row with the greatest rank stands first in a list.</summary>
    private decimal? Rank(in Request row) =>
        query.Intent switch
        {
            RecordIntent.List or RecordIntent.Newest => row.Date(_date)?.Ticks,
            RecordIntent.Oldest => -row.Date(_date)?.Ticks,
            RecordIntent.Largest => row.Cost,
            RecordIntent.Smallest => -row.Cost,
            _ => null,
        };

    private IReadOnlyList<RecordGroup> Groups()
    {
        var groups = _groups.Select(entry => new RecordGroup(entry.Key, entry.Value.Rows, Amount(entry.Value)));
        return query.Intent switch
        {
            RecordIntent.Trend => [.. groups],
            RecordIntent.LeastCommon => [.. groups.OrderBy(group => group.Count)],
            RecordIntent.Sum or RecordIntent.Average => [.. groups.OrderByDescending(group => group.Amount)],
            _ => [.. groups.OrderByDescending(group => group.Count)],
        };
    }

    private IReadOnlyList<FoundRecord> Best()
    {
        var best = new List<FoundRecord>();
        while (_best.TryDequeue(out var number, out _))
            best.Add(table.At(number).ToFound());
        best.Reverse();
        return best;
    }

    private decimal? Amount(Sum sum) =>
        query.Intent switch
        {
            RecordIntent.Sum when sum.Priced > 0 => sum.Total,
            RecordIntent.Average when sum.Priced > 0 => sum.Total / sum.Priced,
            _ => null,
        };

    private static string FirstDay(DateTime day, Period per)
    {
        var first = per switch
        {
            Period.Day => day,
            Period.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            Period.Month => new DateTime(day.Year, day.Month, 1),
            Period.Quarter => new DateTime(day.Year, (day.Month - 1) / 3 * 3 + 1, 1),
            _ => new DateTime(day.Year, 1, 1),
        };
        return first.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private sealed class Sum
    {
        public long Rows { get; private set; }
        public long Priced { get; private set; }
        public decimal Total { get; private set; }

        public void Add(decimal? cost)
        {
            Rows++;
            if (cost is not { } amount)
                return;
            Priced++;
            Total += amount;
        }
    }
}
