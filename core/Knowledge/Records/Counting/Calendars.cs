using ChatBot.Knowledge.Records.Asking;

namespace ChatBot.Knowledge.Records.Counting;

/// <summary>Where days, weeks, months, quarters and years begin; weeks on Monday (ISO 8601).</summary>
internal static class Calendars
{
    public static DateTime StartOf(Period period, DateTime day) =>
        period switch
        {
            Period.Day => day.Date,
            Period.Week => day.Date.AddDays(-((int)day.DayOfWeek + 6) % 7),
            Period.Month => new DateTime(day.Year, day.Month, 1),
            Period.Quarter => new DateTime(day.Year, (day.Month - 1) / 3 * 3 + 1, 1),
            _ => new DateTime(day.Year, 1, 1),
        };

    public static DateTime Next(Period period, DateTime start, int count = 1) =>
        period switch
        {
            Period.Day => start.AddDays(count),
            Period.Week => start.AddDays(7 * count),
            Period.Month => start.AddMonths(count),
            Period.Quarter => start.AddMonths(3 * count),
            _ => start.AddYears(count),
        };
}
