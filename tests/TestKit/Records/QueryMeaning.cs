using System.Globalization;
using ChatBot.Knowledge.Records.Asking;

namespace ChatBot.TestKit.Records;

/// <summary>
/// A query in one way of writing, so that two that ask the same of the generated table are equal: conditions in order, values that are
/// allowed in place of those that are not, no end in the future, and defaults spelled out.
/// </summary>
public static class QueryMeaning
{
    public static bool AreSame(RecordQuery one, RecordQuery other) => Of(one) == Of(other);

    public static string Of(RecordQuery query)
    {
        var intent = query is { Intent: RecordIntent.Group, First: not null } ? RecordIntent.MostCommon : query.Intent;
        string?[] parts =
            intent == RecordIntent.Status
                ? [$"{intent}", query.Id?.ToUpperInvariant()]
                :
                [
                    $"{intent}",
                    .. query
                        .Where.GroupBy(condition => (condition.GetType(), condition.Column))
                        .Select(Condition)
                        .Order(StringComparer.Ordinal),
                    Named("text", query.Text?.Trim().ToLowerInvariant()),
                    Named("by", query.By),
                    Named("per", intent == RecordIntent.Trend ? query.Per?.ToString() : null),
                    Named("date", DateOf(query)),
                    Named("of", OfAmounts(intent) ? query.Of ?? RequestFacets.Cost : null),
                    Named("first", FirstOf(query, intent)?.ToString(CultureInfo.InvariantCulture)),
                ];
        return string.Join("; ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }

    private static bool OfAmounts(RecordIntent intent) =>
        intent is RecordIntent.Average or RecordIntent.Sum or RecordIntent.Largest or RecordIntent.Smallest;

    private static string? DateOf(RecordQuery query) =>
        query.Intent is RecordIntent.Newest or RecordIntent.Oldest or RecordIntent.Trend ? query.Date ?? RequestFacets.Created : null;

    private static int? FirstOf(RecordQuery query, RecordIntent intent) =>
        intent switch
        {
            RecordIntent.List => query.First,
            RecordIntent.MostCommon or RecordIntent.LeastCommon => query.First ?? 1,
            RecordIntent.Newest or RecordIntent.Oldest or RecordIntent.Largest or RecordIntent.Smallest => query.First ?? 1,
            _ => null,
        };

    private static string Named(string name, string? value) => value is null ? "" : $"{name} {value}";

    /// <summary>Of one column, all together.</summary>
    private static string Condition(IGrouping<(Type Kind, string Column), RecordCondition> same) =>
        same.First() switch
        {
            FacetCondition => $"{same.Key.Column} in ({string.Join(", ", Allowed(same.Key.Column, same.Cast<FacetCondition>()))})",
            DateCondition => Dates(same.Key.Column, [.. same.Cast<DateCondition>()]),
            _ => string.Join(" and ", same.Cast<AmountCondition>().Select(Amount).Order(StringComparer.Ordinal)),
        };

    private static IEnumerable<string> Allowed(string column, IEnumerable<FacetCondition> conditions)
    {
        if (!RequestFacets.Columns.Contains(column))
            return [$"no column {column}"];
        return conditions
            .Aggregate(
                RequestFacets.ValuesOf(column).AsEnumerable(),
                (left, condition) => left.Where(value => condition.Values.Contains(value) != condition.Not)
            )
            .Order(StringComparer.Ordinal);
    }

    private static string Dates(string column, IReadOnlyList<DateCondition> conditions)
    {
        var from = conditions.Max(condition => condition.From);
        var before = conditions.Min(condition => condition.Before);
        if (before >= RequestCalendar.Tomorrow)
            before = null;
        return string.Create(CultureInfo.InvariantCulture, $"{column} from {from:s} before {before:s}");
    }

    private static string Amount(AmountCondition amount) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{amount.Column} {amount.Least:0.##}..{amount.Most:0.##}{(amount.Beyond ? " beyond" : "")}"
        );
}
