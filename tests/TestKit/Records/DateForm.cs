using System.Globalization;

namespace ChatBot.TestKit.Records;

/// <summary>Words for a stretch of time, with the stretch.</summary>
/// <param name="Words">After a verb: "last month", "since 3 May".</param>
/// <param name="IsAge">"Older than two weeks": of what was created, and without a verb.</param>
internal sealed record DateForm(string Words, DateTime? From, DateTime? Before, bool IsAge = false)
{
    private static readonly DateTime Today = RequestCalendar.Today;

    private static readonly Func<Random, DateForm>[] Forms =
    [
        _ => new("today", Today, RequestCalendar.Tomorrow),
        _ => new("yesterday", Today.AddDays(-1), Today),
        _ => new("this week", RequestCalendar.Week, RequestCalendar.Week.AddDays(7)),
        _ => new("last week", RequestCalendar.Week.AddDays(-7), RequestCalendar.Week),
        _ => new("this month", RequestCalendar.Month, RequestCalendar.Month.AddMonths(1)),
        _ => new("last month", RequestCalendar.Month.AddMonths(-1), RequestCalendar.Month),
        random => OfMonth(RequestCalendar.Latest(random.Next(1, 13)), withYear: false),
        random => OfMonth(new DateTime(random.Next(2024, 2027), random.Next(1, 11), 1), withYear: true),
        random => SinceDay(RecentDay(random), day => Yearless(random, day)),
        random => SinceDay(Day(random), Iso),
        random => BeforeDay(Day(random), random),
        random => AfterDay(Day(random), random),
        random => Span(random, "between", "and"),
        random => Span(random, "from", "to"),
        _ => new("this quarter", RequestCalendar.Quarter, RequestCalendar.Quarter.AddMonths(3)),
        random => OfQuarter(random.Next(2024, 2027), random.Next(1, 4), random.Next(2) == 0),
        _ => new("last quarter", RequestCalendar.Quarter.AddMonths(-3), RequestCalendar.Quarter),
        random => OfDays(30, random.Next(2) == 0 ? "in the last 30 days" : "within the last 30 days"),
        random => OfDays(14, random.Next(2) == 0 ? "in the past two weeks" : "over the past 2 weeks"),
        _ => new("older than two weeks", null, Today.AddDays(-14), IsAge: true),
        _ => new("this year", RequestCalendar.Year, RequestCalendar.Year.AddYears(1)),
        _ => new("last year", RequestCalendar.Year.AddYears(-1), RequestCalendar.Year),
        random => OfYear(random.Next(2024, 2027)),
        random => OnDay(Day(random), day => Written(random, day)),
        random => OnDay(Day(random), Iso),
        random => SinceMonth(RequestCalendar.Latest(random.Next(1, 11))),
        random => During(random.Next(5, 90)),
        random => Older(random.Next(20, 200)),
    ];

    public static int Count => Forms.Length;

    public static DateForm Of(int form, Random random) => Forms[form](random);

    private static DateForm SinceDay(DateTime day, Func<DateTime, string> write) => new($"since {write(day)}", day, null);

    private static DateForm BeforeDay(DateTime day, Random random) => new($"before {Written(random, day)}", null, day);

    private static DateForm AfterDay(DateTime day, Random random) => new($"after {Written(random, day)}", day.AddDays(1), null);

    private static DateForm OnDay(DateTime day, Func<DateTime, string> write) => new($"on {write(day)}", day, day.AddDays(1));

    private static DateForm During(int days) => OfDays(days, $"during the last {days} days");

    private static DateForm Older(int days) => new($"older than {days} days", null, Today.AddDays(-days), IsAge: true);

    private static DateForm OfMonth(DateTime month, bool withYear) =>
        new($"in {RequestCalendar.NameOf(month)}{(withYear ? $" {month.Year}" : "")}", month, month.AddMonths(1));

    private static DateForm OfYear(int year) => new($"in {year}", new DateTime(year, 1, 1), new DateTime(year + 1, 1, 1));

    private static DateForm SinceMonth(DateTime month) => new($"since {RequestCalendar.NameOf(month)}", month, null);

    private static DateForm OfDays(int days, string words) => new(words, Today.AddDays(-days), RequestCalendar.Tomorrow);

    private static DateForm OfQuarter(int year, int quarter, bool spelled)
    {
        var first = new DateTime(year, quarter * 3 - 2, 1);
        string[] names = ["first", "second", "third"];
        return new DateForm(
            spelled ? $"in the {names[quarter - 1]} quarter of {year}" : $"in Q{quarter} {year}",
            first,
            first.AddMonths(3)
        );
    }

    private static DateForm Span(Random random, string from, string to)
    {
        var first = Day(random);
        var last = first.AddDays(random.Next(3, 90));
        if (last >= Today)
            last = Today.AddDays(-1);
        var words = random.Next(3) switch
        {
            0 => $"{from} {Iso(first)} {to} {Iso(last)}",
            1 => $"{from} {Written(random, first)} {to} {Written(random, last)}",
            _ => $"{from} {Long(first)} {to} {Long(last)}",
        };
        return new DateForm(words, first, last.AddDays(1));
    }

    /// <summary>Between the beginning of 2024 and two weeks ago.</summary>
    private static DateTime Day(Random random) =>
        new DateTime(2024, 1, 1).AddDays(random.Next((Today - new DateTime(2024, 1, 1)).Days - 14));

    /// <summary>Within a year, so that it needs none.</summary>
    private static DateTime RecentDay(Random random) => Today.AddDays(-random.Next(3, 360));

    private static string Yearless(Random random, DateTime day) =>
        random.Next(2) == 0 ? $"{day.Day} {RequestCalendar.NameOf(day)}" : $"{RequestCalendar.NameOf(day)} {day.Day}";

    private static string Written(Random random, DateTime day) =>
        random.Next(3) switch
        {
            0 => $"{RequestCalendar.NameOf(day)} {day.Day}, {day.Year}",
            1 => $"{day.Day} {day.ToString("MMM", CultureInfo.InvariantCulture)} {day.Year}",
            _ => Long(day),
        };

    private static string Long(DateTime day) => $"{day.Day} {RequestCalendar.NameOf(day)} {day.Year}";

    private static string Iso(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
