using System.Globalization;
using ChatBot.Learning.Analytics;

namespace ChatBot.Bot.Admin.Pages.Parts;

/// <summary>Which of the chosen days a chart shows: a month of which the bot knows two days would be a lonely bar at its end.</summary>
internal static class DayRange
{
    private const int Least = 7;

    /// <summary>From the first day on which anything was asked or rated; a week at least, where so many were chosen.</summary>
    public static IReadOnlyList<DayFigures> Of(IReadOnlyList<DayFigures> days) =>
        [.. days.Skip(Math.Clamp(Empty(days), 0, Math.Max(0, days.Count - Least)))];

    /// <summary>Why a chart shows less than was chosen; null where it does not, or where there is nothing to show at all.</summary>
    public static string? LeftOut(IReadOnlyList<DayFigures> days) =>
        Empty(days) is var empty && empty < days.Count && Of(days).Count < days.Count
            ? $"Nothing was asked before {days[empty].Day.ToString("d MMMM", CultureInfo.InvariantCulture)}, so the charts begin there; "
                + "they show a week at least."
            : null;

    /// <summary>How many days there are before the first one with something.</summary>
    private static int Empty(IReadOnlyList<DayFigures> days) =>
        days.TakeWhile(day => day is { Questions: 0, SmallTalk: 0, Feedback.Ratings: 0 }).Count();
}
