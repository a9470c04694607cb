namespace ChatBot.Knowledge.Records.Importing.Shaping;

/// <summary>How the dates of a column are written.</summary>
public enum DateForm
{
    /// <summary>2026-11-29, 2026/11/29 08:15, 20261129, 2026-11-29T08:15:00+01:00.</summary>
    YearFirst,

    /// <summary>29.11.2026, 29/11/26 8:15.</summary>
    DayFirst,

    /// <summary>11/29/2026 8:15 PM.</summary>
    MonthFirst,

    /// <summary>29 Nov 2026, Nov 29, 2026, Sunday, November 29, 2026.</summary>
    Words,

    /// <summary>Excel's days since 1900: 46355.34.</summary>
    ExcelSerial,

    /// <summary>Since 1970 UTC.</summary>
    UnixSeconds,

    /// <summary>Since 1970 UTC.</summary>
    UnixMilliseconds,
}
