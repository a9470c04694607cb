using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.Learning.Feedback;
using ChatBot.Storage;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Slack;
using ChatBot.TestKit.Storage;
using ChatBot.TestKit.Teams;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatBot.Bot.Tests.Hosting;

/// <summary>
/// The real bot between Slack, Teams and the web, and then every byte of its data folder and every line of its log: while messages wait,
/// after the answers, after erasure.
/// </summary>
public sealed class NothingInClearTests : IAsyncLifetime
{
    private const string SlackUser = "U0ZEBRASLACK";
    private const string TeamsUser = "zebrateams";
    private const string TeamsObject = "cccccccc-1111-4222-8333-444455556666";
    private const string WebUser = "zebra-web-user";

    private static readonly string[] PersonalData =
    [
        "4111 1111 1111 1111",
        "DE89 3704 0044 0532 0130 00",
        "zebra.stripes@distinct.example",
    ];

    /// <summary>Platforms' ids of people, which no file may ever hold.</summary>
    private static readonly string[] PlatformIds = [SlackUser, TeamsUser, TeamsObject, WebUser];

    /// <summary>What each of them wrote besides, which may stand in the database until it is erased.</summary>
    private static readonly string[] Words = ["zebrawort", "quaggawort", "okapiwort", "gnuwort"];

    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-clear-").FullName;
    private readonly RecordedLog _log = new();
    private readonly TokenIssuer _issuer = new("key-1", "msteams");
    private SlackCloud _slackCloud = null!;
    private TeamsCloud _teamsCloud = null!;

    public async Task InitializeAsync()
    {
        _slackCloud = await SlackCloud.StartAsync();
        _teamsCloud = await TeamsCloud.StartAsync();
        _teamsCloud.Published.Add(_issuer);
    }

    public async Task DisposeAsync()
    {
        await _slackCloud.DisposeAsync();
        await _teamsCloud.DisposeAsync();
        _issuer.Dispose();
        TestStorage.Delete(_folder);
    }

    [Fact]
    public async Task No_file_and_no_log_ever_holds_a_card_number_or_a_platform_id_and_none_a_word_after_erasure()
    {
        // Nobody answers: what was received waits, while the process runs and after it has stopped.
        await using (var bot = await StartAsync(services => services.AddSingleton<Ask>((_, _, cancel, _) => NeverAsync(cancel))))
        {
            await SendAsync(bot);
            AssertNowhere("while messages wait", [.. PersonalData, .. PlatformIds, .. Words]);
        }
        AssertNowhere("while the process is stopped", [.. PersonalData, .. PlatformIds, .. Words]);

        await using (var bot = await StartAsync())
        {
            await _slackCloud.WaitForAsync("chat.postMessage");
            await _teamsCloud.WaitForAsync(1);
            await bot.AskAsync(Question("okapiwort"), "a-conversation", WebUser);
            await UntilAsync(bot, "select count(*) from interactions", 4);
            await UntilAsync(bot, "select count(*) from deliveries where subject = 'answer'", 2);
            AssertNowhere("after the answers", [.. PersonalData, .. PlatformIds]);

            await LearnAsync(bot);
            AssertNowhere("after learning", [.. PersonalData, .. PlatformIds]);
            if (!TestStorage.IsPostgres)
                Assert.NotEmpty(Found("gnuwort")); // the comment is there: what follows is the erasure's doing

            await EraseAsync(bot);
            AssertNowhere("after erasure", [.. PersonalData, .. PlatformIds, .. Words]);
        }
        AssertNowhere("after the end", [.. PersonalData, .. PlatformIds, .. Words]);

        var lines = _log.Entries.Where(entry => entry.Level > LogLevel.Trace).Select(entry => entry.Text).ToList();
        Assert.NotEmpty(lines);
        foreach (var text in (string[])[.. PersonalData, .. PlatformIds, .. Words])
            Assert.DoesNotContain(lines, line => line.Contains(text, StringComparison.OrdinalIgnoreCase));
    }

    private Task<BotApp> StartAsync(Action<IServiceCollection>? adjust = null)
    {
        var settings = SlackApp.Settings(_slackCloud);
        foreach (var (key, value) in TeamsApp.Settings(_teamsCloud))
            settings[key] = value;
        settings["Turns:DrainTime"] = "00:00:00.100";
        settings["Logging:LogLevel:Default"] = "Debug";
        // Names of requests, not of people; but a platform's addresses are its own.
        settings["Logging:LogLevel:System.Net.Http.HttpClient"] = "Warning";
        return BotApp.StartAsync(
            settings,
            services =>
            {
                services.AddLogging(logging => logging.AddProvider(_log));
                adjust?.Invoke(services);
            },
            _folder
        );
    }

