using System.Globalization;
using System.Text.Json;
using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Records.Storing;

namespace ChatBot.Answering.Records;

/// <summary>A query that somebody else wrote as JSON, checked: columns of the right kind, values that are there, dates and amounts that can
/// be read. One part that does not hold refuses all of it.</summary>
internal static class QueryJson
{
    /// <param name="text">May have words around the object.</param>
    /// <param name="values">Of each category and status.</param>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static RecordQuery? Read(string text, RecordSource source, IReadOnlyDictionary<string, IReadOnlyList<string>> values)
    {
        if (text.IndexOf('{') is not (>= 0 and var start) || text.LastIndexOf('}') is not (> 0 and var end) || end < start)
            return null;
        var said = WireJson.Read<Said>(text[start..(end + 1)]);
        var shape = source.Shape;
        if (said.Intent is not { } intent || intent == RecordIntent.Status)
            return null;
        var where = (said.Where ?? []).Select(one => Condition(one, shape, values)).ToList();
        var (by, of) = (ColumnOf(said.By, shape), ColumnOf(said.Of, shape));
        var date = shape.Columns.FirstOrDefault(column => column.Role == ColumnRole.Date)?.Name;
        var fits =
            !where.Contains(null)
            && (
                said.By is null
                    ? intent is not (RecordIntent.Group or RecordIntent.MostCommon or RecordIntent.LeastCommon)
                    : by?.IsFacet == true
            )
            && (
                said.Of is null
                    ? intent is not (RecordIntent.Average or RecordIntent.Sum or RecordIntent.Largest or RecordIntent.Smallest)
                    : of?.Role == ColumnRole.Amount
            )
            && (date is not null || intent is not (RecordIntent.Newest or RecordIntent.Oldest or RecordIntent.Trend));
        return fits
            ? new RecordQuery(source.Source, intent)
            {
                Where = [.. where.OfType<RecordCondition>()],
                By = by?.Name,
                Of = of?.Name,
                Per = intent == RecordIntent.Trend ? said.Per ?? Period.Month : null,
                Date = intent is RecordIntent.Newest or RecordIntent.Oldest or RecordIntent.Trend ? date : null,
                First = said.First is > 0 and <= 100 ? said.First : null,
            }
            : null;
    }

    private static RecordCondition? Condition(
        SaidCondition said,
        RecordShape shape,
        IReadOnlyDictionary<string, IReadOnlyList<string>> values
    )
    {
        if (ColumnOf(said.Column, shape) is not { } column)
            return null;
        if (column.Role is ColumnRole.Category or ColumnRole.Status)
        {
            var known = (said.Values ?? []).Select(value =>
                values[column.Name].FirstOrDefault(one => one.Equals(value, StringComparison.OrdinalIgnoreCase))
            );
            return said.Values is { Count: > 0 } && !known.Contains(null)
                ? new FacetCondition(column.Name, [.. known.OfType<string>()], said.Not)
                : null;
        }
        if (column.Role == ColumnRole.Amount && (said.Least ?? said.Most) is not null && !(said.Least > said.Most))
            return new AmountCondition(column.Name, said.Least, said.Most);
        var (from, before) = (Day(said.From), Day(said.Before));
        return
            column.Role == ColumnRole.Date
            && (from ?? before) is not null
            && !(from >= before)
            && said.From is null == from is null
            && said.Before is null == before is null
            ? new DateCondition(column.Name, from, before)
            : null;
    }

    private static RecordColumn? ColumnOf(string? name, RecordShape shape) =>
        name is null ? null : shape.Columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static DateTime? Day(string? text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private sealed record Said
    {
        public RecordIntent? Intent { get; init; }
        public IReadOnlyList<SaidCondition>? Where { get; init; }
        public string? By { get; init; }
        public Period? Per { get; init; }
        public string? Of { get; init; }
        public int? First { get; init; }
    }

    private sealed record SaidCondition
    {
        public string? Column { get; init; }
        public IReadOnlyList<string>? Values { get; init; }
        public bool Not { get; init; }
        public string? From { get; init; }
        public string? Before { get; init; }
        public decimal? Least { get; init; }
        public decimal? Most { get; init; }
    }
}
