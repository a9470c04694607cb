using System.Collections.Concurrent;
using ChatBot.TestKit.Slack;
using Microsoft.AspNetCore.Http;

namespace ChatBot.Bot.Tests.Slack;

public sealed class TroubleTests
{
    private const string Question = "How do I undo the last commit in Git?";

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(0)]
    public async Task After_trouble_the_answer_arrives_once(int status)
    {
        await using var slack = await SlackApp.StartAsync();
        var troubles = 3;
        slack.Cloud.Before = async (context, method) =>
            method == "chat.postMessage" && Interlocked.Decrement(ref troubles) >= 0 && await FailAsync(context, status);
        await slack.AskAsync(slack.Mention(Question));
        await slack.AskAsync(slack.Message("help"));
        Assert.Equal(2, slack.Cloud.Messages.Count);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_message_that_was_taken_although_the_call_failed_is_found_by_its_mark_and_not_repeated(int status)
    {
        await using var slack = await SlackApp.StartAsync(("Slack:CallTimeout", "00:00:00.500"));
        // Earlier messages of the thread, so that the mark is looked for over several pages.
        var first = await slack.AskAsync(slack.Mention("help"));
        for (var more = 0; more < 4; more++)
            await slack.AskAsync(slack.Mention("privacy", thread: first.Thread));
        var troubles = 1;
        slack.Cloud.After = async (context, method) =>
            method == "chat.postMessage" && Interlocked.Decrement(ref troubles) >= 0 && await FailAsync(context, status);
        await slack.AskAsync(slack.Mention(Question, thread: first.Thread));
        Assert.NotEmpty(await slack.Cloud.WaitForAsync("conversations.replies"));
        await slack.AskAsync(slack.Mention("help", thread: first.Thread));
        Assert.Equal(7, slack.Cloud.Messages.Count);
    }

    [Fact]
    public async Task A_retry_after_is_obeyed_for_reads_and_updates_too()
    {
        await using var slack = await SlackApp.StartAsync();
        var calls = new ConcurrentQueue<DateTimeOffset>();
        slack.Cloud.Before = async (context, method) =>
        {
            if (method != "chat.postMessage")
                return false;
            calls.Enqueue(TimeProvider.System.GetUtcNow());
            return calls.Count == 1 && await FailAsync(context, 429);
        };
        await slack.AskAsync(slack.Message(Question));
        var pause = calls.ElementAt(1) - calls.ElementAt(0);
        Assert.True(pause >= TimeSpan.FromMilliseconds(990), $"called again after {pause}");
    }

    [Fact]
    public async Task A_workspace_without_feedback_buttons_gets_plain_ones()
    {
        await using var slack = await SlackApp.StartAsync();
        slack.Cloud.UnknownBlocks.Add("context_actions");
        var answer = await slack.AskAsync(slack.Message(Question));
        Assert.DoesNotContain("feedback_buttons", answer.Everything);
        Assert.Contains("thumbs_down", answer.Everything);
        await slack.PressAsync(answer, "thumbs_up", "up|" + SlackApp.InteractionOf(answer));
        Assert.Contains("Thank you", (await slack.Cloud.WaitForAsync("chat.postEphemeral"))[0].Arguments.GetRawText());
        slack.Cloud.UnknownBlocks.Add("actions");
        Assert.False((await slack.AskAsync(slack.Message("How do I create a tag?"))).Body.TryGetProperty("blocks", out _));
    }

    [Fact]
    public async Task A_closed_channel_becomes_a_dead_letter_and_the_admins_are_told()
    {
        await using var slack = await SlackApp.StartAsync();
        slack.Cloud.Before = async (context, method) =>
        {
            if (method != "chat.postMessage")
                return false;
            context.Request.EnableBuffering();
            using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
            var isClosed = (await reader.ReadToEndAsync()).Contains("\"C1\"");
            context.Request.Body.Position = 0;
            if (isClosed)
                await context.Response.WriteAsync("""{"ok":false,"error":"is_archived"}""");
            return isClosed;
        };
        await slack.SendAsync(slack.Mention(Question));
        await slack.Cloud.WaitForAsync("chat.postMessage");
        var told = Assert.Single(slack.Cloud.Messages);
        Assert.Equal(SlackApp.AdminChannel, told.Channel);
        Assert.Contains("is_archived", told.Text);
    }

    /// <summary>0 breaks the connection, -1 says nothing until the caller gives up.</summary>
    private static async Task<bool> FailAsync(HttpContext context, int status)
    {
        switch (status)
        {
            case 0:
                context.Abort();
                break;
            case -1:
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                break;
            default:
                context.Response.StatusCode = status;
                context.Response.Headers.RetryAfter = "1";
                break;
        }
        return true;
    }
}
