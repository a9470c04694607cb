using ChatBot.Storage;
using ChatBot.Storage.Postgres;
using ChatBot.TestKit;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Storage;
using Dapper;
using Microsoft.Extensions.Logging;

namespace ChatBot.Core.Tests.Storage;

public sealed class MigratorTests
{
    [Fact]
    public async Task Migrating_twice_changes_nothing()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var connection = await test.Database.OpenAsync(Workspaces.All);
        var before = await connection.QueryAsync<string>("select name from migrations order by name");
        await new Migrator(test.Database, TimeProvider.System).MigrateAsync();
        Assert.Equal(before, await connection.QueryAsync<string>("select name from migrations order by name"));
        Assert.Contains("002_interactions", before);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_by_name()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.Database.WriteAsync(
            Workspaces.All,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    "insert into migrations (name, applied) values ('999_future', 1)",
                    transaction: transaction
                )
        );
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            new Migrator(test.Database, TimeProvider.System).MigrateAsync()
        );
        Assert.Contains("999_future", error.Message);
    }

    [Fact]
    public async Task A_failed_write_leaves_nothing_behind()
    {
        await using var test = await TestDatabase.CreateAsync();
        await Assert.ThrowsAsync<InvalidDataException>(() =>
            test.Database.WriteAsync(
                Workspaces.All,
                async transaction =>
                {
                    await transaction.Connection!.ExecuteAsync(
                        "insert into migrations (name, applied) values ('half', 1)",
                        transaction: transaction
                    );
                    throw new InvalidDataException("midway");
                }
            )
        );
        await using var connection = await test.Database.OpenAsync(Workspaces.All);
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select count(*) from migrations where name = 'half'"));
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task A_start_beside_another_that_changes_the_schema_waits_and_says_so_and_where_nothing_is_missing_it_need_not()
    {
        var folder = Directory.CreateTempSubdirectory("chatbot-migrate-").FullName;
        TestStorage.Create(folder);
        try
        {
            await using var database = new PostgresDatabase(TestStorage.ConnectionString(folder), TimeProvider.System);
            var waiting = new AwaitedLogLine("waiting for it");
            var migrator = new Migrator(database, TimeProvider.System, log: new LoggerFactory([waiting]).CreateLogger<Migrator>());
            Task start;
            await using (var other = await database.OpenAsync(Workspaces.All))
            {
                await other.ExecuteAsync("select pg_advisory_lock(7305812)");
                start = migrator.MigrateAsync();
                await waiting.Seen;
                Assert.False(start.IsCompleted);
                await other.ExecuteAsync("select pg_advisory_unlock(7305812)");
                await start;

                await other.ExecuteAsync("select pg_advisory_lock(7305812)");
                await migrator.MigrateAsync();
            }
        }
        finally
        {
            TestStorage.Drop(folder);
            Directory.Delete(folder);
        }
    }
}
