using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ChatBot.Storage.Postgres;

/// <summary>
/// PostgreSQL through pooled data sources. Every connection says which workspace it serves in the setting <c>app.workspace</c>;
/// row-level security compares rows with it, so a query that forgets its filter still sees only its own rows. Connections keep
/// what they were told, so one that serves the same workspace again, and was alive a moment ago, costs no round trip to open.
/// </summary>
public sealed class PostgresDatabase : IDatabase, IAsyncDisposable
{
    private const int MaxAttempts = 5;

    /// <summary>Of each kind; one of those across workspaces listens for notifications as long as the program runs.</summary>
    private const int LeastConnections = 4;

    /// <summary>After lying idle for longer a connection is asked whether it still lives before it is given out.</summary>
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Connections for one workspace at a time; and for work across them, whose sessions are reset after each use, so that locks, LISTEN
    /// and time-outs end with it.
    /// </summary>
    private readonly NpgsqlDataSource _within,
        _across;
    private readonly TimeProvider _time;

    /// <summary>The workspace that each physical connection was told last, and when it was given out.</summary>
    private readonly ConcurrentDictionary<(string Server, int Backend), (string Workspace, long At)> _told = new();

    public PostgresDatabase(IOptions<StorageOptions> options, TimeProvider time)
        : this(options.Value.ConnectionString, time) { }

    /// <param name="connectionString">Npgsql's; what it leaves out gets at most 40 connections, prepared statements, and a time-out of 30 s
    /// for a statement.</param>
    public PostgresDatabase(string connectionString, TimeProvider time)
    {
        _time = time;
        var settings = WithDefaults(connectionString);
        var (connections, options) = (settings.MaxPoolSize, settings.Options);
        // Queues are served by few connections, held shortly; answering holds them while it searches.
        settings.MaxPoolSize = Math.Max(LeastConnections, connections / 3);
        settings.Options = $"{options} -c app.workspace={Workspaces.All}";
        _across = Pool(settings);
        settings.MaxPoolSize = Math.Max(LeastConnections, connections - settings.MaxPoolSize);
        (settings.Options, settings.NoResetOnClose) = (options, true);
        _within = Pool(settings);
    }

    private NpgsqlDataSource Pool(NpgsqlConnectionStringBuilder settings) =>
        new NpgsqlDataSourceBuilder(settings.ConnectionString).UsePhysicalConnectionInitializer(IsNew, IsNewAsync).Build();

    public StorageEngine Engine => StorageEngine.Postgres;

    public ISqlDialect Sql => PostgresDialect.Instance;

    public bool IsShared => true;

    public async Task<DbConnection> OpenAsync(string workspace, CancellationToken cancel = default) =>
        await OpenNpgsqlAsync(workspace, cancel);

    public async Task<T> WriteAsync<T>(string workspace, Func<DbTransaction, Task<T>> work, CancellationToken cancel = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await OpenNpgsqlAsync(workspace, cancel);
                await using var transaction = await connection.BeginTransactionAsync(cancel);
                var result = await work(transaction);
                await transaction.CommitAsync(cancel);
                return result;
            }
            catch (PostgresException error) when (attempt < MaxAttempts && AsksForRetry(error))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 20 << attempt)), _time, cancel);
            }
        }
    }

    public async Task<T> ChangeAsync<T>(
        string workspace,
        Func<DbConnection, DbTransaction?, Task<T>> statement,
        CancellationToken cancel = default
    )
    {
        await using var connection = await OpenNpgsqlAsync(workspace, cancel);
        return await statement(connection, null);
    }

    /// <summary>A connection as Npgsql's own type, for COPY and LISTEN.</summary>
    internal async Task<NpgsqlConnection> OpenNpgsqlAsync(string workspace, CancellationToken cancel)
    {
        try
        {
            return await OpenPooledAsync(workspace, cancel);
        }
        catch (NpgsqlException error) when (DatabaseOutage.Explains(error))
        {
            // After a restart of the server the pool holds connections that only their use shows to be dead.
            _within.Clear();
            _across.Clear();
            return await OpenPooledAsync(workspace, cancel);
        }
    }

    private static NpgsqlConnectionStringBuilder WithDefaults(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "chatbot" };
        // ContainsKey would say yes to every keyword that Npgsql knows.
        if (!settings.ShouldSerialize("Maximum Pool Size"))
            settings.MaxPoolSize = 40;
        if (!settings.ShouldSerialize("Max Auto Prepare"))
            settings.MaxAutoPrepare = 100;
        // Later ones win, so what the connection string says stands. Compiling a statement takes longer than any of ours runs.
        settings.Options = $"-c statement_timeout=30s -c jit=off {settings.Options}".TrimEnd();
        return settings;
    }

    private async Task<NpgsqlConnection> OpenPooledAsync(string workspace, CancellationToken cancel)
    {
        var connection = await (workspace == Workspaces.All ? _across : _within).OpenConnectionAsync(cancel);
        try
        {
            var physical = Physical(connection);
            if (!_told.TryGetValue(physical, out var told) || told.Workspace != workspace || _time.GetElapsedTime(told.At) > Trusted)
            {
                await using var tell = new NpgsqlCommand("select set_config('app.workspace', $1, false)", connection)
                {
                    Parameters = { new() { Value = workspace } },
                };
                await tell.ExecuteNonQueryAsync(cancel);
            }
            _told[physical] = (workspace, _time.GetTimestamp());
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static (string Server, int Backend) Physical(NpgsqlConnection connection) =>
        ($"{connection.Host}:{connection.Port}", connection.ProcessID);

    /// <summary>The number may have been that of a connection that is gone.</summary>
    private void IsNew(NpgsqlConnection connection) => _told.TryRemove(Physical(connection), out _);

    private Task IsNewAsync(NpgsqlConnection connection)
    {
        IsNew(connection);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _within.DisposeAsync();
        await _across.DisposeAsync();
    }

    private static bool AsksForRetry(PostgresException error) =>
        error.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;
}
