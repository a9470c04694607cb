using ChatBot.Knowledge.Records.Importing.Shaping;

namespace ChatBot.Core.Tests.Knowledge.Records.Importing;

public sealed class DateAndAmountTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2026-11-29", DateForm.YearFirst, "2026-11-29T00:00:00")]
    [InlineData("2026-11-29 08:15:30.123", DateForm.YearFirst, "2026-11-29T08:15:30")]
    [InlineData("20261129", DateForm.YearFirst, "2026-11-29T00:00:00")]
    [InlineData("2026-11-29T08:15:00Z", DateForm.YearFirst, "2026-11-29T09:15:00")]
    [InlineData("2026-07-29T08:15:00-04:00", DateForm.YearFirst, "2026-07-29T14:15:00")]
    [InlineData("29.11.2026", DateForm.DayFirst, "2026-11-29T00:00:00")]
    [InlineData("29/11/26 8:15", DateForm.DayFirst, "2026-11-29T08:15:00")]
    [InlineData("11/29/2026 8:15 PM", DateForm.MonthFirst, "2026-11-29T20:15:00")]
    [InlineData("2026-11-29", DateForm.DayFirst, "2026-11-29T00:00:00")]
    [InlineData("29 Nov 2026", DateForm.Words, "2026-11-29T00:00:00")]
    [InlineData("46355.34375", DateForm.ExcelSerial, "2026-11-29T08:15:00")]
    [InlineData("1795940100", DateForm.UnixSeconds, "2026-11-29T09:15:00")]
    [InlineData("1795940100000", DateForm.UnixMilliseconds, "2026-11-29T09:15:00")]
    [InlineData("31.02.2026", DateForm.DayFirst, null)]
    [InlineData("29/11/2026", DateForm.MonthFirst, null)]
    [InlineData("soon", DateForm.YearFirst, null)]
    [InlineData("=1+1", DateForm.ExcelSerial, null)]
    public void A_date_is_read_on_the_clock_of_the_settings(string cell, DateForm form, string? date) =>
        Assert.Equal(date, DateCell.Read(cell, form, Berlin)?.ToString("yyyy-MM-ddTHH:mm:ss"));

    [Theory]
    [InlineData("03/04/2026 25/04/2026", DateForm.DayFirst)]
    [InlineData("03/04/2026 04/25/2026", DateForm.MonthFirst)]
    [InlineData("01.02.2026 02.02.2026", DateForm.DayFirst)]
    // In order they lie closer together in one of the two readings.
    [InlineData("01/05/2026 02/05/2026 03/05/2026 04/05/2026", DateForm.DayFirst)]
    [InlineData("05/01/2026 05/02/2026 05/03/2026 05/04/2026", DateForm.MonthFirst)]
    [InlineData("2026-01-02 2026-01-03", DateForm.YearFirst)]
    [InlineData("46355 46356", DateForm.ExcelSerial)]
    [InlineData("1795940100 1795940200", DateForm.UnixSeconds)]
    [InlineData("1 2 3", null)]
    [InlineData("open closed", null)]
    public void All_of_a_sample_tells_how_its_dates_are_written(string cells, DateForm? form) =>
        Assert.Equal(form, DateSample.Of(cells.Split(' '), named: true));

    [Theory]
    [InlineData("1,234.50", false, "1234.50")]
    [InlineData("1.234,50 €", true, "1234.50")]
    [InlineData("$ -12", false, "-12")]
    [InlineData("(12.5)", false, "-12.5")]
    [InlineData("1 234 567", false, "1234567")]
    [InlineData("EUR 3,5", true, "3.5")]
    [InlineData("12 %", false, "12")]
    [InlineData("3.5h", false, "3.5")]
    [InlineData("1,2,3", false, null)]
    [InlineData("n/a", false, null)]
    [InlineData("=SUM(A1)", false, null)]
    public void A_number_is_read_as_people_write_it(string cell, bool comma, string? number) =>
        Assert.Equal(
            number is null ? null : decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture),
            AmountCell.Read(cell, comma)
        );

    [Theory]
    [InlineData("1,50|2,75|1.000,00", true)]
    [InlineData("1.50|2.75|1,000.00", false)]
    [InlineData("10|20", false)]
    [InlineData("a|b", null)]
    public void All_of_a_sample_tells_its_decimal_sign(string cells, bool? comma) =>
        Assert.Equal(comma, AmountCell.HasCommas(cells.Split('|'), 0.9));
}
