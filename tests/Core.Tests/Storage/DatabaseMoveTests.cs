using ChatBot.Knowledge.Indexing;
using ChatBot.Privacy;
using ChatBot.Storage;
using ChatBot.Storage.Moving;
using ChatBot.Storage.Postgres;
using ChatBot.Storage.Sqlite;
using ChatBot.TestKit;
using ChatBot.TestKit.Knowledge;
using ChatBot.TestKit.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Core.Tests.Storage;

public sealed class DatabaseMoveTests
{
    [CounterpartFact(TestStorage.Server)]
    public async Task Everything_moves_and_is_found_again()
    {
        await using var test = await MoveTest.StartAsync();
        await using (var knowledge = KnowledgeDriver.Over(test.Source))
            await KilledIngest.AddAsync(knowledge, "pensions.md", "Pensions are paid on the first of the month.");
        var moved = await new DatabaseMove(test.Source, test.Target, [new MovedChunks()]).RunAsync();
        Assert.Equal(4, moved.Single(table => table.Table == "documents").Rows);
        Assert.Equal(1, moved.Single(table => table.Table == "audit").Rows);
        var passages = await test.SearchTargetAsync("How long are invoices kept?");
        Assert.Equal("invoices.md", passages[0].Uri);
        Assert.Equal("pensions.md", (await test.SearchTargetAsync("When are pensions paid?"))[0].Uri);
        await using var connection = await test.Target.OpenAsync(Workspaces.Default);
        Assert.Equal("naïve “quoted” 日本 🙂", await connection.ExecuteScalarAsync<string>("select detail from audit"));
        Assert.False(await connection.ExecuteScalarAsync<bool>("select to_regclass('move_progress') is not null"));
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task A_move_that_was_interrupted_goes_on()
    {
        await using var test = await MoveTest.StartAsync();
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new DatabaseMove(test.Source, test.Target, [new MovedChunks()]).RunAsync(
                (done, _) =>
                {
                    if (done == 3)
                        stop.Cancel();
                },
                stop.Token
            )
        );
        var moved = await new DatabaseMove(test.Source, test.Target, [new MovedChunks()]).RunAsync();
        Assert.Equal(1, moved.Single(table => table.Table == "audit").Rows);
        Assert.Equal("invoices.md", (await test.SearchTargetAsync("How long are invoices kept?"))[0].Uri);
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task A_target_in_use_is_refused()
    {
        await using var test = await MoveTest.StartAsync();
        await test.Target.WriteAsync(Workspaces.Default, transaction => MoveTest.AuditAsync(transaction, "mine"));
        Assert.Contains(
            "audit",
            (
                await Assert.ThrowsAsync<MoveException>(() => new DatabaseMove(test.Source, test.Target, [new MovedChunks()]).RunAsync())
            ).Message
        );
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task A_sealed_message_opens_after_the_move_with_the_same_key()
    {
        await using var move = await MoveTest.StartAsync();
        var seal = new RowSeal(new byte[32]);
        await move.Source.WriteAsync(
            Workspaces.Default,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    """
                    insert into inbox (id, workspace, channel, event_id, conversation, user_id, ordinal, message, state, ready, created)
                    values ('i', 'default', 'c', 'e~1', 'c~1', 'u_1', 1, @Message, 'open', 0, 0)
                    """,
                    new { Message = seal.Close("words that wait", "message default") },
                    transaction
                )
        );

        await new DatabaseMove(move.Source, move.Target, [new MovedChunks()]).RunAsync();

        await using var connection = await move.Target.OpenAsync(Workspaces.All);
        var moved = await connection.ExecuteScalarAsync<string>("select message from inbox where id = 'i'");
        Assert.Equal("words that wait", seal.Open(moved!, "message default"));
    }

    /// <summary>A SQLite database with knowledge and an audit entry, and an empty PostgreSQL one.</summary>
    private sealed class MoveTest : IAsyncDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-move-").FullName;
        private ServiceProvider? _knowledge;

        public required SqliteDatabase Source { get; init; }
        public required PostgresDatabase Target { get; init; }
        public required string TargetFolder { get; init; }

        public static async Task<MoveTest> StartAsync()
        {
            var target = Directory.CreateTempSubdirectory("chatbot-move-target-").FullName;
            TestStorage.Create(target);
            var folder = Directory.CreateTempSubdirectory("chatbot-move-source-").FullName;
            var test = new MoveTest
            {
                Source = new SqliteDatabase($"Data Source={Path.Combine(folder, "chatbot.db")}"),
                Target = new PostgresDatabase(TestStorage.ConnectionString(target), TimeProvider.System),
                TargetFolder = target,
            };
            await new Migrator(test.Source, TimeProvider.System).MigrateAsync();
            await new Migrator(test.Target, TimeProvider.System).MigrateAsync();
            foreach (
                var (name, text) in ((string, string)[])
                    [
                        ("invoices.md", "# Invoices\n\nInvoices are kept for ten years."),
                        ("holidays.md", "# Holidays\n\nEverybody has thirty days of holiday."),
                        ("laptops.md", "# Laptops\n\nA laptop is replaced after four years."),
                    ]
            )
                await File.WriteAllTextAsync(Path.Combine(test._folder, name), text);
            await using var knowledge = KnowledgeDriver.Over(test.Source);
            await knowledge.GetRequiredService<KnowledgeIngestion>().IngestAsync(Workspaces.Default, "files", [test._folder]);
            await test.Source.WriteAsync(Workspaces.Default, transaction => AuditAsync(transaction, "naïve “quoted” 日本 🙂"));
            return test;
        }

        public static Task AuditAsync(System.Data.Common.DbTransaction transaction, string detail) =>
            transaction.Connection!.ExecuteAsync(
                "insert into audit (id, workspace, actor, action, subject, detail, at) values (@Id, 'default', 'a', 'b', 'c', @detail, 1)",
                new { Id = Guid.NewGuid().ToString("N"), detail },
                transaction
            );

        public Task<IReadOnlyList<Passage>> SearchTargetAsync(string question)
        {
            _knowledge ??= KnowledgeDriver.Over(Target);
            return _knowledge.GetRequiredService<IKnowledgeIndex>().SearchAsync(new KnowledgeQuery(Workspaces.Default, question));
        }

        public async ValueTask DisposeAsync()
        {
            if (_knowledge is not null)
                await _knowledge.DisposeAsync();
            Source.Dispose();
            await Target.DisposeAsync();
            TestStorage.Drop(TargetFolder);
            Directory.Delete(_folder, recursive: true);
        }
    }
}
