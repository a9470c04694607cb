using System.Data.Common;
using System.Reflection;
using ChatBot.Storage.Postgres;
using Dapper;

namespace ChatBot.Storage;

/// <summary>
/// Brings the schema up to date from the embedded files <c>NNN_name[.sqlite|.postgres].sql</c>, in number order, each once,
/// each in its own transaction. Most DDL is written once for both engines; a suffix marks what only one of them runs.
/// </summary>
/// <param name="database">Opened by a role that may change the schema.</param>
/// <param name="servedBy">On PostgreSQL: another role that the bot serves with, which is granted reading and writing; null where it is the same.</param>
public sealed class Migrator(IDatabase database, TimeProvider time, string? servedBy = null)
{
    private const string Prefix = "migrations/";

    /// <summary>Applies what is missing. Several instances may start at once: the engine's write lock admits one at a time.</summary>
    /// <exception cref="InvalidOperationException">The database was written by a newer version of this program.</exception>
    public async Task MigrateAsync(CancellationToken cancel = default)
    {
        await database.WriteAsync(Workspaces.All, async transaction =>
        {
            await LockAsync(transaction);
            await transaction.Connection!.ExecuteAsync("create table if not exists migrations (name text primary key, applied bigint not null)", transaction: transaction);
        }, cancel);

        var known = Available(database.Engine).ToList();
        foreach (var migration in known)
            await database.WriteAsync(Workspaces.All, transaction => ApplyAsync(migration, transaction), cancel);

        if (database.Engine == StorageEngine.Postgres)
            await database.WriteAsync(Workspaces.All, async transaction =>
            {
                await LockAsync(transaction);
                await RowLevelSecurity.CoverAsync(transaction);
                if (servedBy is not null)
                    await RowLevelSecurity.GrantAsync(transaction, servedBy);
            }, cancel);

        await using var connection = await database.OpenAsync(Workspaces.All, cancel);
        var applied = await connection.QueryAsync<string>("select name from migrations");
        if (applied.Except(known.Select(migration => migration.Name)).ToList() is [var unknown, ..])
            throw new InvalidOperationException($"The database has migration {unknown}, which this version does not know. Start the newer version, or restore the backup made before it.");
    }

    private async Task ApplyAsync(Migration migration, DbTransaction transaction)
    {
        await LockAsync(transaction);
        var connection = transaction.Connection!;
        if (await connection.ExecuteScalarAsync<long>("select count(*) from migrations where name = @Name", migration, transaction) > 0)
            return;
        await connection.ExecuteAsync(migration.Sql, transaction: transaction);
        await connection.ExecuteAsync("insert into migrations (name, applied) values (@Name, @Now)", new { migration.Name, Now = time.NowMs() }, transaction);
    }

    private Task LockAsync(DbTransaction transaction) => database.Engine == StorageEngine.Postgres
        ? transaction.Connection!.ExecuteAsync("select pg_advisory_xact_lock(7305812)", transaction: transaction)
        : Task.CompletedTask;

    private static IEnumerable<Migration> Available(StorageEngine engine)
    {
        var other = engine == StorageEngine.Sqlite ? ".postgres.sql" : ".sqlite.sql";
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !name.EndsWith(other, StringComparison.Ordinal))
            .OrderBy(name => name[..^".sql".Length], StringComparer.Ordinal) // what both run comes before what one of them adds
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return new Migration(name[Prefix.Length..^".sql".Length], reader.ReadToEnd());
            });
    }

    private sealed record Migration(string Name, string Sql);
}
