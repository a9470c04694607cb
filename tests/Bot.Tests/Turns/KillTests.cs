using ChatBot.Bot.Turns;
using ChatBot.TestKit;
using ChatBot.TestKit.Storage;
using ChatBot.TestKit.Teams;

namespace ChatBot.Bot.Tests.Turns;

/// <summary>The short forms of the benchmarks <c>turns-kill</c> and <c>instances</c>.</summary>
public sealed class KillTests
{
    [Fact]
    public async Task A_process_killed_at_random_moments_loses_nothing_and_answers_nobody_twice()
    {
        var report = await new KillRun(kills: 8, perSecond: 20, seed: 5).RunAsync();
        Assert.True(
            report is { Kills: 8, Messages: > 20, Lost: 0, AnsweredTwice: 0, Failures: 0, OutOfOrder: 0, Unexplained: 0 },
            report.ToString()
        );
        // What the platform had just taken when the process died may be sent again; nothing that it had confirmed long before.
        Assert.True(report.Window < TimeSpan.FromSeconds(2), report.ToString());
        Assert.True(report.DeliveredTwice <= report.Kills * new TurnsOptions().Sending, report.ToString());
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task Two_instances_on_one_database_killed_in_turn_answer_every_question_once_and_in_order()
    {
        var report = await new KillRun(kills: 3, perSecond: 10, seed: 3, instances: 2).RunAsync();
        Assert.True(
            report is { Kills: 3, Messages: > 10, Lost: 0, AnsweredTwice: 0, Failures: 0, OutOfOrder: 0, Unexplained: 0 },
            report.ToString()
        );
        Assert.True(report.Window < TimeSpan.FromSeconds(2), report.ToString());
    }
}
