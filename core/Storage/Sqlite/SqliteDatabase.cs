using System.Data.Common;
using System.Runtime.CompilerServices;
using ChatBot.Settings;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using SQLitePCL;

namespace ChatBot.Storage.Sqlite;

/// <summary>One file in WAL mode: readers never wait, writers queue in process instead of polling the file lock.</summary>
public sealed class SqliteDatabase : IDatabase, IDisposable
{
    /// <summary>Bytes that the log keeps on disk once all of it is written back.</summary>
    private const long LargestRestingLog = 64 << 20;

    /// <summary>
    /// NORMAL in WAL mode survives a killed process; what must survive a power cut too goes through WriteThroughAsync. What is deleted is
    /// overwritten; a log that has grown is cut again once it is written back.
    /// </summary>
    private static readonly string Pragmas =
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=10000; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; "
        + $"PRAGMA secure_delete=ON; PRAGMA journal_size_limit={LargestRestingLog};";

    /// <summary>Connections of the pool that keep what <see cref="Pragmas"/> told them.</summary>
    private readonly ConditionalWeakTable<sqlite3, object> _told = [];

    private readonly WriterTurns _writer = new();
    private readonly string _connectionString;

    /// <summary>Full path of the database file.</summary>
    private readonly string _file;

    /// <summary>What was deleted may still lie in the log.</summary>
    private volatile bool _owesScrub;

    public SqliteDatabase(IOptions<StorageOptions> storage, IOptions<DataOptions> data)
        : this(storage.Value.ConnectionString is { Length: > 0 } configured ? configured : "Data Source=" + data.Value.PathOf("chatbot.db"))
    { }

    /// <param name="connectionString">A Microsoft.Data.Sqlite connection string with a file as <c>Data Source</c>.</param>
    public SqliteDatabase(string connectionString)
    {
        _connectionString = connectionString;
        _file = Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);
        if (Path.GetDirectoryName(_file) is { Length: > 0 } folder)
            PrivateFiles.MakeFolder(folder);
        foreach (var part in (string[])["", "-wal", "-shm"])
            PrivateFiles.TightenFile(_file + part);
    }

    /// <summary>Bytes of log beyond which it is emptied although somebody reads without a pause, which SQLite alone waits for.</summary>
    public long LargestLog { get; set; } = 128 << 20;

    public StorageEngine Engine => StorageEngine.Sqlite;

    public ISqlDialect Sql => SqliteDialect.Instance;

    public bool IsShared => false;

    public async Task<DbConnection> OpenAsync(string workspace, CancellationToken cancel = default)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            MakePrivate();
            await connection.OpenAsync(cancel);
            if (!_told.TryGetValue(connection.Handle!, out _))
            {
                await TellAsync(connection, Pragmas, cancel);
                _told.AddOrUpdate(connection.Handle!, connection.Handle!);
            }
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// A new file is private before SQLite opens it, and its log and index take its mode. Why it cannot be made SQLite says.
    /// </summary>
    private void MakePrivate()
    {
        try
        {
            PrivateFiles.MakeEmpty(_file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Said by what comes next.
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
                await FlushCommitsAsync((SqliteConnection)connection, cancel);
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

    /// <summary>
    /// Takes its turn as a writer does, so that none is in the way. The log is emptied, not only written back: it holds pages as they were
    /// before. What a reader is in the way of, <see cref="TendLogAsync"/> makes up for.
    /// </summary>
    public async Task<bool> ScrubAsync(bool rebuild = false, CancellationToken cancel = default)
    {
        await _writer.EnterAsync(urgent: false, cancel);
        try
        {
            await using var connection = (SqliteConnection)await OpenAsync(Workspaces.All, cancel);
            _owesScrub = rebuild && !await RebuildAsync(connection, cancel) || !await EmptyLogAsync(connection, cancel);
            return !_owesScrub;
        }
        finally
        {
            _writer.Leave();
        }
    }

    public async Task<long> TendLogAsync(CancellationToken cancel = default)
    {
        var log = new FileInfo(_file + "-wal");
        if (!log.Exists || (!_owesScrub && log.Length <= LargestLog))
            return 0;
        await ScrubAsync(cancel: cancel);
        log.Refresh();
        return log.Exists && log.Length > LargestLog ? log.Length : 0;
    }

    /// <summary>A number in the file's header that nobody reads: its page is written whatever it holds.</summary>
    public async Task ProveAsync(CancellationToken cancel = default)
    {
        if (!_writer.TryEnter())
            return; // somebody writes, and hears how that goes
        try
        {
            await using var connection = await OpenAsync(Workspaces.All, cancel);
            await using var number = connection.CreateCommand();
            number.CommandText = "PRAGMA user_version = 1;";
            await number.ExecuteNonQueryAsync(cancel);
        }
        finally
        {
            _writer.Leave();
        }
    }

    public async Task<string?> FindDamageAsync(CancellationToken cancel = default)
    {
        await using var connection = (SqliteConnection)await OpenAsync(Workspaces.All, cancel);
        await using var stopped = cancel.Register(() => raw.sqlite3_interrupt(connection.Handle));
        await using var check = connection.CreateCommand();
        check.CommandTimeout = 0;
        check.CommandText = "PRAGMA quick_check(1);";
        try
        {
            var found = await Task.Run(() => (string?)check.ExecuteScalar(), CancellationToken.None);
            return found is null or "ok" ? null : found;
        }
        catch (SqliteException) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
    }

    /// <returns>False where a reader did not end for a second: nobody writes meanwhile.</returns>
    private async Task<bool> EmptyLogAsync(SqliteConnection connection, CancellationToken cancel)
    {
        _told.Remove(connection.Handle!);
        await using var empty = connection.CreateCommand();
        empty.CommandText = "PRAGMA busy_timeout=1000; PRAGMA wal_checkpoint(TRUNCATE);";
        await using var result = await empty.ExecuteReaderAsync(cancel); // the time-out, then: busy, pages of the log, pages written back
        await result.NextResultAsync(cancel);
        await result.ReadAsync(cancel);
        return result.GetInt64(0) == 0;
    }

    /// <summary>Beside the database rather than in memory, which it may not fit.</summary>
    private async Task<bool> RebuildAsync(SqliteConnection connection, CancellationToken cancel)
    {
        _told.Remove(connection.Handle!);
        await using var rebuild = connection.CreateCommand();
        rebuild.CommandTimeout = 0;
        rebuild.CommandText = "PRAGMA temp_store=FILE; VACUUM;";
        try
        {
            await rebuild.ExecuteNonQueryAsync(cancel);
            return true;
        }
        catch (SqliteException fault) when (DiskFull.Explains(fault))
        {
            return false;
        }
    }

    /// <summary>Has no effect inside a transaction, so it comes before; the next opening tells the connection all of it again.</summary>
    private Task FlushCommitsAsync(SqliteConnection connection, CancellationToken cancel)
    {
        _told.Remove(connection.Handle!);
        return TellAsync(connection, "PRAGMA synchronous=FULL;", cancel);
    }

    private static async Task TellAsync(DbConnection connection, string pragmas, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = pragmas;
        await command.ExecuteNonQueryAsync(cancel);
    }

    public void Dispose()
    {
        using (var connection = new SqliteConnection(_connectionString))
            SqliteConnection.ClearPool(connection);
    }
}
