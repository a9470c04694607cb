using ChatBot.TestKit.Slack;

namespace ChatBot.Bot.Tests.Slack;

public sealed class KillTests
{
    /// <summary>The benchmark <c>slack-kill</c> does the same a hundred times.</summary>
    [Fact]
    public async Task A_process_killed_at_random_answers_every_question_exactly_once()
    {
        var report = await KilledAtRandom.RunAsync(kills: 4, seed: 20);
        Assert.True(
            report is { AnsweredTwice: 0, Unanswered: 0 } && report.AnsweredOnce == report.Asked && report.Asked > 10,
            report.ToString()
        );
    }
}
