using ChatBot.Language;

namespace ChatBot.Knowledge.Records.Asking.Dates;

/// <summary>
/// Reads what a question says of time, with the words that bound it: "since 3 May", "older than two weeks", "between March and May". The
/// clock and its zone are given, so "last month" is the same wherever it is read.
/// </summary>
internal static class DateReading
{
    private static readonly WordList List = WordList.Load("record-questions");
    private static readonly Phrases<string> Bounds = new(
        ((string[])["since", "after", "before", "until", "older", "newer"]).SelectMany(kind =>
            List[$"dates, {kind}"].Words.Select(phrase => (phrase, kind))
        )
    );
    private static readonly Phrases<bool> Plain = new(List["before a date"].Words.Select(word => (word, true)));

    /// <summary>What is said of time from a word on; null where nothing is.</summary>
    public static DateSpan? At(IReadOnlyList<Token> tokens, IReadOnlyList<string> words, int at, DateTime today)
    {
        if (Range(tokens, words, at, today) is { } range)
            return range;
        foreach (var (length, kind) in Bounds.At(words, at))
            if (Bounded(tokens, at, length, kind, today) is { } bounded)
                return bounded;
        if (Aged(tokens, words, at, today) is { } aged)
            return aged;
        // how many there were at the end of May is another question than how many came on its last day
        if (IsEdge(words, at) || Plain.TryLongest(words, at, out var plain, out _) && at + plain < words.Count && IsEdge(words, at + plain))
            return null;
        if (DatePoint.At(tokens, at, today) is { } point)
            return ToDate(words, at, point, today);
        if (
            !Plain.TryLongest(words, at, out var before, out _)
            || at + before >= tokens.Count
            || DatePoint.At(tokens, at + before, today) is not { } named
        )
            return null;
        var said = Onwards(words, at + before, ToDate(words, at + before, named, today));
        return said with { Length = said.Length + before };
    }

    private static bool IsEdge(IReadOnlyList<string> words, int at) =>
        words[words[at] == "the" && at + 1 < words.Count ? at + 1 : at] is "beginning" or "start" or "end";

    /// <summary>"from May on".</summary>
    private static DateSpan Onwards(IReadOnlyList<string> words, int at, DateSpan span) =>
        words[at - 1] == "from" && at + span.Length < words.Count && words[at + span.Length] is "on" or "onward" or "onwards"
            ? span with
            {
                Length = span.Length + 1,
                Before = null,
            }
            : span;

    /// <summary>"this year so far", "the year to date" end now, which is all there is of it.</summary>
    private static DateSpan ToDate(IReadOnlyList<string> words, int at, DateSpan span, DateTime today)
    {
        var end = at + span.Length;
        return end + 1 < words.Count && (words[end], words[end + 1]) is ("so", "far") or ("to", "date") && span.Before > today
            ? span with
            {
                Length = span.Length + 2,
            }
            : span;
    }

    private static DateSpan? Bounded(IReadOnlyList<Token> tokens, int at, int length, string kind, DateTime today)
    {
        if (kind is "older" or "newer")
            return Duration.At(tokens, at + length) is not { } duration ? null
                : kind == "older"
                    ? new DateSpan(length + duration.Length + Old(tokens, at + length + duration.Length), null, duration.Before(today))
                : new DateSpan(length + duration.Length + Old(tokens, at + length + duration.Length), duration.Before(today), null);
        if (DatePoint.At(tokens, at + length, today) is not { } point)
            return null;
        // "since two weeks ago" counts from that day, not from the Monday of that week
        if (tokens[at + length + point.Length - 1].Word == "ago" && Duration.At(tokens, at + length) is { } ago)
            point = DateSpan.Day(point.Length, ago.Before(today));
        var (from, before) = Within(kind, point.From, point.Before);
        return new DateSpan(point.Length + length, from, before)
        {
            Otherwise = point.Otherwise is { } other ? Within(kind, other.From, other.Before) : null,
        };
    }

    private static (DateTime? From, DateTime? Before) Within(string kind, DateTime? from, DateTime? before) =>
        kind switch
        {
            "since" => (from, null),
            "after" => (before, null),
            "before" => (null, from),
            _ => (null, before),
        };

    private static int Old(IReadOnlyList<Token> tokens, int at) => at < tokens.Count && tokens[at].Word is "old" or "ago" ? 1 : 0;

    /// <summary>"more than two weeks old", "less than a month ago".</summary>
    private static DateSpan? Aged(IReadOnlyList<Token> tokens, IReadOnlyList<string> words, int at, DateTime today)
    {
        foreach (var kind in (string[])["amounts, above", "amounts, below", "amounts, least", "amounts, most"])
            if (
                RecordCues.Of(kind).TryLongest(words, at, out var length, out _)
                && Duration.At(tokens, at + length) is { } duration
                && Old(tokens, at + length + duration.Length) is 1
            )
            {
                var end = length + duration.Length + 1;
                return kind is "amounts, above" or "amounts, least"
                    ? new DateSpan(end, null, duration.Before(today))
                    : new DateSpan(end, duration.Before(today), null);
            }
        return null;
    }

    /// <summary>between A and B, from A to B: both included. What the second says of month and year the first need not.</summary>
    private static DateSpan? Range(IReadOnlyList<Token> tokens, IReadOnlyList<string> words, int at, DateTime today)
    {
        var opening = words[at] is "between" or "from" ? 1 : 0;
        if (opening == 0)
            return null;
        var first = DatePoint.At(tokens, at + 1, today);
        var bareDay = first is null ? CalendarWords.DayOfMonth(tokens, at + 1) : null;
        var joinAt = at + 1 + (first?.Length ?? 1);
        if (first is null && bareDay is null || joinAt >= words.Count)
            return null;
        var joins =
            words[at] == "between" ? words[joinAt] is "and" or "to" : words[joinAt] is "to" or "until" or "till" or "through" or "up";
        if (
            !joins
            || DatePoint.At(tokens, joinAt + 1 + (words[joinAt] == "up" ? 1 : 0), today)
                is not { From: { } secondFrom, Before: { } end } second
        )
            return null;
        var length = joinAt - at + 1 + second.Length + (words[joinAt] == "up" ? 1 : 0);
        if (first is null)
            return bareDay < secondFrom.Day
                ? new DateSpan(length, new DateTime(secondFrom.Year, secondFrom.Month, bareDay!.Value), end)
                : null;
        var from = first.Value.From!.Value;
        if (first.Value.LacksYear && !second.LacksYear)
            from = AtMost(
                new DateTime(secondFrom.Year, from.Month, Math.Min(from.Day, DateTime.DaysInMonth(secondFrom.Year, from.Month))),
                secondFrom
            );
        else if (first.Value.LacksYear)
            from = AtMost(from, secondFrom);
        return from < end ? new DateSpan(length, from, end) : null;
    }

    private static DateTime AtMost(DateTime from, DateTime latest) => from <= latest ? from : from.AddYears(-1);
}
