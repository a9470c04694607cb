using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatBot.Knowledge.Records.Importing.Shaping;

/// <summary>
/// Reads a date as its column writes it, on the clock of a time zone; one that names its own offset is brought to that clock.
/// </summary>
internal static partial class DateCell
{
    /// <summary>Years that people mean; a number beyond is no date.</summary>
    private const int FirstYear = 1900,
        LastYear = 2200;

    /// <summary>Two digits below it are of this century.</summary>
    private const int Pivot = 70;

    /// <returns>Null where it is no date in this form.</returns>
    public static DateTime? Read(string cell, DateForm form, TimeZoneInfo zone)
    {
        cell = cell.Trim();
        if (cell.Length is 0 or > 60)
            return null;
        try
        {
            return form switch
            {
                DateForm.ExcelSerial => Number(cell) is { } serial and >= 1 and < 110_000
                    ? Whole(DateTime.FromOADate((double)serial))
                    : null,
                DateForm.UnixSeconds => Number(cell) is { } seconds ? Moment(seconds * 1000, zone) : null,
                DateForm.UnixMilliseconds => Number(cell) is { } milliseconds ? Moment(milliseconds, zone) : null,
                DateForm.Words => Spelled(cell, zone),
                // A database's or a program's own way to write it is unmistakable in any column.
                _ => Digits(cell, form, zone) ?? (form == DateForm.YearFirst ? null : Digits(cell, DateForm.YearFirst, zone)),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            return null; // the 31st of February
        }
    }

    private static decimal? Number(string cell) =>
        decimal.TryParse(cell, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTime? Moment(decimal milliseconds, TimeZoneInfo zone) =>
        Sane(TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds), zone).DateTime);

    private static DateTime? Digits(string cell, DateForm form, TimeZoneInfo zone)
    {
        var match = form == DateForm.YearFirst ? YearFirst().Match(cell) : YearLast().Match(cell);
        if (!match.Success)
            return null;
        var (first, second) = (Part(match, "a"), Part(match, "b"));
        var (year, month, day) = form switch
        {
            DateForm.YearFirst => (first, second, Part(match, "c")),
            DateForm.DayFirst => (Part(match, "c"), second, first),
            _ => (Part(match, "c"), first, second),
        };
        if (year < 100 && form != DateForm.YearFirst)
            year += year < Pivot ? 2000 : 1900;
        return Timed(new DateTime(year, month, day), match, zone);
    }

    private static DateTime? Timed(DateTime day, Match match, TimeZoneInfo zone)
    {
        var hour = Part(match, "h");
        var half = match.Groups["half"].Value;
        if (half.Length > 0)
        {
            if (hour is < 1 or > 12)
                return null;
            hour = hour % 12 + (half[0] is 'p' or 'P' ? 12 : 0);
        }
        var date = day.Date + new TimeSpan(hour, Part(match, "m"), Part(match, "s"));
        if (hour > 24 || Part(match, "m") > 59 || Part(match, "s") > 60)
            return null;
        var offset = match.Groups["offset"].Value;
        if (offset.Length == 0)
            return Sane(date);
        var digits = offset.Where(char.IsAsciiDigit).ToArray();
        var minutes = digits.Length >= 2 ? int.Parse(digits.AsSpan(0, 2), CultureInfo.InvariantCulture) * 60 : 0;
        if (digits.Length == 4)
            minutes += int.Parse(digits.AsSpan(2), CultureInfo.InvariantCulture);
        var moment = new DateTimeOffset(date, TimeSpan.FromMinutes(offset[0] == '-' ? -minutes : minutes));
        return Sane(TimeZoneInfo.ConvertTime(moment, zone).DateTime);
    }

    private static DateTime? Spelled(string cell, TimeZoneInfo zone)
    {
        if (!cell.Any(char.IsLetter) || !cell.Any(char.IsAsciiDigit))
            return null;
        const DateTimeStyles styles = DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.NoCurrentDateDefault;
        if (Offset().IsMatch(cell) && DateTimeOffset.TryParse(cell, CultureInfo.InvariantCulture, styles, out var moment))
            return Sane(TimeZoneInfo.ConvertTime(moment, zone).DateTime);
        return DateTime.TryParse(cell, CultureInfo.InvariantCulture, styles, out var date) ? Sane(date) : null;
    }

    private static int Part(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? int.Parse(found.ValueSpan, CultureInfo.InvariantCulture) : 0;

    private static DateTime Whole(DateTime date) =>
        new((date.Ticks + TimeSpan.TicksPerSecond / 2) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);

    private static DateTime? Sane(DateTime date) =>
        date.Year is >= FirstYear and <= LastYear ? DateTime.SpecifyKind(date, DateTimeKind.Unspecified) : null;

    private const string Time =
        @"([T ]+(?<h>\d{1,2}):(?<m>\d{2})(:(?<s>\d{2})([.,]\d{1,9})?)?\s*(?<half>[ap]\.?m\.?)?"
        + @"\s*(?<offset>Z|UTC|GMT|[+-]\d{2}(:?\d{2})?)?)?$";

    [GeneratedRegex(
        @"^(?<a>\d{4})(?<sign>[-/.]?)(?<b>\d{1,2})\k<sign>(?<c>\d{1,2})" + Time,
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant
    )]
    private static partial Regex YearFirst();

    [GeneratedRegex(
        @"^(?<a>\d{1,2})(?<sign>[-/.])\s?(?<b>\d{1,2})\k<sign>\s?(?<c>\d{4}|\d{2}),?" + Time,
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant
    )]
    private static partial Regex YearLast();

    [GeneratedRegex(@"(Z|UTC|GMT|[+-]\d{2}:?\d{2})$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Offset();
}
