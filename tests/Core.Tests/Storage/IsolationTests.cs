using ChatBot.Storage;
using ChatBot.Storage.Postgres;
using ChatBot.TestKit;
using ChatBot.TestKit.Storage;
using Dapper;
using Npgsql;

namespace ChatBot.Core.Tests.Storage;

/// <summary>PostgreSQL's own wall between workspaces, with a role that is no superuser.</summary>
public sealed class IsolationTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-isolation-").FullName;
    private readonly string _role = "bot_" + Guid.NewGuid().ToString("N")[..12];
    private PostgresDatabase? _bot;

    public async Task InitializeAsync()
    {
        if (Counterpart.Find(TestStorage.Server) is null)
            return;
        TestStorage.Create(_folder);
        var owner = TestStorage.ConnectionString(_folder);
        await using (var admin = new NpgsqlConnection(owner))
            await admin.ExecuteAsync($"create role {_role} login");
        await using var database = new PostgresDatabase(owner, TimeProvider.System);
        await new Migrator(database, TimeProvider.System, _role).MigrateAsync();
        _bot = new PostgresDatabase(new NpgsqlConnectionStringBuilder(owner) { Username = _role }.ConnectionString, TimeProvider.System);
        foreach (var workspace in (string[])["one", "two"])
            await _bot.WriteAsync(workspace, transaction => InsertAsync(transaction, workspace));
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task A_query_without_a_filter_sees_only_its_own_workspace()
    {
        await using var one = await _bot!.OpenAsync("one");
        Assert.Equal(["one"], await one.QueryAsync<string>("select workspace from audit"));
        await using var all = await _bot.OpenAsync(Workspaces.All);
        Assert.Equal(["one", "two"], await all.QueryAsync<string>("select workspace from audit order by workspace"));
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task A_connection_that_names_no_workspace_sees_nothing()
    {
        await using var silent = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(TestStorage.ConnectionString(_folder)) { Username = _role, Pooling = false }.ConnectionString
        );
        Assert.Empty(await silent.QueryAsync<string>("select workspace from audit"));
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task A_row_of_another_workspace_can_be_neither_written_nor_changed()
    {
        await Assert.ThrowsAsync<PostgresException>(() => _bot!.WriteAsync("one", transaction => InsertAsync(transaction, "two")));
        var changed = await _bot!.WriteAsync(
            "one",
            transaction =>
                transaction.Connection!.ExecuteAsync("update audit set action = 'forged' where workspace = 'two'", transaction: transaction)
        );
        Assert.Equal(0, changed);
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task Every_table_with_a_workspace_is_covered()
    {
        await using var connection = await _bot!.OpenAsync(Workspaces.All);
        var open = await connection.QueryAsync<string>(
            """
            select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace' join pg_namespace n
                on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)
            """
        );
        Assert.Empty(open);
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task The_bots_role_can_neither_create_nor_drop()
    {
        await using var connection = await _bot!.OpenAsync(Workspaces.All);
        foreach (var sql in (string[])["create table sneaked (id int)", "drop table audit", "alter table audit disable row level security"])
            Assert.Equal(
                PostgresErrorCodes.InsufficientPrivilege,
                (await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(sql))).SqlState
            );
    }

    public async Task DisposeAsync()
    {
        if (_bot is not null)
        {
            await _bot.DisposeAsync();
            TestStorage.Drop(_folder);
            await using var admin = new NpgsqlConnection(Counterpart.Of(TestStorage.Server));
            await admin.ExecuteAsync($"drop role {_role}");
        }
        Directory.Delete(_folder, recursive: true);
    }

    private static Task InsertAsync(System.Data.Common.DbTransaction transaction, string workspace) =>
        transaction.Connection!.ExecuteAsync(
            "insert into audit (id, workspace, actor, action, subject, detail, at) values (@Id, @workspace, 'a', 'b', 'c', '{}', 1)",
            new { Id = Guid.NewGuid().ToString("N"), workspace },
            transaction
        );
}
