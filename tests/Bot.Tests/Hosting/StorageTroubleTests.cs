using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.Answering;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.Interactions;
using ChatBot.Starting;
using ChatBot.Storage;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Slack;
using ChatBot.TestKit.Storage;
using ChatBot.TestKit.Teams;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatBot.Bot.Tests.Hosting;

/// <summary>A full disk, one that is read-only, a damaged file: what people, platforms and whoever runs the bot see of it.</summary>
public sealed class StorageTroubleTests
{
    [SqliteFact(NeedsDisk = true)]
    public async Task On_a_full_disk_nothing_is_acknowledged_that_is_not_stored_and_it_goes_on_by_itself_when_there_is_room()
    {
        using var disk = SmallDisk.TryMount(64)!;
        using var log = new RecordedLog();
        await using var slackCloud = await SlackCloud.StartAsync();
        await using var teamsCloud = await TeamsCloud.StartAsync();
        using var issuer = new TokenIssuer("key-1", "msteams");
        teamsCloud.Published.Add(issuer);
        var settings = SlackApp.Settings(slackCloud);
        foreach (var (key, value) in TeamsApp.Settings(teamsCloud))
            settings[key] = value;
        settings["Turns:DrainTime"] = "00:00:00.100";
        await using var bot = await BotApp.StartAsync(
            settings,
            // Nobody answers the platforms, so that all that is stored waits and can be counted.
            services =>
                services
                    .AddLogging(logging => logging.AddProvider(log))
                    .AddSingleton<Ask>(provider =>
                        (question, alongside, cancel, watcher) =>
                            question.Channel is "slack" or "teams"
                                ? NeverAsync(cancel)
                                : provider.GetRequiredService<Asking>().AskAsync(question, alongside, cancel, watcher)
                    ),
            disk.Folder
        );
        var slack = SlackApp.Attach(bot, slackCloud);
        var teams = TeamsApp.Attach(bot, teamsCloud, issuer);
        await UntilReadyAsync(bot, HttpStatusCode.OK);

        disk.Fill();
        var acknowledged = 0;
        foreach (var length in (int[])[30_000, 100]) // what a large one could not use is room for small ones
            for (var status = HttpStatusCode.OK; status == HttpStatusCode.OK; acknowledged += status == HttpStatusCode.OK ? 1 : 0)
            {
                status = (await slack.SendAsync(slack.Message(new string('w', length), $"D{Guid.NewGuid():N}"))).Status;
                Assert.True(status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{status}");
            }
        var large = teams.Message(string.Concat(Enumerable.Repeat("many words ", 2000)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await teams.PostAsync(large)).Status);

        var ready = await UntilReadyAsync(bot, HttpStatusCode.ServiceUnavailable);
        Assert.Contains(StorageTrouble.Full, ready);
        Assert.Contains(log.Entries, entry => entry.Level == LogLevel.Critical && entry.Text.Contains(StorageTrouble.Full));
        using (var refused = await bot.Http.PostAsJsonAsync("/api/ask", new { question = "How do I undo the last commit in Git?" }))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal("storage_unavailable", problem.GetProperty("code").GetString());
        }
        Assert.Equal(acknowledged, await CountAsync(bot));

        disk.Free();
        await UntilReadyAsync(bot, HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, (await teams.PostAsync(large)).Status);
        Assert.Equal(acknowledged + 1, await CountAsync(bot));
        using var asked = await bot.Http.PostAsJsonAsync("/api/ask", new { question = "How do I undo the last commit in Git?" });
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
    }

    [SqliteFact(NeedsDisk = true)]
    public async Task A_read_only_disk_ends_the_start_with_one_line()
    {
        using var disk = SmallDisk.TryMount(64)!;
        await using (var bot = await BotApp.StartAsync(folder: disk.Folder))
            await bot.AskAsync("How do I create a branch?");
        disk.MakeReadOnly();

        var fault = await Assert.ThrowsAnyAsync<Exception>(() => BotApp.StartAsync(folder: disk.Folder));

        var line = StartFailure.Explain(fault);
        Assert.Contains("cannot be written", line);
        Assert.DoesNotContain('\n', line);
    }

