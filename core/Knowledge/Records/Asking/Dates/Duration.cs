using ChatBot.Knowledge.Records.Counting;

namespace ChatBot.Knowledge.Records.Asking.Dates;

/// <summary>A length of time: "two weeks", "30 days", "a month".</summary>
/// <param name="Length">Words that name it.</param>
internal readonly record struct Duration(int Length, int Count, Period Unit)
{
    public static Duration? At(IReadOnlyList<Token> tokens, int at)
    {
        if (at >= tokens.Count)
            return null;
        var count = CalendarWords.Number(tokens, at, out var length);
        var unitAt = count is null ? at : at + length;
        if (unitAt >= tokens.Count || CalendarWords.Unit(tokens[unitAt].Word) is not { } unit)
            return null;
        var (factor, period) = unit switch
        {
            "fortnight" => (2, Period.Week),
            "hour" => (0, Period.Day),
            _ => (1, Enum.Parse<Period>(unit, ignoreCase: true)),
        };
        return factor == 0 || count is 0 || count > Most(period) ? null : new Duration(unitAt - at + 1, (count ?? 1) * factor, period);
    }

    /// <summary>Two centuries: nothing in a table is older, and the calendar ends somewhere.</summary>
    private static int Most(Period unit) =>
        unit switch
        {
            Period.Day => 73_000,
            Period.Week => 10_000,
            Period.Month => 2_400,
            Period.Quarter => 800,
            _ => 200,
        };

    /// <summary>The day that lies so long before another.</summary>
    public DateTime Before(DateTime day) => Calendars.Next(Unit, day, -Count);
}
