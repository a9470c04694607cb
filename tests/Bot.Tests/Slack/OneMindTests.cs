using ChatBot.TestKit.Slack;
using ChatBot.TestKit.Teams;

namespace ChatBot.Bot.Tests.Slack;

/// <summary>One bot in both platforms: what is approved in one answers in the other.</summary>
public sealed class OneMindTests
{
    private const string Question = "How do I undo the last commit in Git?";
    private const string Right = "Run git reset --soft HEAD~1: the commit goes, its changes stay staged.";

    [Fact]
    public async Task A_correction_approved_in_Slack_answers_in_Teams()
    {
        await using var cloud = await SlackCloud.StartAsync();
        await using var teams = await TeamsApp.StartAsync([.. SlackApp.Settings(cloud).Select(setting => (setting.Key, setting.Value))]);
        var slack = SlackApp.Attach(teams.Bot, cloud);
        var wrong = await teams.AskAsync(teams.Message(Question));
        await teams.PressAsync(
            teams.Press("a:personal", "correct", new { interaction = TeamsApp.InteractionOf(wrong), correctResponse = Right })
        );
        var review = await slack.PostedAsync();
        await slack.PressAsync(review, "review_approve", SlackApp.CorrectionOf(review), SlackApp.Admin);
        var (updated, told) = (await teams.Cloud.WaitForAsync(2)) switch
        {
            [var first, var second] => (first, second),
            _ => throw new InvalidOperationException(),
        };
        Assert.Equal("PUT", updated.Method);
        Assert.Contains("corrected by an admin", told.Everything);
        Assert.Contains("git reset --soft", (await teams.AskAsync(teams.Message(Question, "a:other", user: "Grace"))).Everything);
        Assert.Contains("git reset --soft", (await slack.AskAsync(slack.Mention(Question))).Text);
    }

    [Fact]
    public async Task A_correction_approved_in_Teams_answers_in_Slack()
    {
        await using var cloud = await SlackCloud.StartAsync();
        await using var teams = await TeamsApp.StartAsync([.. SlackApp.Settings(cloud).Select(setting => (setting.Key, setting.Value))]);
        var slack = SlackApp.Attach(teams.Bot, cloud);
        var wrong = await slack.AskAsync(slack.Mention(Question));
        await slack.PressAsync(wrong, "correct", SlackApp.InteractionOf(wrong));
        var view = (await cloud.WaitForAsync("views.open"))[0].Arguments.GetProperty("view");
        await slack.SubmitAsync(view, new() { ["text"] = Right });
        var correction = SlackApp.CorrectionOf(await slack.PostedAsync());
        await teams.PressAsync(teams.Press(TeamsApp.AdminConversation, "review.approve", new { correction }, "Root", TeamsApp.AdminId));
        await cloud.WaitForAsync("chat.update", 2);
        Assert.Contains("*Corrected* by Root", cloud.Messages.Single(message => message.Ts == wrong.Ts).Everything);
        Assert.Contains("git reset --soft", (await teams.AskAsync(teams.Message(Question))).Everything);
        await cloud.WaitForAsync("chat.postMessage");
        Assert.Contains("git reset --soft", (await slack.AskAsync(slack.Message(Question, "D5"))).Text);
    }
}
