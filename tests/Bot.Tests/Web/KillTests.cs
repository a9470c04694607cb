using ChatBot.TestKit.Hosting;
using Xunit.Abstractions;

namespace ChatBot.Bot.Tests.Web;

/// <summary>What HTTP acknowledged is there after a crash, once.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_or_doubled()
    {
        var report = await KilledOverHttp.RunAsync(kills: 4, seed: 7);

        output.WriteLine(report.ToString());
        Assert.True(report.Answers >= 4, report.ToString());
        Assert.Equal((0, 0), (report.Lost, report.Doubled));
    }
}
