using System.Text.Json.Nodes;
using ChatBot.Learning.Review;
using ChatBot.Storage;
using ChatBot.TestKit.Teams;

namespace ChatBot.Bot.Tests.Teams;

/// <summary>The right object id is not enough: a press counts in Teams, and from the tenant that the id is named for.</summary>
public sealed class WhoDecidesTests
{
    private const string Question = "How do I undo the last commit in Git?";
    private const string Right = "Run git reset --soft HEAD~1: the commit goes, its changes stay staged.";
    private const string Elsewhere = "11111111-1111-4111-8111-111111111111";

    [Theory]
    [InlineData("webchat")]
    [InlineData("directline")]
    [InlineData("emulator")]
    public async Task An_admin_s_object_id_decides_nothing_through_another_channel_of_the_Bot_Framework(string channel)
    {
        await using var teams = await TeamsApp.StartAsync();
        using var issuer = new TokenIssuer("key-2", channel);
        teams.Cloud.Published.Add(issuer);
        var press = await ApprovalAsync(teams, Workspaces.Default);
        press["channelId"] = channel;
        var (_, said) = await teams.PostAsync(press, "Bearer " + issuer.Token(TeamsApp.AppId, teams.Cloud.ServiceUrl));
        Assert.Contains("Only admins may decide", said!.Value.GetRawText());
        Assert.Equal(CorrectionStatus.Pending, await StatusAsync(teams, Workspaces.Default));
        press["channelId"] = "msteams";
        await teams.PressAsync(press);
        Assert.Equal(CorrectionStatus.Approved, await StatusAsync(teams, Workspaces.Default));
    }

    [Fact]
    public async Task A_bare_object_id_is_no_admin_in_a_tenant_that_shares_the_workspace_and_one_named_with_its_tenant_is()
    {
        await using var teams = await TeamsApp.StartAsync(
            ($"Workspaces:Map:{Elsewhere}", Workspaces.Default),
            ("Admin:TeamsUsers:1", $"{Elsewhere.ToUpperInvariant()}/bbbbbbbb-0000-4000-8000-00000000000b")
        );
        var press = await ApprovalAsync(teams, Workspaces.Default);
        In(press, Elsewhere);
        Assert.Contains("Only admins may decide", (await teams.PressAsync(press)).GetRawText());
        Assert.Equal(CorrectionStatus.Pending, await StatusAsync(teams, Workspaces.Default));
        press["from"]!["aadObjectId"] = "bbbbbbbb-0000-4000-8000-00000000000b";
        await teams.PressAsync(press);
        Assert.Equal(CorrectionStatus.Approved, await StatusAsync(teams, Workspaces.Default));
    }

    [Fact]
    public async Task An_admin_named_for_another_tenant_decides_there_and_not_here()
    {
        await using var teams = await TeamsApp.StartAsync(("Admin:TeamsUsers:1", $"{Elsewhere}/cccccccc-0000-4000-8000-00000000000c"));
        var here = await ApprovalAsync(teams, Workspaces.Default);
        here["from"]!["aadObjectId"] = "cccccccc-0000-4000-8000-00000000000c";
        Assert.Contains("Only admins may decide", (await teams.PressAsync(here)).GetRawText());

        var press = await ApprovalAsync(teams, Elsewhere);
        press["from"]!["aadObjectId"] = "cccccccc-0000-4000-8000-00000000000c";
        Assert.Contains("unknown_correction", (await teams.PressAsync(press)).GetRawText());
        In(press, Elsewhere);
        await teams.PressAsync(press);
        Assert.Equal(CorrectionStatus.Approved, await StatusAsync(teams, Elsewhere));
        Assert.Equal(CorrectionStatus.Pending, await StatusAsync(teams, Workspaces.Default));
    }

    [Fact]
    public async Task An_activity_that_names_no_tenant_or_two_decides_nothing()
    {
        await using var teams = await TeamsApp.StartAsync();
        var press = await ApprovalAsync(teams, Workspaces.Default);
        press["conversation"]!["tenantId"] = Elsewhere;
        Assert.Contains("Only admins may decide", (await teams.PressAsync(press)).GetRawText());
        press.Remove("channelData");
        ((JsonObject)press["conversation"]!).Remove("tenantId");
        Assert.Contains("Only admins may decide", (await teams.PressAsync(press)).GetRawText());
        Assert.Equal(CorrectionStatus.Pending, await StatusAsync(teams, Workspaces.Default));
    }

    [Fact]
    public async Task Members_of_the_admins_conversation_decide_in_Teams_only_where_that_is_switched_on()
    {
        await using var teams = await TeamsApp.StartAsync(("Teams:AdminConversationDecides", "true"));
        using var issuer = new TokenIssuer("key-2", "webchat");
        teams.Cloud.Published.Add(issuer);
        var press = await ApprovalAsync(teams, Workspaces.Default);
        press["from"]!["aadObjectId"] = "dddddddd-0000-4000-8000-00000000000d";
        press["channelId"] = "webchat";
        var (_, said) = await teams.PostAsync(press, "Bearer " + issuer.Token(TeamsApp.AppId, teams.Cloud.ServiceUrl));
        Assert.Contains("Only admins may decide", said!.Value.GetRawText());
        press["channelId"] = "msteams";
        await teams.PressAsync(press);
        Assert.Equal(CorrectionStatus.Approved, await StatusAsync(teams, Workspaces.Default));
    }

    [Fact]
    public async Task The_local_test_client_decides_as_Teams_and_not_as_the_emulator()
    {
        await using var teams = await TeamsApp.StartAsync(
            ("Teams:AppId", ""),
            ("Teams:AppPassword", ""),
            ("Teams:TenantId", ""),
            ("Teams:AllowAnonymous", "true")
        );
        var press = await ApprovalAsync(teams, Workspaces.Default);
        press["channelId"] = "emulator";
        Assert.Contains("Only admins may decide", (await teams.PressAsync(press)).GetRawText());
        press["channelId"] = "msteams";
        await teams.PressAsync(press);
        Assert.Equal(CorrectionStatus.Approved, await StatusAsync(teams, Workspaces.Default));
    }

    /// <summary>
    /// Somebody asks and corrects in <paramref name="workspace"/>; the admin presses Approve, from the configured tenant.
    /// </summary>
    private static async Task<JsonObject> ApprovalAsync(TeamsApp teams, string workspace)
    {
        var question = teams.Message(Question, "a:" + workspace);
        if (workspace != Workspaces.Default)
            In(question, workspace);
        var interaction = TeamsApp.InteractionOf(await teams.AskAsync(question));
        var proposed = await teams.Bot.Get<ReviewService>().ProposeAsync(workspace, interaction, "u_x", "teams", Right);
        var correction = Assert.IsType<ProposalResult.Proposed>(proposed).Correction.Id;
        return teams.Press(TeamsApp.AdminConversation, "review.approve", new { correction }, "Boss", TeamsApp.AdminId);
    }

    private static void In(JsonObject activity, string tenant)
    {
        activity["channelData"]!["tenant"]!["id"] = tenant;
        activity["conversation"]!["tenantId"] = tenant;
    }

    private static async Task<CorrectionStatus> StatusAsync(TeamsApp teams, string workspace) =>
        Assert.Single(await teams.Bot.Get<CorrectionStore>().ListAsync(workspace)).Status;
}
