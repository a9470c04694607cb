using ChatBot.Bot.Turns.Sending;
using ChatBot.TestKit.Answering;
using ChatBot.TestKit.Teams;

namespace ChatBot.Bot.Tests.Teams;

/// <summary>What people in Teams see while an answer is made, and that the reply stands in its place.</summary>
public sealed class StreamingTests
{
    private const string Question = "How do I undo the last commit in Git?";
    private static readonly (string, string?) AtOnce = ("Turns:ThinkingAfter", "00:00:00");

    [Fact]
    public async Task A_personal_chat_sees_what_the_bot_is_doing_then_the_sentences_then_the_card_in_their_place()
    {
        TeamsCloud? cloud = null;
        var slow = new SlowAsk(
            async (text, watcher, _) =>
            {
                var (first, second) = SlowAsk.Halves(text);
                watcher.Begins("retrieval");
                await UntilAsync(() => cloud!.OnTheWay.Count == 1);
                watcher.Says(first);
                await UntilAsync(() => cloud!.OnTheWay.Count == 2);
                watcher.Says(second);
                await UntilAsync(() => cloud!.OnTheWay.Count == 3);
            }
        );
        await using var teams = await StartAsync(slow);
        cloud = teams.Cloud;
        var answer = await teams.AskAsync(teams.Message(Question));

        var streamed = cloud.OnTheWay.ToList();
        Assert.Equal(
            ["informative", "streaming", "streaming", "final"],
            streamed.Select(sent => TeamsCloud.StreamInfo(sent.Body)!.Value.GetProperty("streamType").GetString())
        );
        Assert.Equal("Looking through the documents…", streamed[0].Text);
        Assert.StartsWith(streamed[1].Text!, streamed[2].Text);
        Assert.DoesNotContain("`", streamed[3].Text);
        Assert.Equal("AIGeneratedContent", streamed[3].Body.GetProperty("entities")[0].GetProperty("additionalType")[0].GetString());
        Assert.Equal(("PUT", streamed[0].MessageId), (answer.Method, answer.MessageId));
        Assert.Contains("[1]", answer.Answer);
        await StandsAsync(teams, answer.MessageId);
        Assert.Single(cloud.Arrived);
        Assert.Empty(cloud.Deleted);
    }

    [Fact]
    public async Task A_stream_that_only_said_what_the_bot_was_doing_ends_as_the_card()
    {
        TeamsCloud? cloud = null;
        var slow = Working(() => cloud!);
        await using var teams = await StartAsync(slow);
        cloud = teams.Cloud;
        var answer = await teams.AskAsync(teams.Message(Question));
        Assert.Equal(("POST", cloud.OnTheWay.First().MessageId), (answer.Method, answer.MessageId));
        Assert.Equal("final", TeamsCloud.StreamInfo(answer.Body)!.Value.GetProperty("streamType").GetString());
        Assert.Equal("AIGeneratedContent", answer.Body.GetProperty("entities")[0].GetProperty("additionalType")[0].GetString());
        await StandsAsync(teams, answer.MessageId);
    }

    [Fact]
    public async Task A_reply_whose_confirmation_is_lost_is_not_said_twice()
    {
        TeamsCloud? cloud = null;
        var slow = Working(() => cloud!);
        await using var teams = await StartAsync(slow, ("Turns:SendTimeout", "00:00:01"));
        cloud = teams.Cloud;
        cloud.ConfirmsAfter = TimeSpan.FromMilliseconds(0);
        var lost = false;
        cloud.Trouble = async (context, _) =>
        {
            if (lost || cloud.OnTheWay.IsEmpty)
                return false;
            lost = true;
            cloud.ConfirmsAfter = TimeSpan.FromSeconds(2);
            await Task.CompletedTask;
            return false;
        };
        var first = await teams.AskAsync(teams.Message(Question));
        cloud.ConfirmsAfter = TimeSpan.Zero;
        var again = Assert.Single(await cloud.WaitForAsync(1));
        Assert.Equal(("PUT", first.MessageId), (again.Method, again.MessageId));
        await StandsAsync(teams, first.MessageId);
    }

    [Fact]
    public async Task A_stream_that_Teams_has_given_up_does_not_hold_up_the_reply()
    {
        TeamsCloud? cloud = null;
        var slow = new SlowAsk(
            async (text, watcher, _) =>
            {
                watcher.Says(text);
                await UntilAsync(() => HasWords(cloud!));
                cloud!.ExpireStreams();
            }
        );
        await using var teams = await StartAsync(slow);
        cloud = teams.Cloud;
        var answer = await teams.AskAsync(teams.Message(Question));
        Assert.Equal("POST", answer.Method);
        Assert.Null(TeamsCloud.StreamInfo(answer.Body));
        await StandsAsync(teams, answer.MessageId);
        await UntilAsync(() => !cloud.Deleted.IsEmpty);
        Assert.Equal([cloud.OnTheWay.First().MessageId], cloud.Deleted);
    }

    [Fact]
    public async Task An_answer_that_differs_from_what_was_shown_counts()
    {
        TeamsCloud? cloud = null;
        var slow = new SlowAsk(
            async (_, watcher, _) =>
            {
                watcher.Says("Something else altogether.");
                await UntilAsync(() => HasWords(cloud!));
            }
        );
        await using var teams = await StartAsync(slow);
        cloud = teams.Cloud;
        var answer = await teams.AskAsync(teams.Message(Question));
        Assert.Contains("[1]", answer.Answer);
        await UntilAsync(() => !cloud.Deleted.IsEmpty);
        Assert.Equal([cloud.OnTheWay.First().MessageId], cloud.Deleted);
    }

    [Fact]
    public async Task Elsewhere_there_is_the_typing_sign_once_and_nothing_streamed()
    {
        TeamsCloud? cloud = null;
        var slow = new SlowAsk(
            async (text, watcher, _) =>
            {
                watcher.Begins("retrieval");
                await UntilAsync(() => cloud!.OnTheWay.Count == 1);
                watcher.Says(text);
                await Task.Delay(1200);
            }
        );
        await using var teams = await StartAsync(slow);
        cloud = teams.Cloud;
        var answer = await teams.AskAsync(teams.Mention(Question));
        Assert.Null(TeamsCloud.StreamInfo(answer.Body));
        Assert.Null(Assert.Single(cloud.OnTheWay).Text);
    }

    private static Task<TeamsApp> StartAsync(SlowAsk slow, params (string, string?)[] settings) =>
        TeamsApp.StartAsync(slow.Install, [AtOnce, .. settings]);

    private static bool HasWords(TeamsCloud cloud) =>
        cloud.OnTheWay.Any(sent => TeamsCloud.StreamInfo(sent.Body)?.GetProperty("streamType").GetString() == "streaming");

    private static SlowAsk Working(Func<TeamsCloud> cloud) =>
        new(
            async (_, watcher, _) =>
            {
                watcher.Begins("retrieval");
                await UntilAsync(() => cloud().OnTheWay.Count == 1);
                await Task.Delay(100); // the stream's name is stored
            }
        );

    private static async Task StandsAsync(TeamsApp teams, string message)
    {
        var deliveries = teams.Bot.Get<Deliveries>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await deliveries.FindAsync("default", "teams", "a:personal", message, limit.Token) is not { Subject: "answer" })
            await Task.Delay(20, limit.Token);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
            await Task.Delay(10, limit.Token);
    }
}
