using System.Globalization;
using ChatBot.Knowledge.Records.Counting;

namespace ChatBot.Knowledge.Records.Asking.Dates;

/// <summary>Reads a day, week, month, quarter or year that stands at a place of a question: "3 May", "last month", "Q3 2026".</summary>
internal static class DatePoint
{
    private static readonly string[] YearFirst = ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d"];
    private static readonly string[] DayFirst = ["d.M.yyyy", "d/M/yyyy", "d-M-yyyy"];
    private static readonly string[] MonthFirst = ["M/d/yyyy", "M-d-yyyy"];

    public static DateSpan? At(IReadOnlyList<Token> tokens, int at, DateTime today)
    {
        var skipped = at < tokens.Count && tokens[at].Word is "the" ? 1 : 0;
        at += skipped;
        if (at >= tokens.Count)
            return null;
        var found =
            Numeric(tokens[at], today)
            ?? Named(tokens, at, today)
            ?? Relative(tokens, at, today)
            ?? DayAndMonth(tokens, at, today)
            ?? QuarterPoint.At(tokens, at, today)
            ?? Week(tokens, at, today)
            ?? Edge(tokens, at, today)
            ?? Ago(tokens, at, today)
            ?? (CalendarWords.Year(tokens, at) is { } year ? Year(1, year) : null);
        return found is { } span ? span with { Length = span.Length + skipped } : null;
    }

    private static DateSpan? Numeric(Token token, DateTime today)
    {
        if (!token.IsNumber)
            return null;
        if (Exact(token.Raw, YearFirst) is { } day)
            return DateSpan.Day(1, day);
        if (Exact(token.Raw, ["yyyy-M", "yyyy/M"]) is { } month)
            return new DateSpan(1, month, month.AddMonths(1));
        if (token.EndsInPoint && Exact(token.Raw + ".2000", DayFirst) is { } day2000)
            return DateTime.DaysInMonth(LatestYear(day2000.Month, day2000.Day, today), day2000.Month) < day2000.Day
                ? null
                : DateSpan.Day(1, new DateTime(LatestYear(day2000.Month, day2000.Day, today), day2000.Month, day2000.Day)) with
                {
                    LacksYear = true,
                };
        var (dayFirst, monthFirst) = (Exact(token.Raw, DayFirst), Exact(token.Raw, MonthFirst));
        return (dayFirst, monthFirst) switch
        {
            ({ } one, { } other) when one != other => DateSpan.Day(1, one) with { Otherwise = (other, other.AddDays(1)) },
            ({ } one, _) => DateSpan.Day(1, one),
            (null, { } other) => DateSpan.Day(1, other),
            _ => null,
        };
    }

    private static DateTime? Exact(string text, string[] formats) =>
        DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && date.Year is >= 1000 and <= 3000
            ? date
            : null;

    private static DateSpan? Named(IReadOnlyList<Token> tokens, int at, DateTime today) =>
        tokens[at].Word switch
        {
            "today" or "tonight" => DateSpan.Day(1, today),
            "yesterday" => DateSpan.Day(1, today.AddDays(-1)),
            "tomorrow" => DateSpan.Day(1, today.AddDays(1)),
            "day" when Words(tokens, at, "day", "before", "yesterday") => DateSpan.Day(3, today.AddDays(-2)),
            // "on Mondays" are many
            _ => CalendarWords.Weekday(tokens[at].Word) is { } weekday
            && tokens[at].Word is { Length: > 3 } word
            && !word.EndsWith("days", StringComparison.Ordinal)
                ? DateSpan.Day(1, LastOn(weekday, today.AddDays(1)))
                : null,
        };

    /// <summary>this, last, next: of a unit, a weekday or a month; the last three of a unit end today.</summary>
    internal static DateSpan? Relative(IReadOnlyList<Token> tokens, int at, DateTime today)
    {
        var step = tokens[at].Word switch
        {
            "this" or "current" => 0,
            "last" or "previous" or "past" or "preceding" => -1,
            "next" => 1,
            _ => (int?)null,
        };
        if (step is not { } by || at + 1 >= tokens.Count)
            return null;
        var next = tokens[at + 1].Word;
        if (by < 0 && Duration.At(tokens, at + 1) is { } duration && duration.Length > 1)
            return new DateSpan(1 + duration.Length, duration.Before(today), today.AddDays(1));
        if (CalendarWords.PeriodOf(next) is { } period && !next.EndsWith('s'))
        {
            var start = Calendars.Next(period, Calendars.StartOf(period, today), by);
            return new DateSpan(2, start, Calendars.Next(period, start));
        }
        if (next == "weekend")
        {
            var saturday = LastOn(DayOfWeek.Saturday, today.AddDays(1))
                .AddDays(
                    today.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 7 * by
                    : by < 0 ? 0
                    : 7
                );
            return new DateSpan(2, saturday, saturday.AddDays(2));
        }
        if (CalendarWords.Weekday(next) is { } weekday)
            return DateSpan.Day(2, by > 0 ? LastOn(weekday, today).AddDays(7) : LastOn(weekday, by == 0 ? today.AddDays(1) : today));
        if (CalendarWords.Month(tokens, at + 1) is > 0 and var month)
            return Month(2, by < 0 && month == today.Month ? today.Year - 1 : LatestYear(month, 1, today), month);
        return null;
    }