    [SqliteFact]
    public async Task A_database_file_that_may_only_be_read_ends_the_start_with_one_line()
    {
        var folder = await StoppedAsync();
        var settings = new Dictionary<string, string?>
        {
            ["Storage:ConnectionString"] = $"Data Source={Path.Combine(folder, "chatbot.db")};Mode=ReadOnly",
        };

        var fault = await Assert.ThrowsAnyAsync<Exception>(() => BotApp.StartAsync(settings, folder: folder));

        Assert.Equal(StorageTrouble.Refusing, StartFailure.Explain(fault));
        Directory.Delete(folder, recursive: true);
    }

    [SqliteFact]
    public async Task A_file_that_is_no_database_ends_the_start_with_one_line()
    {
        var folder = await StoppedAsync();
        Overwrite(Path.Combine(folder, "chatbot.db"), page: 1);

        var fault = await Assert.ThrowsAnyAsync<Exception>(() => BotApp.StartAsync(folder: folder));

        Assert.Equal(StorageTrouble.Damaged, StartFailure.Explain(fault));
        Directory.Delete(folder, recursive: true);
    }

    [SqliteFact]
    public async Task Damage_that_nobody_has_met_yet_is_found_after_the_start_and_told()
    {
        var folder = await StoppedAsync();
        Overwrite(Path.Combine(folder, "chatbot.db"), PageOf(Path.Combine(folder, "chatbot.db"), "excluded_documents"));
        using var log = new RecordedLog();

        await using (
            var bot = await BotApp.StartAsync(adjust: services => services.AddLogging(logging => logging.AddProvider(log)), folder: folder)
        )
        {
            Assert.Contains(StorageTrouble.Damaged[..24], await UntilReadyAsync(bot, HttpStatusCode.ServiceUnavailable));
            Assert.Contains(log.Entries, entry => entry.Level >= LogLevel.Error && entry.Text.Contains(StorageTrouble.Damaged));
        }
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<Answer> NeverAsync(CancellationToken cancel)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
        throw new InvalidOperationException("nobody waits that long");
    }

    /// <summary>A data folder that a bot has used and left.</summary>
    private static async Task<string> StoppedAsync()
    {
        var folder = Directory.CreateTempSubdirectory("chatbot-trouble-").FullName;
        await using (var bot = await BotApp.StartAsync(folder: folder))
            await UntilReadyAsync(bot, HttpStatusCode.OK);
        SqliteConnection.ClearAllPools();
        return folder;
    }

    private static long PageOf(string file, string table)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        connection.Execute("pragma wal_checkpoint(truncate)");
        return connection.ExecuteScalar<long>("select rootpage from sqlite_master where name = @table", new { table });
    }

    private static void Overwrite(string file, long page)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write);
        stream.Position = (page - 1) * 4096;
        stream.Write(Enumerable.Repeat((byte)0xAA, 4096).ToArray());
    }

    private static async Task<int> CountAsync(BotApp bot)
    {
        await using var connection = await bot.Get<IDatabase>().OpenAsync(Workspaces.All);
        return await connection.ExecuteScalarAsync<int>("select count(*) from inbox");
    }

    /// <summary>Waits for a status of <c>/ready</c> and returns its body.</summary>
    private static async Task<string> UntilReadyAsync(BotApp bot, HttpStatusCode status)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            using var ready = await bot.Http.GetAsync("/ready", limit.Token);
            var body = JsonNode.Parse(await ready.Content.ReadAsStringAsync(limit.Token))!["checks"]!["storage"]!["description"];
            if (ready.StatusCode == status)
                return body?.ToString() ?? "";
            await Task.Delay(50, limit.Token);
        }
    }
}
