using System.Globalization;
using ChatBot.Knowledge.Records.Counting;

namespace ChatBot.Knowledge.Records.Asking;

/// <summary>
/// A query in words: what was understood, and a question that asks exactly for it, which is read back as the same query. Buttons and
/// follow-ups go by that question.
/// </summary>
public static class RecordWording
{
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    /// <summary>"category = IT, status = pending, created in October 2026"; empty where there is no condition.</summary>
    public static string Understood(RecordQuery query) =>
        string.Join(", ", query.Where.Select(Condition).Concat(query.Text is { } text ? [$"about “{text}”"] : []));

    /// <summary>"status = pending", "created in October 2026", "cost over 500".</summary>
    public static string Condition(RecordCondition condition) =>
        condition switch
        {
            FacetCondition facet => $"{Name(facet.Column)} {(facet.Not ? "≠" : "=")} {string.Join(" or ", facet.Values)}",
            DateCondition date => $"{DateName(date.Column)} {When(date)}",
            AmountCondition amount => $"{Name(amount.Column)} {HowMuch(amount)}",
            _ => "",
        };

    /// <summary>The question that asks for it.</summary>
    public static string Question(RecordQuery query, RecordShape shape)
    {
        if (query.Id is { } id)
            return $"What is the status of {shape.Noun} {id}?";
        var (rows, of, by) = (Plural(shape.Noun), query.Of is null ? "" : Name(query.Of), query.By is null ? "" : Name(query.By));
        var first = query.First is { } number ? $"{number} " : "";
        var date =
            query.Date is { } sorted && sorted != shape.Columns.First(column => column.Role == ColumnRole.Date).Name ? $" by {sorted}" : "";
        var asked = query.Intent switch
        {
            RecordIntent.Count => $"How many {rows}",
            RecordIntent.Group => $"How many {rows} by {by}",
            RecordIntent.MostCommon => $"Which {first}{by} has the most {rows}",
            RecordIntent.LeastCommon => $"Which {first}{by} has the fewest {rows}",
            RecordIntent.Newest => $"The newest {first}{rows}{date}",
            RecordIntent.Oldest => $"The oldest {first}{rows}{date}",
            RecordIntent.Average => $"What is the average {of} of {rows}{(by.Length > 0 ? $" by {by}" : "")}",
            RecordIntent.Sum => $"What is the total {of} of {rows}{(by.Length > 0 ? $" by {by}" : "")}",
            RecordIntent.Largest => $"The {first}{rows} with the highest {of}",
            RecordIntent.Smallest => $"The {first}{rows} with the lowest {of}",
            RecordIntent.Trend => $"How many {rows} per {query.Per?.ToString().ToLowerInvariant()}{date}",
            _ => $"Which {first}{rows}",
        };
        var conditions = query.Where.Select(Asked).Concat(query.Text is { } text ? [$"about \"{text.Replace('"', '\'')}\""] : []);
        return $"{string.Join(' ', [asked, .. conditions])}?";
    }

    /// <summary>requests, categories, boxes.</summary>
    public static string Plural(string noun) =>
        noun.Length > 1 && noun[^1] == 'y' && !"aeiou".Contains(noun[^2]) ? noun[..^1] + "ies"
        : noun.EndsWith('s')
        || noun.EndsWith('x')
        || noun.EndsWith("ch", StringComparison.Ordinal)
        || noun.EndsWith("sh", StringComparison.Ordinal)
            ? noun + "es"
        : noun + "s";

    /// <summary>A column as people say it: <c>issue_type</c> is "issue type".</summary>
    public static string Name(string column) => string.Join(' ', RecordLexicon.NameWords(column));

    /// <summary>A date column before a date: <c>created_at</c> is "created".</summary>
    public static string DateName(string column) =>
        RecordLexicon.NameWords(column) is [_, .., "at" or "on" or "date" or "time" or "day"] words
            ? string.Join(' ', words.SkipLast(1))
            : Name(column);

    public static string Day(DateTime day) => day.ToString("d MMMM yyyy", English);

    private static string Asked(RecordCondition condition) =>
        condition switch
        {
            FacetCondition facet => $"with {Name(facet.Column)} {(facet.Not ? "not " : "")}{string.Join(" or ", facet.Values)}",
            AmountCondition amount => $"with {Name(amount.Column)} {HowMuch(amount)}",
            _ => Condition(condition),
        };

    private static string When(DateCondition date) =>
        (date.From, date.Before) switch
        {
            ({ } from, null) => $"since {Day(from)}",
            (null, { } before) => $"before {Day(before)}",
            ({ } from, { } before) => Span(from, before),
            _ => "",
        };

    private static string Span(DateTime from, DateTime before)
    {
        if (from.AddDays(1) == before)
            return $"on {Day(from)}";
        if (from == Calendars.StartOf(Period.Year, from) && from.AddYears(1) == before)
            return $"in {from.Year}";
        if (from == Calendars.StartOf(Period.Quarter, from) && from.AddMonths(3) == before)
            return $"in Q{(from.Month + 2) / 3} {from.Year}";
        return from == Calendars.StartOf(Period.Month, from) && from.AddMonths(1) == before
            ? $"in {from.ToString("MMMM yyyy", English)}"
            : $"from {Day(from)} to {Day(before.AddDays(-1))}";
    }

    private static string HowMuch(AmountCondition amount) =>
        (amount.Least, amount.Most, amount.Beyond) switch
        {
            ({ } least, null, true) => $"over {Number(least)}",
            ({ } least, null, false) => $"at least {Number(least)}",
            (null, { } most, true) => $"below {Number(most)}",
            (null, { } most, false) => $"at most {Number(most)}",
            ({ } least, { } most, _) when least == most => $"exactly {Number(least)}",
            ({ } least, { } most, _) => $"between {Number(least)} and {Number(most)}",
            _ => "",
        };

    /// <summary>Digits with a point and without groups, as it is read back.</summary>
    private static string Number(decimal number) => number.ToString("0.######", English);
}