    private static async Task<ChatBot.Answering.Answer> NeverAsync(CancellationToken cancel)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
        throw new InvalidOperationException("nobody waits that long");
    }

    private static string Question(string word) =>
        $"My card is {PersonalData[0]}, my account {PersonalData[1]}, write to {PersonalData[2]}. How do I create a branch for the {word}?";

    /// <summary>A slash command too: Slack has people's ids in the names of such conversations.</summary>
    private async Task SendAsync(BotApp bot)
    {
        var slack = SlackApp.Attach(bot, _slackCloud);
        var teams = TeamsApp.Attach(bot, _teamsCloud, _issuer);
        Assert.Equal(HttpStatusCode.OK, (await slack.SendAsync(slack.Message(Question("zebrawort"), user: SlackUser))).Status);
        var command = await slack.PostAsync(
            "/slack/commands",
            $"command=%2Fask&text={Uri.EscapeDataString(Question("zebrawort"))}&user_id={SlackUser}&channel_id=C1&team_id={SlackCloud.Team}"
                + $"&trigger_id={slack.NewTrigger()}&response_url={Uri.EscapeDataString(_slackCloud.Address + "/response/1")}",
            "application/x-www-form-urlencoded"
        );
        Assert.Equal(HttpStatusCode.OK, command.Status);
        var message = teams.Message(Question("quaggawort"), $"a:{TeamsUser}", user: TeamsUser, userId: TeamsObject);
        Assert.Equal(HttpStatusCode.OK, (await teams.PostAsync(message)).Status);
        await UntilAsync(bot, "select count(*) from inbox where finished is null", 3);
    }

    /// <summary>Ratings, a proposal, and an improvement cycle that quotes them.</summary>
    private static async Task LearnAsync(BotApp bot)
    {
        await using var connection = await bot.Get<IDatabase>().OpenAsync(Workspaces.All);
        var asked = await connection.QueryAsync<(string Id, string User)>("select id, user_id from interactions where user_id <> ''");
        foreach (var (id, user) in asked)
        {
            await bot.Get<FeedbackService>()
                .SubmitAsync(new Rating("default", id, user) { Thumbs = Thumbs.Down, Comment = "A gnuwort is no branch." });
            await bot.Get<ChatBot.Learning.Review.ReviewService>().ProposeAsync("default", id, user, "web", "A gnuwort is a branch.");
        }
        using var admin = bot.AdminHttp();
        using var run = await admin.PostAsJsonAsync("/api/admin/improvement/run", new { daysBack = 7 });
        Assert.True(run.IsSuccessStatusCode, await run.Content.ReadAsStringAsync());
        Assert.True(await connection.ExecuteScalarAsync<long>("select count(*) from prompt_versions where mistakes like '%gnuwort%'") > 0);
    }

    private static async Task EraseAsync(BotApp bot)
    {
        using var admin = bot.AdminHttp();
        foreach (var (channel, user) in ((string, string)[])[("slack", SlackUser), ("teams", TeamsObject), ("web", WebUser)])
        {
            using var erased = await admin.PostAsJsonAsync("/api/admin/privacy/erase", new { channel, user });
            var report = await erased.Content.ReadFromJsonAsync<JsonElement>();
            Assert.True(report.GetProperty("interactions").GetInt32() > 0, $"{channel}: {report}");
        }
    }

    private static async Task UntilAsync(BotApp bot, string count, long least)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await using var connection = await bot.Get<IDatabase>().OpenAsync(Workspaces.All);
        while (await connection.ExecuteScalarAsync<long>(count) < least)
            await Task.Delay(50, limit.Token);
    }

    private void AssertNowhere(string when, string[] texts)
    {
        foreach (var text in texts)
            Assert.True(Found(text) is [], $"{text} lies {when} in {string.Join(", ", Found(text))}");
    }

    /// <summary>Files that hold a text in their bytes, as it was typed, without its blanks, or in another case.</summary>
    private List<string> Found(string text)
    {
        byte[][] forms =
        [
            Encoding.UTF8.GetBytes(text),
            Encoding.UTF8.GetBytes(text.Replace(" ", "")),
            Encoding.UTF8.GetBytes(text.ToLowerInvariant()),
            Encoding.Unicode.GetBytes(text),
        ];
        return
        [
            .. Directory
                .EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
                .Where(file => forms.Any(form => Bytes(file).AsSpan().IndexOf(form) >= 0))
                .Select(file => Path.GetRelativePath(_folder, file)),
        ];
    }

    private static byte[] Bytes(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
