using ChatBot.Bot.Channels.Slack.Rendering;
using ChatBot.TestKit.Answering;
using ChatBot.TestKit.Slack;
using Microsoft.AspNetCore.Http;

namespace ChatBot.Bot.Tests.Slack;

/// <summary>What people in Slack see while an answer is made, and that nothing of it is left beside the reply.</summary>
public sealed class ProgressTests
{
    private const string Question = "How do I undo the last commit in Git?";
    private const string Thread = "1.000001";
    private static readonly (string, string?) AtOnce = ("Turns:ThinkingAfter", "00:00:00");

    [Fact]
    public async Task An_assistant_thread_says_what_the_bot_is_doing_then_the_answer_grows_and_ends_as_the_reply()
    {
        SlackCloud? cloud = null;
        var answer = "";
        var slow = new SlowAsk(
            async (text, watcher, _) =>
            {
                answer = text;
                var (first, second) = SlowAsk.Halves(text);
                watcher.Begins("retrieval");
                await UntilAsync(() => Statuses(cloud!).Contains("is looking through the documents…"));
                watcher.Begins("generation");
                await UntilAsync(() => Statuses(cloud!).Contains("is writing…"));
                watcher.Says(first);
                await UntilAsync(() => Called(cloud!, "chat.startStream") == 1);
                watcher.Says(second);
                await UntilAsync(() => Called(cloud!, "chat.appendStream") == 1);
            }
        );
        await using var slack = await SlackApp.StartAsync(slow.Install, AtOnce);
        cloud = slack.Cloud;
        await slack.SendAsync(slack.Message(Question, thread: Thread));

        var update = Assert.Single(await cloud.WaitForAsync("chat.update"));
        var ts = update.Arguments.GetProperty("ts").GetString()!;
        await StandsAsync(slack, ts);
        await UntilAsync(() => Statuses(cloud).Last() == "");
        var message = Assert.Single(cloud.Messages);
        Assert.Equal((ts, Thread), (message.Ts, message.Thread));
        Assert.Contains("feedback_buttons", message.Everything);
        Assert.Equal(0, Called(cloud, "chat.postMessage"));
        var grown = string.Concat(
            cloud.Calls.Where(call => call.Method is "chat.startStream" or "chat.appendStream").Select(call => Text(call, "markdown_text"))
        );
        Assert.Equal(Mrkdwn.Escape(answer), grown);
        Assert.Equal(SlackCloud.Team, Text(cloud.Calls.First(call => call.Method == "chat.startStream"), "recipient_team_id"));

        await slack.PressAsync(message, "stars", $"4|{SlackApp.InteractionOf(message)}", chosen: true);
        Assert.Empty(cloud.Refused);
    }

    [Fact]
    public async Task A_workspace_without_streams_is_asked_once_and_answered_as_ever()
    {
        SlackCloud? cloud = null;
        var asked = 0;
        var slow = new SlowAsk(
            async (text, watcher, cancel) =>
            {
                watcher.Begins("generation");
                watcher.Says(text);
                await UntilAsync(() => asked == 1 && Statuses(cloud!).Count >= 0);
                await Task.Delay(100, cancel);
            }
        );
        await using var slack = await SlackApp.StartAsync(slow.Install, AtOnce);
        cloud = slack.Cloud;
        cloud.Before = async (context, method) =>
        {
            if (method != "chat.startStream")
                return false;
            Interlocked.Increment(ref asked);
            await context.Response.WriteAsJsonAsync(new { ok = false, error = "not_allowed" });
            return true;
        };
        await slack.AskAsync(slack.Message(Question, thread: Thread));
        await slack.AskAsync(slack.Message("How do I create a tag?", thread: Thread));
        Assert.Equal(2, cloud.Messages.Count);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task In_a_channel_nothing_grows_and_the_status_is_taken_away()
    {
        SlackCloud? cloud = null;
        var slow = new SlowAsk(
            async (text, watcher, _) =>
            {
                watcher.Begins("generation");
                watcher.Says(text);
                await UntilAsync(() => Statuses(cloud!).Contains("is writing…"));
            }
        );
        await using var slack = await SlackApp.StartAsync(slow.Install, AtOnce);
        cloud = slack.Cloud;
        await slack.AskAsync(slack.Mention(Question));
        await UntilAsync(() => Statuses(cloud).Last() == "");
        Assert.Equal(0, Called(cloud, "chat.startStream"));
    }

    [Fact]
    public async Task A_message_that_cannot_be_replaced_goes_and_the_reply_is_one_of_its_own()
    {
        SlackCloud? cloud = null;
        var slow = new SlowAsk(
            async (text, watcher, _) =>
            {
                watcher.Says(text);
                await UntilAsync(() => Called(cloud!, "chat.startStream") == 1);
                cloud!.EndStreams();
            }
        );
        await using var slack = await SlackApp.StartAsync(slow.Install, AtOnce);
        cloud = slack.Cloud;
        cloud.Before = async (context, method) =>
        {
            if (method != "chat.update")
                return false;
            await context.Response.WriteAsJsonAsync(new { ok = false, error = "cant_update_message" });
            return true;
        };
        var answer = await slack.AskAsync(slack.Message(Question, thread: Thread));
        Assert.Contains("feedback_buttons", answer.Everything);
        Assert.Equal(answer.Ts, Assert.Single(cloud.Messages).Ts);
        Assert.Equal(1, Called(cloud, "chat.delete"));
    }

    private static async Task StandsAsync(SlackApp slack, string ts)
    {
        var deliveries = slack.Bot.Get<ChatBot.Bot.Turns.Sending.Deliveries>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await deliveries.FindAsync("default", "slack", $"D1:{Thread}", ts, limit.Token) is null)
            await Task.Delay(20, limit.Token);
    }

    private static int Called(SlackCloud cloud, string method) => cloud.Calls.Count(call => call.Method == method);

    private static List<string> Statuses(SlackCloud cloud) =>
        [.. cloud.Calls.Where(call => call.Method == "assistant.threads.setStatus").Select(call => Text(call, "status"))];

    private static string Text(ApiCall call, string argument) => call.Arguments.GetProperty(argument).GetString()!;

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
            await Task.Delay(10, limit.Token);
    }
}
