using System.Net;
using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Slack.Installing;
using ChatBot.Storage;
using ChatBot.TestKit.Slack;
using Dapper;

namespace ChatBot.Bot.Tests.Slack;

public sealed class InstallTests
{
    private const string Question = "How do I undo the last commit in Git?";

    [Fact]
    public async Task A_team_installs_the_app_is_answered_with_its_own_token_in_a_workspace_of_its_own_and_leaves()
    {
        await using var slack = await StartAsync();
        var (landed, body) = await InstallAsync(slack, "good-T7");
        Assert.Equal((HttpStatusCode.OK, true), (landed, body.Contains("Installed")));
        var message = slack.Message("privacy");
        await slack.PostAsync("/slack/events", slack.Envelope(message, "T7").ToJsonString(), "application/json");
        Assert.Equal("xoxb-T7", (await slack.Cloud.WaitForAsync("chat.postMessage"))[0].Token);
        Assert.Equal("t7", await ReadAsync(slack, "select workspace from inbox"));

        Assert.DoesNotContain("xoxb", await ReadAsync(slack, "select token from installations"));
        var key = new FileInfo(Path.Combine(slack.Bot.Folder, TokenCipher.FileName));
        Assert.Equal(32, key.Length);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, key.UnixFileMode);

        var revoked = new JsonObject
        {
            ["type"] = "tokens_revoked",
            ["tokens"] = new JsonObject { ["bot"] = new JsonArray("UBOT") },
        };
        await slack.PostAsync("/slack/events", slack.Envelope(revoked, "T7").ToJsonString(), "application/json");
        Assert.Null(await ReadAsync(slack, "select token from installations"));
    }

    [Fact]
    public async Task Teams_that_map_to_one_workspace_share_it_and_leaving_deletes_only_ones_own_token()
    {
        await using var slack = await StartAsync(("Workspaces:Map:T7", "acme"), ("Workspaces:Map:T8", "acme"));
        await InstallAsync(slack, "good-T7");
        await InstallAsync(slack, "good-T8");
        await slack.PostAsync(
            "/slack/events",
            slack.Envelope(new JsonObject { ["type"] = "app_uninstalled" }, "T7").ToJsonString(),
            "application/json"
        );
        Assert.Equal("T8", await ReadAsync(slack, "select team from installations where workspace = 'acme'"));
    }

    [Theory]
    [InlineData("good-T7", "forged")]
    [InlineData("bad", null)]
    [InlineData("", null)]
    public async Task A_forged_state_a_refused_code_and_a_denial_store_nothing(string code, string? state)
    {
        await using var slack = await StartAsync();
        var (status, body) = await InstallAsync(slack, code, state);
        Assert.NotEqual(HttpStatusCode.OK, status);
        Assert.Contains("install_", body);
        Assert.Null(await ReadAsync(slack, "select token from installations"));
    }

    [Fact]
    public async Task Nothing_is_offered_where_one_workspace_is_configured()
    {
        await using var slack = await SlackApp.StartAsync();
        using var response = await slack.Bot.Http.GetAsync("/slack/install");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_token_opens_for_its_own_team_only_and_not_when_changed()
    {
        await using var slack = await StartAsync();
        var cipher = slack.Bot.Get<TokenCipher>();
        var sealed_ = cipher.Encrypt("xoxb-secret", "T1");
        Assert.Equal("xoxb-secret", cipher.Decrypt(sealed_, "T1"));
        Assert.NotEqual(sealed_, cipher.Encrypt("xoxb-secret", "T1"));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => cipher.Decrypt(sealed_, "T2"));
        var bytes = Convert.FromBase64String(sealed_);
        bytes[^1] ^= 1;
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => cipher.Decrypt(Convert.ToBase64String(bytes), "T1"));
    }

    private static Task<SlackApp> StartAsync(params (string, string?)[] settings) =>
        SlackApp.StartAsync([("Slack:BotToken", ""), ("Slack:ClientId", "1.2"), ("Slack:ClientSecret", "s"), .. settings]);

    /// <summary>As a browser does it: the cookie is kept, Slack's redirection back is played.</summary>
    private static async Task<(HttpStatusCode Status, string Body)> InstallAsync(SlackApp slack, string code, string? state = null)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = slack.Bot.Http.BaseAddress,
        };
        using var sent = await browser.GetAsync("/slack/install");
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(sent.Headers.Location!.Query);
        Assert.Equal("1.2", query["client_id"]);
        using var back = await browser.GetAsync($"/slack/oauth?code={code}&state={state ?? query["state"].ToString()}");
        return (back.StatusCode, await back.Content.ReadAsStringAsync());
    }

    private static async Task<string?> ReadAsync(SlackApp slack, string sql)
    {
        await using var connection = await slack.Bot.Get<IDatabase>().OpenAsync(Workspaces.All);
        return await connection.QueryFirstOrDefaultAsync<string>(sql);
    }
}
