using System.Data.Common;
using System.Reflection;
using ChatBot.Storage.Postgres;
using Dapper;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatBot.Storage;

/// <summary>
/// Brings the schema up to date from the embedded files <c>NNN_name[.sqlite|.postgres].sql</c>, in number order, each once,
/// each in its own transaction. Most DDL is written once for both engines; a suffix marks what only one of them runs.
/// </summary>
/// <param name="database">Opened by a role that may change the schema.</param>
/// <param name="servedBy">On PostgreSQL: another role that the bot serves with, which is granted reading and writing; null where it is the
/// same.</param>
public sealed partial class Migrator(IDatabase database, TimeProvider time, string? servedBy = null, ILogger<Migrator>? log = null)
{
    private const string Prefix = "migrations/";

    /// <summary>
    /// Between two looks whether another instance has done with the schema, and between two lines that say that it has not.
    /// </summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200),
        TellEvery = TimeSpan.FromSeconds(10);

    private readonly ILogger _log = log ?? NullLogger<Migrator>.Instance;

    /// <summary>
    /// Applies what is missing. Several instances may start at once: one at a time changes the schema, the others wait for it and
    /// say so. Where nothing is missing nothing is locked, so that a restart among busy instances costs two queries.
    /// </summary>
    /// <exception cref="InvalidOperationException">The database was written by a newer version of this program.</exception>
    public async Task MigrateAsync(CancellationToken cancel = default)
    {
        var known = Available(database.Engine).ToList();
        if (database.Engine == StorageEngine.Postgres && await IsCompleteAsync(known, cancel))
            return;
        await database.WriteAsync(
            Workspaces.All,
            async transaction =>
            {
                await LockAsync(transaction, cancel);
                await transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        "create table if not exists migrations (name text primary key, applied bigint not null)",
                        transaction: transaction,
                        cancellationToken: cancel
                    )
                );
            },
            cancel
        );

        foreach (var migration in known)
            await database.WriteAsync(Workspaces.All, transaction => ApplyAsync(migration, transaction, cancel), cancel);

        if (database.Engine == StorageEngine.Postgres)
            await database.WriteAsync(
                Workspaces.All,
                async transaction =>
                {
                    await LockAsync(transaction, cancel);
                    await RowLevelSecurity.CoverAsync(transaction, cancel);
                    if (servedBy is not null)
                        await RowLevelSecurity.GrantAsync(transaction, servedBy, cancel);
                },
                cancel
            );

        await using var connection = await database.OpenAsync(Workspaces.All, cancel);
        ThrowIfNewer(
            await connection.QueryAsync<string>(new CommandDefinition("select name from migrations", cancellationToken: cancel)),
            known
        );
    }

    /// <summary>True where every migration has been applied, and every table is covered and granted.</summary>
    private async Task<bool> IsCompleteAsync(List<Migration> known, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(Workspaces.All, cancel);
        if (
            !await connection.ExecuteScalarAsync<bool>(
                new CommandDefinition("select to_regclass('migrations') is not null", cancellationToken: cancel)
            )
        )
            return false;
        var applied = (
            await connection.QueryAsync<string>(new CommandDefinition("select name from migrations", cancellationToken: cancel))
        ).ToHashSet();
        ThrowIfNewer(applied, known);
        return known.All(migration => applied.Contains(migration.Name))
            && await RowLevelSecurity.IsCompleteAsync(connection, servedBy, cancel);
    }

    private static void ThrowIfNewer(IEnumerable<string> applied, List<Migration> known)
    {
        if (applied.Except(known.Select(migration => migration.Name)).ToList() is [var unknown, ..])
            throw new InvalidOperationException(
                $"The database has migration {unknown}, which this version does not know. Start the newer version, or restore the "
                    + "backup made before it."
            );
    }

    private async Task ApplyAsync(Migration migration, DbTransaction transaction, CancellationToken cancel)
    {
        await LockAsync(transaction, cancel);
        var connection = transaction.Connection!;
        if (
            await connection.ExecuteScalarAsync<long>(
                new CommandDefinition(
                    "select count(*) from migrations where name = @Name",
                    migration,
                    transaction,
                    cancellationToken: cancel
                )
            ) > 0
        )
            return;
        await connection.ExecuteAsync(
            new CommandDefinition(migration.Sql, transaction: transaction, commandTimeout: 0, cancellationToken: cancel)
        );
        await connection.ExecuteAsync(
            new CommandDefinition(
                "insert into migrations (name, applied) values (@Name, @Now)",
                new { migration.Name, Now = time.NowMs() },
                transaction,
                cancellationToken: cancel
            )
        );
    }

    /// <summary>
    /// Takes the right to change the schema until the transaction ends. Neither the wait for it nor a change of a large table has a time
    /// limit.
    /// </summary>
    private async Task LockAsync(DbTransaction transaction, CancellationToken cancel)
    {
        if (database.Engine != StorageEngine.Postgres)
            return;
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(
            new CommandDefinition("set local statement_timeout = 0", transaction: transaction, cancellationToken: cancel)
        );
        long begun = time.GetTimestamp(),
            told = 0;
        while (
            !await connection.ExecuteScalarAsync<bool>(
                new CommandDefinition("select pg_try_advisory_xact_lock(7305812)", transaction: transaction, cancellationToken: cancel)
            )
        )
        {
            if (told == 0 || time.GetElapsedTime(told) > TellEvery)
            {
                Waiting((long)time.GetElapsedTime(begun).TotalSeconds);
                told = time.GetTimestamp();
            }
            await Task.Delay(LookEvery, time, cancel);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Another instance is bringing the database's tables up to date; waiting for it, {Seconds} s so far"
    )]
    private partial void Waiting(long seconds);

    private static IEnumerable<Migration> Available(StorageEngine engine)
    {
        var other = engine == StorageEngine.Sqlite ? ".postgres.sql" : ".sqlite.sql";
        var assembly = Assembly.GetExecutingAssembly();
        return assembly
            .GetManifestResourceNames()
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
