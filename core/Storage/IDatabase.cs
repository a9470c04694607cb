using System.Data.Common;

namespace ChatBot.Storage;

public enum StorageEngine
{
    Sqlite,
    Postgres,
}

/// <summary>
/// The one way to the database. Connections are opened for a workspace: PostgreSQL's row-level security then shows only its
/// rows, whatever a query forgets; SQLite relies on the queries' own filters.
/// </summary>
public interface IDatabase
{
    StorageEngine Engine { get; }

    /// <summary>What this engine writes in its own way.</summary>
    ISqlDialect Sql { get; }

    /// <summary>
    /// Whether other instances of the program may be at work on the same database: then leases, notices and keys are shared there.
    /// A SQLite file is served by one process.
    /// </summary>
    bool IsShared { get; }

    /// <summary>An open connection for reading rows of <paramref name="workspace"/>; the caller disposes it.</summary>
    /// <param name="workspace">A workspace, or <see cref="Workspaces.All"/> for work across them (queues, migration, retention).</param>
    Task<DbConnection> OpenAsync(string workspace, CancellationToken cancel = default);

    /// <summary>
    /// Runs <paramref name="work"/> in one transaction and commits it; an exception rolls back and is passed on.
    /// SQLite admits one writer at a time, in turn and without polling; PostgreSQL retries what it asks to be retried
    /// (serialisation failures, deadlocks), so <paramref name="work"/> must have no effect outside the transaction.
    /// </summary>
    Task<T> WriteAsync<T>(string workspace, Func<DbTransaction, Task<T>> work, CancellationToken cancel = default);

    /// <summary>
    /// Runs one statement that changes rows and is a transaction by itself, which on PostgreSQL saves the round trips of one. It gets no
    /// transaction there.
    /// </summary>
    Task<T> ChangeAsync<T>(string workspace, Func<DbConnection, DbTransaction?, Task<T>> statement, CancellationToken cancel = default) =>
        WriteAsync(workspace, transaction => statement(transaction.Connection!, transaction), cancel);

    /// <summary>
    /// As <see cref="WriteAsync"/>, and on disk when it returns: survives a power cut, at the price of a disk flush on SQLite, where it
    /// also takes its turn before other writes. PostgreSQL always flushes.
    /// </summary>
    Task<T> WriteThroughAsync<T>(string workspace, Func<DbTransaction, Task<T>> work, CancellationToken cancel = default) =>
        WriteAsync(workspace, work, cancel);

    /// <summary>
    /// Takes what was deleted off the disk where the engine's files would go on holding it. SQLite writes its log back and empties it;
    /// what a PostgreSQL server keeps, and how long, is its own to say.
    /// </summary>
    /// <param name="rebuild">Also what was deleted before this program overwrote it, which writes the whole database anew.</param>
    /// <returns>False where a reader, or the lack of room, was in the way; the next time takes it along.</returns>
    Task<bool> ScrubAsync(bool rebuild = false, CancellationToken cancel = default) => Task.FromResult(true);

    /// <summary>
    /// Writes something that changes nothing, unless somebody is writing anyway. PostgreSQL's connections tell by themselves.
    /// </summary>
    /// <exception cref="DbException">It cannot be written: <see cref="StorageTrouble"/> says why.</exception>
    Task ProveAsync(CancellationToken cancel = default) => Task.CompletedTask;

    /// <summary>
    /// Empties the log where it has grown, or where <see cref="ScrubAsync"/> could not; a server's is its own.
    /// </summary>
    /// <returns>Bytes that a reader holds back; 0 where none does.</returns>
    Task<long> TendLogAsync(CancellationToken cancel = default) => Task.FromResult(0L);

    /// <summary>Reads the whole file for damage; a server checks its own.</summary>
    /// <returns>What was found first, without people's words; null for nothing.</returns>
    Task<string?> FindDamageAsync(CancellationToken cancel = default) => Task.FromResult<string?>(null);
}

public static class Workspaces
{
    /// <summary>The workspace of everything that names none: web chat, command line, single-company installations.</summary>
    public const string Default = "default";

    /// <summary>Every workspace; never stored in a row.</summary>
    public const string All = "*";
}

public static class DatabaseExtensions
{
    /// <inheritdoc cref="IDatabase.WriteAsync"/>
    public static Task WriteAsync(
        this IDatabase database,
        string workspace,
        Func<DbTransaction, Task> work,
        CancellationToken cancel = default
    ) =>
        database.WriteAsync(
            workspace,
            async transaction =>
            {
                await work(transaction);
                return true;
            },
            cancel
        );
}
