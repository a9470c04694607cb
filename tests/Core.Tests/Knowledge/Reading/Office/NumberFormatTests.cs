using ChatBot.Knowledge.Reading.Office;

namespace ChatBot.Core.Tests.Knowledge.Reading.Office;

/// <summary>What Excel shows for a number in a format.</summary>
public sealed class NumberFormatTests
{
    [Theory]
    [InlineData("General", 1234.5, "1234.5")]
    [InlineData("General", 123456789012, "123456789012")]
    [InlineData("0", 2.5, "3")]
    [InlineData("0.00", -1.005, "-1.01")]
    [InlineData("00000", 42, "00042")]
    [InlineData("#,##0", 1234567, "1,234,567")]
    [InlineData("#,##0.00", 0, "0.00")]
    [InlineData("#.##", 12.5, "12.5")]
    [InlineData("0.0,,\" M\"", 2500000, "2.5 M")]
    [InlineData("0%", 0.256, "26%")]
    [InlineData("0.00E+00", 12345, "1.23E+04")]
    [InlineData("# ?/?", 1.25, "1 1/4")]
    [InlineData("\"$\"#,##0.00", -5, "-$5.00")]
    [InlineData("#,##0.00\\ [$€-407];[Red]\\-#,##0.00\\ [$€-407]", -3, "-3.00 €")]
    [InlineData("#,##0_);(#,##0)", -1200, "(1,200)")]
    [InlineData("0;-0;\"none\"", 0, "none")]
    [InlineData("[>=1000]0.0,\" k\";0", 2500, "2.5 k")]
    [InlineData("[>=1000]0.0,\" k\";0", 25, "25")]
    [InlineData("0 \"pcs\"", 7, "7 pcs")]
    [InlineData("@", 7, "7")]
    [InlineData("yyyy-mm-dd", 45730, "2025-03-14")]
    [InlineData("d. mmmm yyyy", 45730, "14. March 2025")]
    [InlineData("[$-409]ddd, mmm d", 45730, "Fri, Mar 14")]
    [InlineData("dd/mm/yy hh:mm", 45730.75, "14/03/25 18:00")]
    [InlineData("h:mm AM/PM", 0.5625, "1:30 PM")]
    [InlineData("mm:ss.0", 0.000867361111, "01:14.9")]
    [InlineData("[h]:mm", 1.5, "36:00")]
    [InlineData("yyyy-mm-dd", 1, "1900-01-01")]
    [InlineData("yyyy-mm-dd", 61, "1900-03-01")]
    public void A_number_looks_as_its_format_says(string format, double value, string shown) =>
        Assert.Equal(shown, new NumberFormat(format).Show(value, from1904: false));

    [Fact]
    public void Days_may_be_counted_from_1904() => Assert.Equal("2025-03-14", new NumberFormat("yyyy-mm-dd").Show(44268, from1904: true));

    [Theory]
    [InlineData("")]
    [InlineData(";;;")]
    [InlineData("\"")]
    [InlineData("[")]
    [InlineData("\\")]
    [InlineData("0/0/0 ??/ E+ [>x] yyyyyyy @@@")]
    [InlineData("0.000000000000000000000000000000000000000")]
    public void Any_format_shows_something_or_nothing(string format)
    {
        foreach (var value in (double[])[0, -1, 1e300, double.NaN, 45730.5, -1e-300])
            Assert.NotNull(new NumberFormat(format).Show(value, from1904: false));
    }
}
