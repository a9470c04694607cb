using ChatBot.Knowledge.Reading.Html;

namespace ChatBot.Core.Tests.Knowledge.Reading.Html;

public sealed class HtmlRobustTests
{
    [Fact]
    public void Broken_pages_are_read_or_refused()
    {
        foreach (var name in Cases.Names(".html"))
            MutatedFiles.Read(new HtmlReader(), name, Cases.Bytes(name), variants: 60);
    }

    [Theory]
    [InlineData("<p>word <a href='#x'>y</a></p>")]
    [InlineData("<div><button>Who pays?</button><div hidden>We</div></div>")]
    [InlineData("<li><label>x</label><input><div>y</div>")]
    [InlineData("<td>a<td>b<tr>")]
    [InlineData("<b>x")]
    public void A_long_page_takes_no_more_than_a_moment(string part)
    {
        var html = "<html><body><table>" + string.Concat(Enumerable.Repeat(part, 20_000)) + "</body></html>";
        var started = System.Diagnostics.Stopwatch.StartNew();
        _ = new HtmlReader().ReadText("long.html", html);
        Assert.True(started.Elapsed < TimeSpan.FromSeconds(20), $"{started.Elapsed}");
    }
}
