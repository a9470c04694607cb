using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatBot.Answering.Prompting;
using ChatBot.Bot.Access.Keys;
using ChatBot.Bot.Channels.Slack.Installing;
using ChatBot.Bot.Tests.Admin;
using ChatBot.Learning;
using ChatBot.Privacy;
using ChatBot.Storage;
using ChatBot.TestKit;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Storage;
using Dapper;

namespace ChatBot.Bot.Tests.Hosting;

/// <summary>Two instances on one real database, each with a data folder of its own.</summary>
public sealed class InstancesTests : IAsyncLifetime
{
    private const string Key = "one-text-for-all-instances-of-this-company";
    private const string Question = "How do I undo the last commit in Git?";

    private readonly string[] _folders =
    [
        .. Enumerable.Range(0, 2).Select(_ => Directory.CreateTempSubdirectory("chatbot-instance-").FullName),
    ];

    [CounterpartFact(TestStorage.Server)]
    public async Task What_is_decided_on_one_instance_counts_on_the_other_at_once()
    {
        await using var one = await StartAsync(0);
        await using var two = await StartAsync(1);
        await one.IndexedAsync();
        await two.IndexedAsync();
        Assert.Equal("answered", await OutcomeAsync(two));
        using var admin = one.AdminHttp();

        var asked = (await one.AskAsync(Question)).GetProperty("interactionId").GetString();
        var proposed = await one.PostAsync(
            "/api/feedback/correct",
            new
            {
                interactionId = asked,
                user = "ada",
                correctResponse = "Run `git reset --soft HEAD~1`.",
            }
        );
        var correction = $"/api/admin/corrections/{proposed.GetProperty("correctionId").GetString()}";
        await PostAsync(admin, correction + "/approve");
        Assert.Equal("corrected", await OutcomeAsync(two));
        await PostAsync(admin, correction + "/retire");
        Assert.Equal("answered", await OutcomeAsync(two));

        var draft = await PostAsync(
            admin,
            "/api/admin/prompts",
            new { template = "Answer from the sources, else say NO_ANSWER.", note = "shorter" }
        );
        var version = draft.GetProperty("id").GetString()!;
        await PromptAsync(two); // whatever it keeps of the choice, it has now
        await PostAsync(admin, $"/api/admin/prompts/{version}/activate");
        await EventuallyAsync(async () => (await PromptAsync(two)).Id == version);
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task A_conversation_has_the_same_arm_of_an_experiment_on_every_instance()
    {
        await using var one = await StartAsync(0);
        await using var two = await StartAsync(1);
        using var admin = one.AdminHttp();
        var draft = await PostAsync(
            admin,
            "/api/admin/prompts",
            new { template = "Answer from the sources, else say NO_ANSWER.", note = "b" }
        );
        await PostAsync(
            admin,
            "/api/admin/experiments",
            new
            {
                name = "shorter",
                versionA = ShippedPrompt.Version.Id,
                versionB = draft.GetProperty("id").GetString(),
                shareB = 0.5,
            }
        );
        await EventuallyAsync(async () => (await PromptAsync(two)).Arm.Length > 0);

        var arms = new List<string>();
        for (var conversation = 0; conversation < 40; conversation++)
        {
            var arm = (await PromptAsync(one, $"c{conversation}")).Arm;
            Assert.Equal(arm, (await PromptAsync(two, $"c{conversation}")).Arm);
            arms.Add(arm);
        }
        Assert.Equal(["shorter:a", "shorter:b"], arms.Distinct().Order());
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task Scheduled_work_that_is_due_is_done_by_one_instance()
    {
        await using var one = await StartAsync(0);
        await using var two = await StartAsync(1);
        var database = one.Get<IDatabase>();
        // names that are new become due later
        await Task.WhenAll(one.Get<LearningSchedule>().RunDueAsync(), two.Get<LearningSchedule>().RunDueAsync());
        await database.WriteAsync(
            Workspaces.All,
            transaction => transaction.Connection!.ExecuteAsync("update schedules set due = 0", transaction: transaction)
        );
        await one.AskAsync(Question); // a workspace to work on

        await Task.WhenAll(
            one.Get<LearningSchedule>().RunDueAsync(),
            two.Get<LearningSchedule>().RunDueAsync(),
            one.Get<LearningSchedule>().RunDueAsync()
        );

        await using var connection = await database.OpenAsync(Workspaces.All);
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("select count(*) from improvement_runs"));
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task Keys_are_the_same_on_every_instance()
    {
        await using var one = await StartAsync(0);
        await using var two = await StartAsync(1);

        Assert.Equal(one.AdminKey, two.AdminKey);
        Assert.Equal("xoxb-1", two.Get<TokenCipher>().Decrypt(one.Get<TokenCipher>().Encrypt("xoxb-1", "T1"), "T1"));

        using var browser = await AdminBrowser.SignedInAsync(one);
        using var elsewhere = new AdminBrowser(two);
        elsewhere.Cookies.Add(browser.Cookies.GetCookies(new Uri(one.Address + "/admin")));
        using var page = await elsewhere.GetAsync("/admin/corrections");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);

        // What is in the database is of no use without the configured key.
        await using var connection = await one.Get<IDatabase>().OpenAsync(Workspaces.All);
        foreach (var stored in await connection.QueryAsync<string>("select name || sealed from shared_secrets"))
        {
            Assert.DoesNotContain(one.AdminKey, stored);
            Assert.DoesNotContain("<masterKey", stored);
        }
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task An_instance_with_another_key_is_refused_with_what_to_do()
    {
        await using var one = await StartAsync(0);

        var other = await Assert.ThrowsAsync<SharedSecretException>(() => StartAsync(1, "another-text-than-the-first-instance-has"));
        Assert.StartsWith(
            "Privacy:PseudonymKey is not the key that the other instances on this database use. Set Privacy:PseudonymKey on all of them",
            other.Message
        );

        var none = await Assert.ThrowsAsync<SharedSecretException>(() => StartAsync(1, key: ""));
        Assert.StartsWith(Path.Combine(_folders[1], "pseudonym-key"), none.Message);

        await File.WriteAllTextAsync(Path.Combine(_folders[1], AdminKey.FileName), "0123456789abcdef\n");
        var file = await Assert.ThrowsAsync<SharedSecretException>(() => StartAsync(1));
        Assert.Contains("Delete it, and theirs takes its place", file.Message);
        File.Delete(Path.Combine(_folders[1], AdminKey.FileName));
        await using var two = await StartAsync(1);
        Assert.Equal(one.AdminKey, two.AdminKey);
    }

    public Task InitializeAsync()
    {
        if (Counterpart.Find(TestStorage.Server) is not null)
            TestStorage.Create(_folders[0]);
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        if (Counterpart.Find(TestStorage.Server) is not null)
            TestStorage.Drop(_folders[0]);
        foreach (var folder in _folders)
            Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    private Task<BotApp> StartAsync(int instance, string key = Key) =>
        BotApp.StartAsync(
            new Dictionary<string, string?>
            {
                ["Storage:Provider"] = "postgres",
                ["Storage:ConnectionString"] = TestStorage.ConnectionString(_folders[0]),
                ["Privacy:PseudonymKey"] = key,
                ["Learning:ImprovementEveryDays"] = "7",
            },
            folder: _folders[instance]
        );

    private static async Task<string?> OutcomeAsync(BotApp bot) => (await bot.AskAsync(Question)).GetProperty("outcome").GetString();

    private static Task<PromptVersion> PromptAsync(BotApp bot, string conversation = "c") =>
        bot.Get<IPromptVersions>().ForAsync(Workspaces.Default, conversation);

    private static async Task<JsonElement> PostAsync(HttpClient admin, string path, object? body = null)
    {
        using var response = await admin.PostAsJsonAsync(path, body ?? new { });
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>A notification takes a moment from one process to the next; a cache that only grows old would take a minute.</summary>
    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await holds())
        {
            Assert.False(patience.IsCancellationRequested, "the other instance did not hear of it");
            await Task.Delay(10);
        }
    }
}
