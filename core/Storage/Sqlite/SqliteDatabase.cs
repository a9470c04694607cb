using System.Data.Common;
using ChatBot.Settings;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace ChatBot.Storage.Sqlite;

/// <summary>One file in WAL mode: readers never wait, writers queue in process instead of polling the file lock.</summary>
public sealed class SqliteDatabase : IDatabase, IDisposable
{
    private readonly WriterTurns _writer = new();
    private readonly string _connectionString;

    public SqliteDatabase(IOptions<StorageOptions> storage, IOptions<DataOptions> data)
        : this(storage.Value.ConnectionString is { Length: > 0 } configured ? configured : "Data Source=" + data.Value.PathOf("chatbot.db"))
    { }

    /// <param name="connectionString">A Microsoft.Data.Sqlite connection string with a file as <c>Data Source</c>.</param>
    public SqliteDatabase(string connectionString)
    {
        _connectionString = connectionString;
        var file = new SqliteConnectionStringBuilder(connectionString).DataSource;
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
    }

    public StorageEngine Engine => StorageEngine.Sqlite;

    public ISqlDialect Sql => SqliteDialect.Instance;

    public bool IsShared => false;

    public async Task<DbConnection> OpenAsync(string workspace, CancellationToken cancel = default)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancel);
            await using var pragmas = connection.CreateCommand();
            // NORMAL in WAL mode survives a killed process; what must survive a power cut too goes through WriteThroughAsync.
            pragmas.CommandText =
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=10000; PRAGMA foreign_keys=ON; PRAGMA "
                + "temp_store=MEMORY;";
            await pragmas.ExecuteNonQueryAsync(cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public Task<T> WriteAsync<T>(string workspace, Func<DbTransaction, Task<T>> work, CancellationToken cancel = default) =>
        WriteAsync(workspace, work, flushed: false, cancel);

    public Task<T> WriteThroughAsync<T>(string workspace, Func<DbTransaction, Task<T>> work, CancellationToken cancel = default) =>
        WriteAsync(workspace, work, flushed: true, cancel);

    private async Task<T> WriteAsync<T>(string workspace, Func<DbTransaction, Task<T>> work, bool flushed, CancellationToken cancel)
    {
        await _writer.EnterAsync(urgent: flushed, cancel);
        try
        {
            await using var connection = await OpenAsync(workspace, cancel);
            if (flushed)
                await FlushCommitsAsync(connection, cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            var result = await work(transaction);
            await transaction.CommitAsync(cancel);
            return result;
        }
        finally
        {
            _writer.Leave();
        }
    }

    private static async Task FlushCommitsAsync(DbConnection connection, CancellationToken cancel)
    {
        await using var pragma = connection.CreateCommand();
        // has no effect inside a transaction, so it stands before; the next opening sets NORMAL again
        pragma.CommandText = "PRAGMA synchronous=FULL;";
        await pragma.ExecuteNonQueryAsync(cancel);
    }

    public void Dispose()
    {
        using (var connection = new SqliteConnection(_connectionString))
            SqliteConnection.ClearPool(connection);
    }
}
