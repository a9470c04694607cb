namespace ChatBot.Knowledge.Records.Importing.Shaping;

/// <summary>Finds out how a column writes its dates, by all of its sample.</summary>
internal static class DateSample
{
    /// <summary>Share of the cells that must be dates; where the name says that they are, the rest is what could not be read.</summary>
    private const double Enough = 0.9,
        EnoughWhereNamed = 0.5;

    /// <summary>Seconds since 1970 between 1990 and 2100.</summary>
    private const decimal FirstSecond = 631_152_000,
        LastSecond = 4_102_444_800;

    /// <summary>Characters of a date whose year has four digits.</summary>
    private const int ShortestYear = 8;

    /// <param name="cells">In the order of the file, none empty.</param>
    /// <param name="named">The column's name says that it holds dates: numbers may be some, too.</param>
    /// <returns>Null for no dates.</returns>
    public static DateForm? Of(IReadOnlyList<string> cells, bool named)
    {
        if (cells.Count == 0)
            return null;
        var enough = named ? EnoughWhereNamed : Enough;
        foreach (var form in (DateForm[])[DateForm.YearFirst, DateForm.Words])
            if (Share(cells, form) >= enough && (form == DateForm.Words || named || !cells.All(cell => cell.All(char.IsAsciiDigit))))
                return form;
        var (day, month) = (Share(cells, DateForm.DayFirst), Share(cells, DateForm.MonthFirst));
        // 1.2.30 is a version as well as a date.
        if (Math.Max(day, month) >= enough && (named || cells.All(cell => cell.Length >= ShortestYear)))
            return day > month ? DateForm.DayFirst
                : month > day ? DateForm.MonthFirst
                : Undecided(cells);
        return named ? Numbers(cells) : null;
    }

    /// <summary>
    /// No day is beyond the 12th: points are European; else the reading in which neighbours lie closer together, for exports are in some
    /// order; else day first, as most of the world writes.
    /// </summary>
    private static DateForm Undecided(IReadOnlyList<string> cells)
    {
        if (cells.All(cell => cell.Contains('.')))
            return DateForm.DayFirst;
        return Steps(cells, DateForm.MonthFirst) < Steps(cells, DateForm.DayFirst) ? DateForm.MonthFirst : DateForm.DayFirst;
    }

    private static double Steps(IReadOnlyList<string> cells, DateForm form)
    {
        var dates = cells.Select(cell => DateCell.Read(cell, form, TimeZoneInfo.Utc)).OfType<DateTime>().ToList();
        return dates.Zip(dates.Skip(1)).Sum(pair => Math.Abs((pair.Second - pair.First).TotalDays));
    }

    private static DateForm? Numbers(IReadOnlyList<string> cells)
    {
        var numbers = cells
            .Select(cell => decimal.TryParse(cell, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : -1)
            .ToList();
        bool Most(Func<decimal, bool> fits) => numbers.Count(fits) >= Enough * numbers.Count;
        return Most(number => number is >= FirstSecond and < LastSecond) ? DateForm.UnixSeconds
            : Most(number => number is >= FirstSecond * 1000 and < LastSecond * 1000) ? DateForm.UnixMilliseconds
            : Most(number => number is >= 20_000 and < 80_000) ? DateForm.ExcelSerial
            : null;
    }

    private static double Share(IReadOnlyList<string> cells, DateForm form) =>
        (double)cells.Count(cell => DateCell.Read(cell, form, TimeZoneInfo.Utc) is not null) / cells.Count;
}
