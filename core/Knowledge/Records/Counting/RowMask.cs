using ChatBot.Knowledge.Records.Asking;

namespace ChatBot.Knowledge.Records.Counting;

/// <summary>The rows of a table that meet the conditions so far: a pass over one column for each.</summary>
internal sealed class RowMask
{
    private readonly RecordTable _table;
    private readonly bool[] _rows;

    public RowMask(RecordTable table)
    {
        _table = table;
        _rows = new bool[table.Count];
        Array.Fill(_rows, true);
    }

    /// <summary>[rows] whether a row is still among them.</summary>
    public ReadOnlySpan<bool> Rows => _rows;

    public long Count => _rows.AsSpan().Count(true);

    public void Keep(RecordCondition condition)
    {
        switch (condition)
        {
            case FacetCondition facet:
                Keep(facet);
                break;
            case DateCondition date:
                Keep(date);
                break;
            case AmountCondition amount:
                Keep(amount);
                break;
        }
    }

    /// <summary>Rows that any of the conditions lets through; their values are as somebody wrote them, in any case.</summary>
    public void KeepAny(IReadOnlyList<FacetCondition> conditions)
    {
        var any = new bool[_rows.Length];
        foreach (var condition in conditions)
        {
            var (codes, wanted) = Wanted(condition, StringComparer.OrdinalIgnoreCase);
            for (var row = 0; row < any.Length; row++)
                any[row] |= wanted[codes[row]];
        }
        for (var row = 0; row < any.Length; row++)
            _rows[row] &= any[row];
    }

    /// <summary>How many of the keys are of rows that are still among them.</summary>
    public long CountOf(IReadOnlyList<long> keys) =>
        keys.Count(key => Array.BinarySearch(_table.Keys, key) is >= 0 and var row && _rows[row]);

    /// <param name="keys">Rising.</param>
    public void KeepKeys(IReadOnlyList<long> keys)
    {
        var at = 0;
        for (var row = 0; row < _rows.Length; row++)
        {
            while (at < keys.Count && keys[at] < _table.Keys[row])
                at++;
            _rows[row] &= at < keys.Count && keys[at] == _table.Keys[row];
        }
    }

    private void Keep(FacetCondition condition)
    {
        var (codes, wanted) = Wanted(condition, StringComparer.Ordinal);
        for (var row = 0; row < codes.Length; row++)
            _rows[row] &= wanted[codes[row]];
    }

    private (int[] Codes, bool[] Wanted) Wanted(FacetCondition condition, StringComparer comparer)
    {
        var column = _table.Facets[condition.Column];
        return (column.Codes, [.. column.Values.Select(value => condition.Values.Contains(value, comparer) != condition.Not)]);
    }

    private void Keep(DateCondition condition)
    {
        var seconds = _table.Dates[condition.Column].Seconds;
        var from = condition.From is { } first ? Storing.RecordCells.Seconds(first) : DateColumn.None + 1;
        var before = condition.Before is { } end ? Storing.RecordCells.Seconds(end) : long.MaxValue;
        for (var row = 0; row < seconds.Length; row++)
            _rows[row] &= seconds[row] >= from && seconds[row] < before;
    }

    private void Keep(AmountCondition condition)
    {
        var amounts = _table.Amounts[condition.Column].Amounts;
        var (least, most) = (condition.Least ?? decimal.MinValue, condition.Most ?? decimal.MaxValue);
        for (var row = 0; row < amounts.Length; row++)
            _rows[row] &=
                _rows[row]
                && amounts[row] is { } amount
                && (condition.Beyond ? amount > least && amount < most : amount >= least && amount <= most);
    }
}
