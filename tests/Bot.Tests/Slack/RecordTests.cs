using ChatBot.TestKit.Records;
using ChatBot.TestKit.Slack;

namespace ChatBot.Bot.Tests.Slack;

/// <summary>Questions about rows in a direct message, counted exactly, with text for bars.</summary>
public sealed class RecordTests
{
    [Fact]
    public async Task Rows_are_counted_followed_up_told_and_not_guessed()
    {
        await using var slack = await SlackApp.StartAsync();
        await RecordTalk.ImportAsync(slack.Bot);
        var (pending, resolved, _) = RecordTalk.Counts;

        var counted = await slack.AskAsync(slack.Message(RecordTalk.Pending));
        Assert.Contains($"*{pending}*", counted.Everything);
        Assert.Contains(RecordTalk.Understood, counted.Everything);
        Assert.Contains(RecordTalk.WithoutStatus, counted.Everything);
        Assert.Contains($"*{resolved}*", (await slack.AskAsync(slack.Message(RecordTalk.Resolved))).Everything);
        Assert.Contains($"*{RecordTalk.Status}*", (await slack.AskAsync(slack.Message(RecordTalk.Row))).Everything);
        Assert.Contains("no request REQ-999999", (await slack.AskAsync(slack.Message(RecordTalk.NoRow))).Everything);
        Assert.Contains("█", (await slack.AskAsync(slack.Message(RecordTalk.Offices))).Everything);
        Assert.Empty(slack.Cloud.Refused);
    }
}
