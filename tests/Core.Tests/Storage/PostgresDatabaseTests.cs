using ChatBot.Knowledge.Searching;
using ChatBot.Knowledge.Searching.Postgres;
using ChatBot.Storage;
using ChatBot.Storage.Postgres;
using ChatBot.TestKit;
using ChatBot.TestKit.Storage;
using Dapper;
using Npgsql;

namespace ChatBot.Core.Tests.Storage;

/// <summary>What a connection to PostgreSQL brings besides the workspace: asked of the server, not of our own settings.</summary>
public sealed class PostgresDatabaseTests
{
    [CounterpartFact(TestStorage.Server)]
    public async Task What_is_asked_again_and_again_is_prepared_and_connections_are_kept()
    {
        await using var database = Database("Maximum Pool Size=1");
        var sessions = new HashSet<int>();
        for (var i = 0; i < 8; i++)
        {
            await using var connection = await database.OpenAsync(Workspaces.Default);
            sessions.Add(await connection.ExecuteScalarAsync<int>("select pg_backend_pid() + @i * 0", new { i }));
        }
        Assert.Single(sessions);
        await using var again = await database.OpenAsync(Workspaces.Default);
        Assert.Contains("select pg_backend_pid() + $1 * 0", await again.QueryAsync<string>("select statement from pg_prepared_statements"));
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task A_statement_has_half_a_minute_unless_the_connection_string_says_otherwise()
    {
        await using (var database = Database(""))
        await using (var connection = await database.OpenAsync(Workspaces.Default))
        {
            Assert.Equal("30s", await connection.ExecuteScalarAsync<string>("show statement_timeout"));
            Assert.Equal("off", await connection.ExecuteScalarAsync<string>("show jit"));
        }
        await using var hasty = Database("Options=-c statement_timeout=2s");
        await using var own = await hasty.OpenAsync(Workspaces.Default);
        var ended = await Assert.ThrowsAsync<PostgresException>(() => own.ExecuteAsync("select pg_sleep(60)"));
        Assert.Equal(PostgresErrorCodes.QueryCanceled, ended.SqlState);
        Assert.Equal("off", await own.ExecuteScalarAsync<string>("show jit"));
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task What_a_build_sets_is_gone_for_the_next_user_of_its_connection()
    {
        await using var database = Database("Maximum Pool Size=1");
        await using (var build = await database.OpenAsync(Workspaces.All))
            await build.ExecuteAsync("set statement_timeout = 0; set maintenance_work_mem = '100MB'");
        await using var next = await database.OpenAsync(Workspaces.All);
        Assert.Equal("30s", await next.ExecuteScalarAsync<string>("show statement_timeout"));
        Assert.NotEqual("100MB", await next.ExecuteScalarAsync<string>("show maintenance_work_mem"));
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task What_a_search_sets_ends_with_it()
    {
        var folder = Directory.CreateTempSubdirectory("chatbot-settings-").FullName;
        TestStorage.Create(folder);
        try
        {
            await using var database = new PostgresDatabase(TestStorage.ConnectionString(folder), TimeProvider.System);
            await new Migrator(database, TimeProvider.System).MigrateAsync();
            await using (var index = await new PostgresKnowledgeReader(database).OpenAsync(Workspaces.Default))
                await index.FindAsync(
                    new CandidateSearch(["word"], new float[8], "embedder", Category: null, ByWords: 50, ByVector: 10),
                    default
                );
            await using var next = await database.OpenAsync(Workspaces.Default);
            Assert.Equal("auto", await next.ExecuteScalarAsync<string>("show plan_cache_mode"));
        }
        finally
        {
            TestStorage.Drop(folder);
            Directory.Delete(folder);
        }
    }

    private static PostgresDatabase Database(string settings) =>
        new($"{Counterpart.Of(TestStorage.Server)};{settings}", TimeProvider.System);
}
