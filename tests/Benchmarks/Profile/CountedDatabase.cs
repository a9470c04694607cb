using System.Data.Common;
using System.Diagnostics;
using ChatBot.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ChatBot.Benchmarks.Profile;

/// <summary>
/// The database with its statements counted: on SQLite by its own profile of each connection, on PostgreSQL by Npgsql's activities, of
/// which a batch is one. What a connection says of itself as it is opened is left out.
/// </summary>
internal sealed class CountedDatabase : IDatabase, IDisposable
{
    private readonly IDatabase _database;
    private readonly ActivityListener _listener;
    private long _statements,
        _writes;

    public CountedDatabase(IDatabase database)
    {
        _database = database;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
            ActivityStopped = _ => Interlocked.Increment(ref _statements),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public long Statements => Interlocked.Read(ref _statements);

    /// <summary>Transactions that write.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    public StorageEngine Engine => _database.Engine;
    public ISqlDialect Sql => _database.Sql;
    public bool IsShared => _database.IsShared;

    public async Task<DbConnection> OpenAsync(string workspace, CancellationToken cancel) =>
        Counted(await _database.OpenAsync(workspace, cancel));

    public Task<T> WriteAsync<T>(string workspace, Func<DbTransaction, Task<T>> work, CancellationToken cancel) =>
        _database.WriteAsync(workspace, transaction => RunAsync(transaction, work), cancel);

    public Task<T> ChangeAsync<T>(string workspace, Func<DbConnection, DbTransaction?, Task<T>> statement, CancellationToken cancel) =>
        _database.ChangeAsync(
            workspace,
            (connection, transaction) =>
            {
                Interlocked.Increment(ref _writes);
                return statement(Counted(connection), transaction);
            },
            cancel
        );

    public Task<T> WriteThroughAsync<T>(string workspace, Func<DbTransaction, Task<T>> work, CancellationToken cancel) =>
        _database.WriteThroughAsync(workspace, transaction => RunAsync(transaction, work), cancel);

    private Task<T> RunAsync<T>(DbTransaction transaction, Func<DbTransaction, Task<T>> work)
    {
        Interlocked.Increment(ref _writes);
        Counted(transaction.Connection!);
        return work(transaction);
    }

    private DbConnection Counted(DbConnection connection)
    {
        if (connection is SqliteConnection { Handle: { } handle })
            raw.sqlite3_profile(handle, new strdelegate_profile((_, _, _) => Interlocked.Increment(ref _statements)), null);
        return connection;
    }

    public void Dispose()
    {
        _listener.Dispose();
        (_database as IDisposable)?.Dispose();
    }
}