    /// <summary>3 May, May 3rd, 3rd of May 2026, October 2025, in May.</summary>
    private static DateSpan? DayAndMonth(IReadOnlyList<Token> tokens, int at, DateTime today)
    {
        if (CalendarWords.DayOfMonth(tokens, at) is { } day)
        {
            var month = at + 1 < tokens.Count && tokens[at + 1].Word == "of" ? at + 2 : at + 1;
            return CalendarWords.Month(tokens, month) is > 0 and var number
                ? Day(tokens, month - at + 1, at + (month - at + 1), number, day, today)
                : null;
        }
        if (CalendarWords.Month(tokens, at) is not (> 0 and var named))
            return null;
        var after = at + 1 < tokens.Count && tokens[at + 1].Word == "the" ? at + 2 : at + 1;
        if (CalendarWords.DayOfMonth(tokens, after) is { } following)
            return Day(tokens, after - at + 1, after + 1, named, following, today);
        var yearAt = at + 1 < tokens.Count && tokens[at + 1].Word is "of" or "in" ? at + 2 : at + 1;
        return CalendarWords.Year(tokens, yearAt) is { } year
            ? Month(yearAt - at + 1, year, named)
            : Month(1, LatestYear(named, 1, today), named) with
            {
                LacksYear = true,
            };
    }

    private static DateSpan? Day(IReadOnlyList<Token> tokens, int length, int yearAt, int month, int day, DateTime today)
    {
        var year = CalendarWords.Year(tokens, yearAt);
        var of = year ?? LatestYear(month, day, today);
        if (day > DateTime.DaysInMonth(of, month))
            return null;
        return DateSpan.Day(length + (year is null ? 0 : 1), new DateTime(of, month, day)) with { LacksYear = year is null };
    }

    /// <summary>week 42, the week of 3 May.</summary>
    private static DateSpan? Week(IReadOnlyList<Token> tokens, int at, DateTime today)
    {
        if (tokens[at].Word != "week" || at + 1 >= tokens.Count)
            return null;
        if (tokens[at + 1].Word is "of" or "from" or "starting" or "beginning" && At(tokens, at + 2, today) is { From: { } day } named)
        {
            var monday = Calendars.StartOf(Period.Week, day);
            return new DateSpan(2 + named.Length, monday, monday.AddDays(7));
        }
        if (!int.TryParse(tokens[at + 1].Word, out var week) || week is < 1 or > 53)
            return null;
        var yearAt = at + 2 < tokens.Count && tokens[at + 2].Word is "of" or "in" ? at + 3 : at + 2;
        var said = CalendarWords.Year(tokens, yearAt);
        var start = ISOWeek.ToDateTime(said ?? today.Year, week, DayOfWeek.Monday);
        if (said is null && start > today)
            start = ISOWeek.ToDateTime(today.Year - 1, week, DayOfWeek.Monday);
        return new DateSpan(said is null ? 2 : yearAt - at + 1, start, start.AddDays(7));
    }

    /// <summary>the beginning of the year, the end of last month: a day.</summary>
    private static DateSpan? Edge(IReadOnlyList<Token> tokens, int at, DateTime today)
    {
        if (tokens[at].Word is not ("beginning" or "start" or "end") || at + 2 >= tokens.Count || tokens[at + 1].Word != "of")
            return null;
        var of = at + 2 + (tokens[at + 2].Word == "the" ? 1 : 0);
        var span =
            At(tokens, of, today)
            ?? (
                of < tokens.Count && CalendarWords.PeriodOf(tokens[of].Word) is { } period
                    ? new DateSpan(1, Calendars.StartOf(period, today), Calendars.Next(period, Calendars.StartOf(period, today)))
                    : null
            );
        return span is { From: { } from, Before: { } before } found
            ? DateSpan.Day(of - at + found.Length, tokens[at].Word == "end" ? before.AddDays(-1) : from)
            : null;
    }

    /// <summary>Three days ago is a day, two months ago a month.</summary>
    private static DateSpan? Ago(IReadOnlyList<Token> tokens, int at, DateTime today)
    {
        if (
            Duration.At(tokens, at) is not { } duration
            || at + duration.Length >= tokens.Count
            || tokens[at + duration.Length].Word != "ago"
        )
            return null;
        var start = Calendars.StartOf(duration.Unit, duration.Before(today));
        return new DateSpan(duration.Length + 1, start, Calendars.Next(duration.Unit, start));
    }

    /// <summary>The latest year in which the day has come.</summary>
    internal static int LatestYear(int month, int day, DateTime today) =>
        month > today.Month || month == today.Month && day > today.Day ? today.Year - 1 : today.Year;

    private static DateSpan Month(int length, int year, int month) => Months(length, year, month, 1);

    internal static DateSpan Months(int length, int year, int month, int count) =>
        new(length, new DateTime(year, month, 1), new DateTime(year, month, 1).AddMonths(count));

    private static DateSpan Year(int length, int year) => new(length, new DateTime(year, 1, 1), new DateTime(year + 1, 1, 1));

    /// <summary>The last such weekday before a day.</summary>
    private static DateTime LastOn(DayOfWeek weekday, DateTime before) =>
        before.AddDays(-1 - ((int)before.AddDays(-1).DayOfWeek - (int)weekday + 7) % 7);

    private static bool Words(IReadOnlyList<Token> tokens, int at, params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
            if (at + i >= tokens.Count || tokens[at + i].Word != words[i])
                return false;
        return true;
    }
}
