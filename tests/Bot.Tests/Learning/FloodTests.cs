using System.Text.Json;
using ChatBot.Learning.Review;
using ChatBot.Storage;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Slack;
using ChatBot.TestKit.Teams;
using Dapper;

namespace ChatBot.Bot.Tests.Learning;

/// <summary>A flood of corrections is one message to the admins, and all of it stands in the review.</summary>
public sealed class FloodTests
{
    private const string Question = "How do I undo the last commit in Git?";

    private static readonly (string, string?)[] Two = [("Learning:ReviewMessages", "2"), ("Web:PublicAddress", "https://bot.example.com/")];

    [Fact]
    public async Task In_Slack_what_comes_beyond_is_one_message_that_goes_on_saying_how_many_wait()
    {
        await using var slack = await SlackApp.StartAsync(Two);
        await ProposeAsync(slack.Bot, 9);
        await UntilAsync(() => InSlack(slack).Any(message => message.Text.Contains("9 wait for review")));
        var told = InSlack(slack);
        Assert.Equal(3, told.Count);
        Assert.Equal(2, told.Count(message => message.Everything.Contains("review_approve")));
        Assert.Contains("<https://bot.example.com/admin/corrections|open the review page>", told[^1].Text);
        await AllWaitAsync(slack.Bot, 9);

        await slack.Bot.Get<ReviewService>().RejectAsync(Workspaces.Default, (await WaitingAsync(slack.Bot))[0], "Ada");
        await UntilAsync(() => InSlack(slack).Any(message => message.Text.Contains("8 wait for review")));

        // Quiet again: a message of its own, with its buttons.
        await RunAsync(slack.Bot, "update corrections set created = created - 3600000");
        await ProposeAsync(slack.Bot, 1, "Later");
        await UntilAsync(() => InSlack(slack).Count == 4);
        Assert.Contains("review_approve", InSlack(slack)[^1].Everything);
        Assert.Empty(slack.Cloud.Refused);
    }

    [Fact]
    public async Task In_Teams_what_comes_beyond_is_one_message_that_goes_on_saying_how_many_wait()
    {
        await using var teams = await TeamsApp.StartAsync(Two);
        var added = teams.Message("", TeamsApp.AdminConversation, "channel");
        added["type"] = "conversationUpdate";
        await teams.PostAsync(added);
        await ProposeAsync(teams.Bot, 9);
        await UntilAsync(() => InTeams(teams).Any(sent => sent.Text?.Contains("9 wait for review") == true));
        var told = InTeams(teams).Where(sent => sent.Method == "POST").ToList();
        Assert.Equal(3, told.Count);
        Assert.Equal(2, told.Count(sent => sent.Everything.Contains("review.view")));
        Assert.Contains("https://bot.example.com/admin/corrections", told[^1].Text);
        Assert.All(
            InTeams(teams).Where(sent => sent.Method == "PUT"),
            updated => Assert.Equal((told[^1].MessageId, true), (updated.MessageId, updated.Text!.Contains("wait for review")))
        );
        await AllWaitAsync(teams.Bot, 9);

        await RunAsync(teams.Bot, "update corrections set created = created - 3600000");
        await ProposeAsync(teams.Bot, 1, "Later");
        await UntilAsync(() => InTeams(teams).Count(sent => sent.Method == "POST") == 4);
        Assert.Contains("review.view", InTeams(teams).Last(sent => sent.Method == "POST").Everything);
    }

    [Fact]
    public async Task A_flood_that_goes_on_is_told_anew_after_its_window()
    {
        await using var slack = await SlackApp.StartAsync(Two);
        await ProposeAsync(slack.Bot, 4);
        await UntilAsync(() => InSlack(slack).Any(message => message.Text.Contains("4 wait for review")));
        await RunAsync(slack.Bot, "update schedules set due = 1 where name like 'reviews:%'");
        await ProposeAsync(slack.Bot, 1, "Still");
        await UntilAsync(() => InSlack(slack).Count == 4);
        Assert.Contains("5 wait for review", InSlack(slack)[^1].Text);
    }

    private static IReadOnlyList<StandingMessage> InSlack(SlackApp slack) =>
        [.. slack.Cloud.Messages.Where(message => message.Channel == SlackApp.AdminChannel)];

    private static IReadOnlyList<SentActivity> InTeams(TeamsApp teams) =>
        [.. teams.Cloud.Arrived.Where(sent => sent.Conversation == TeamsApp.AdminConversation)];

    private static async Task ProposeAsync(BotApp bot, int count, string text = "Answer")
    {
        var interaction = (await bot.AskAsync(Question)).GetProperty("interactionId").GetString()!;
        for (var n = 0; n < count; n++)
            Assert.IsType<ProposalResult.Proposed>(
                await bot.Get<ReviewService>().ProposeAsync(Workspaces.Default, interaction, $"u_{n}", "test", $"{text} number {n}.")
            );
    }

    private static async Task<List<string>> WaitingAsync(BotApp bot)
    {
        using var admin = bot.AdminHttp();
        var pending = JsonDocument.Parse(await admin.GetStringAsync("/api/admin/corrections?status=pending")).RootElement;
        return [.. pending.EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
    }

    private static async Task AllWaitAsync(BotApp bot, int count) => Assert.Equal(count, (await WaitingAsync(bot)).Count);

    private static async Task RunAsync(BotApp bot, string sql) =>
        await bot.Get<IDatabase>()
            .WriteAsync(Workspaces.All, transaction => transaction.Connection!.ExecuteAsync(sql, transaction: transaction));

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!holds())
            await Task.Delay(20, limit.Token);
    }
}
