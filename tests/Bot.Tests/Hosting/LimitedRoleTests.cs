using System.Net;
using System.Net.Http.Json;
using ChatBot.TestKit;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Storage;
using Dapper;
using Npgsql;

namespace ChatBot.Bot.Tests.Hosting;

/// <summary>The way production is set up: the owner of the tables migrates, a role without any right to change them serves.</summary>
public sealed class LimitedRoleTests : IAsyncLifetime
{
    private const string Question = "How do I undo the last commit in Git?";

    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-limited-").FullName;
    private readonly string _role = "bot_" + Guid.NewGuid().ToString("N")[..12];
    private string _limited = "";

    public async Task InitializeAsync()
    {
        if (Counterpart.Find(TestStorage.Server) is null)
            return;
        TestStorage.Create(_folder);
        _limited = new NpgsqlConnectionStringBuilder(TestStorage.ConnectionString(_folder)) { Username = _role }.ConnectionString;
        await using var server = new NpgsqlConnection(Counterpart.Of(TestStorage.Server));
        await server.ExecuteAsync($"create role {_role} login");
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task A_role_that_can_only_read_and_write_rows_serves_question_feedback_and_correction()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Storage:Provider"] = "postgres",
            ["Storage:ConnectionString"] = _limited,
            ["Storage:OwnerConnectionString"] = TestStorage.ConnectionString(_folder),
        };
        await using var bot = await BotApp.StartAsync(settings, folder: _folder);
        await bot.IndexedAsync();
        using (var ready = await bot.Http.GetAsync("/ready"))
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);

        var answer = await bot.AskAsync(Question, user: "ada");
        Assert.Equal("answered", answer.GetProperty("outcome").GetString());
        var interactionId = answer.GetProperty("interactionId").GetString();
        await bot.PostAsync(
            "/api/feedback/submit",
            new
            {
                interactionId,
                user = "ada",
                thumbs = "down",
                feedbackText = "too long",
            }
        );
        var proposed = await bot.PostAsync(
            "/api/feedback/correct",
            new
            {
                interactionId,
                user = "ada",
                correctResponse = "Run `git reset --soft HEAD~1`.",
            }
        );
        using var admin = bot.AdminHttp();
        using (
            var approved = await admin.PostAsJsonAsync(
                $"/api/admin/corrections/{proposed.GetProperty("correctionId").GetString()}/approve",
                new { }
            )
        )
            Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        var corrected = await bot.AskAsync(Question);
        Assert.Equal("corrected", corrected.GetProperty("outcome").GetString());
        Assert.Equal("Run `git reset --soft HEAD~1`.", corrected.GetProperty("answer").GetString());

        await using var connection = new NpgsqlConnection(_limited);
        Assert.Equal(
            PostgresErrorCodes.InsufficientPrivilege,
            (await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync("drop table interactions"))).SqlState
        );
    }

    public async Task DisposeAsync()
    {
        if (_limited.Length > 0)
        {
            using (var own = new NpgsqlConnection(_limited))
                NpgsqlConnection.ClearPool(own);
            TestStorage.Drop(_folder);
            await using var server = new NpgsqlConnection(Counterpart.Of(TestStorage.Server));
            await server.ExecuteAsync($"drop role {_role}");
        }
        Directory.Delete(_folder, recursive: true);
    }
}
