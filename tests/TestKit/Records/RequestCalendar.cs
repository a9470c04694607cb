using System.Globalization;

namespace ChatBot.TestKit.Records;

/// <summary>
/// What words of time and amount mean in the questions about the generated table, generated or written by hand. The one place for these
/// agreements:
/// <list type="bullet">
/// <item>The clock stands at <see cref="RequestTable.Now"/>, Sunday 29 November 2026, 12:00 in Berlin.</item>
/// <item>"This" and "last" week, month, quarter and year are whole ones of the calendar; weeks run from Monday to Sunday.</item>
/// <item>"The last 30 days", "the past two weeks": from that many days before today, at midnight, to the end of today.</item>
/// <item>"Since" includes its day, "before" and "after" do not; "between A and B" and "from A to B" include both days.</item>
/// <item>"Older than two weeks": before the midnight two weeks before today.</item>
/// <item>A month or day without a year is the latest that has begun: "in October" is that of 2026, "in December" that of 2025.</item>
/// <item>A date without a verb, or with "created", "opened", "submitted", is of created_at. "Resolved last month" is of resolved_at, and
/// the status is resolved; "closed last month" is of resolved_at, whatever the status.</item>
/// <item>"Over", "more than", "under", "below" leave the amount itself out; "at least", "at most", "up to", "between" include it.</item>
/// <item>"HR and Finance requests" are those of either. "The newest request" is one row, "the newest requests" as many as one lists.</item>
/// <item>A list is of the newest first, by created_at; so is what is "latest". "Top 3 categories" are those with the most rows.</item>
/// </list>
/// </summary>
public static class RequestCalendar
{
    public static readonly DateTime Today = RequestTable.Now.Date;
    public static readonly DateTime Tomorrow = Today.AddDays(1);

    /// <summary>Monday of this week.</summary>
    public static readonly DateTime Week = Today.AddDays(-(((int)Today.DayOfWeek + 6) % 7));

    public static readonly DateTime Month = new(Today.Year, Today.Month, 1);
    public static readonly DateTime Quarter = new(Today.Year, (Today.Month - 1) / 3 * 3 + 1, 1);
    public static readonly DateTime Year = new(Today.Year, 1, 1);

    /// <summary>The latest month of this number that has begun.</summary>
    public static DateTime Latest(int month) => new(month <= Today.Month ? Today.Year : Today.Year - 1, month, 1);

    public static string NameOf(DateTime month) => month.ToString("MMMM", CultureInfo.InvariantCulture);
}
