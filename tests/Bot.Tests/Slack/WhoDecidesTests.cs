using System.Net;
using System.Text.Json.Nodes;
using ChatBot.Learning.Review;
using ChatBot.Storage;
using ChatBot.TestKit.Slack;

namespace ChatBot.Bot.Tests.Slack;

/// <summary>A Slack user id is a person only within its team.</summary>
public sealed class WhoDecidesTests
{
    private const string Question = "How do I undo the last commit in Git?";
    private const string Right = "Run git reset --soft HEAD~1: the commit goes, its changes stay staged.";

    [Fact]
    public async Task An_admin_s_user_id_in_another_team_than_that_of_the_token_decides_nothing()
    {
        await using var slack = await SlackApp.StartAsync();
        var correction = await ProposalAsync(slack, Workspaces.Default);
        await ApproveAsync(slack, correction, "T2", "T2");
        await ApproveAsync(slack, correction, SlackCloud.Team, "T2");
        Assert.All(await slack.Cloud.WaitForAsync("chat.postEphemeral", 2), note => Assert.Contains("Only admins may decide", Said(note)));
        Assert.Equal(CorrectionStatus.Pending, await StatusAsync(slack, Workspaces.Default));
        await ApproveAsync(slack, correction, SlackCloud.Team, SlackCloud.Team);
        Assert.Equal(CorrectionStatus.Approved, await StatusAsync(slack, Workspaces.Default));
        Assert.Single(slack.Cloud.Calls, call => call.Method == "auth.test");
    }

    [Fact]
    public async Task Of_another_team_somebody_decides_who_is_named_with_it()
    {
        await using var slack = await SlackApp.StartAsync(("Admin:SlackUsers:0", "T2/UADMIN"));
        var correction = await ProposalAsync(slack, Workspaces.Default);
        await ApproveAsync(slack, correction, SlackCloud.Team, SlackCloud.Team);
        Assert.Contains("Only admins may decide", Said((await slack.Cloud.WaitForAsync("chat.postEphemeral"))[0]));
        await ApproveAsync(slack, correction, "T2", "T2");
        Assert.Equal(CorrectionStatus.Approved, await StatusAsync(slack, Workspaces.Default));
    }

    [Fact]
    public async Task Where_teams_install_the_app_a_bare_id_counts_for_none_of_them_and_a_guest_s_team_not_for_its_host()
    {
        await using var slack = await SlackApp.StartAsync(
            ("Slack:BotToken", ""),
            ("Slack:ClientId", "1.2"),
            ("Slack:ClientSecret", "s"),
            ("Workspaces:Map:T7", Workspaces.Default),
            ("Admin:SlackUsers:1", "T8/UADMIN"),
            ("Admin:SlackUsers:2", "T7/UBOSS")
        );
        var correction = await ProposalAsync(slack, Workspaces.Default);
        await ApproveAsync(slack, correction, "T7", "T7");
        await ApproveAsync(slack, correction, "T7", "T8");
        Assert.Equal(CorrectionStatus.Pending, await StatusAsync(slack, Workspaces.Default));
        await ApproveAsync(slack, correction, "T7", "T7", "UBOSS");
        Assert.Equal(CorrectionStatus.Approved, await StatusAsync(slack, Workspaces.Default));
    }

    [Fact]
    public async Task As_long_as_Slack_does_not_say_whose_the_token_is_bare_ids_count_for_nobody()
    {
        await using var slack = await SlackApp.StartAsync();
        slack.Cloud.Before = async (context, method) =>
        {
            if (method != "auth.test")
                return false;
            context.Response.StatusCode = (int)HttpStatusCode.ServiceUnavailable;
            await context.Response.CompleteAsync();
            return true;
        };
        var correction = await ProposalAsync(slack, Workspaces.Default);
        await ApproveAsync(slack, correction, SlackCloud.Team, SlackCloud.Team);
        Assert.Equal(CorrectionStatus.Pending, await StatusAsync(slack, Workspaces.Default));
        slack.Cloud.Before = (_, _) => Task.FromResult(false);
        await ApproveAsync(slack, correction, SlackCloud.Team, SlackCloud.Team);
        Assert.Equal(CorrectionStatus.Approved, await StatusAsync(slack, Workspaces.Default));
    }

    private static async Task<string> ProposalAsync(SlackApp slack, string workspace)
    {
        var interaction = (await slack.Bot.AskAsync(Question)).GetProperty("interactionId").GetString()!;
        var proposed = await slack.Bot.Get<ReviewService>().ProposeAsync(workspace, interaction, "u_x", "slack", Right);
        return Assert.IsType<ProposalResult.Proposed>(proposed).Correction.Id;
    }

    /// <param name="home">The person's own team.</param>
    private static Task ApproveAsync(SlackApp slack, string correction, string team, string home, string user = SlackApp.Admin)
    {
        var person = SlackApp.Person(user);
        person["team_id"] = home;
        return slack.InteractAsync(
            new JsonObject
            {
                ["type"] = "block_actions",
                ["trigger_id"] = slack.NewTrigger(),
                ["team"] = new JsonObject { ["id"] = team },
                ["user"] = person,
                ["channel"] = new JsonObject { ["id"] = SlackApp.AdminChannel },
                ["message"] = new JsonObject { ["ts"] = "1.000001" },
                ["actions"] = new JsonArray(
                    new JsonObject
                    {
                        ["type"] = "button",
                        ["action_id"] = "review_approve",
                        ["value"] = correction,
                    }
                ),
            }
        );
    }

    private static string Said(ApiCall note) => note.Arguments.GetProperty("text").GetString()!;

    private static async Task<CorrectionStatus> StatusAsync(SlackApp slack, string workspace) =>
        Assert.Single(await slack.Bot.Get<CorrectionStore>().ListAsync(workspace)).Status;
}
