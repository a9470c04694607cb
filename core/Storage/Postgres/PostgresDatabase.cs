using System.Data.Common;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ChatBot.Storage.Postgres;

/// <summary>
/// PostgreSQL through one pooled data source. Every connection says which workspace it serves in the setting
/// <c>app.workspace</c>; row-level security compares rows with it, so a query that forgets its filter still sees only its own rows.
/// </summary>
public sealed class PostgresDatabase : IDatabase, IAsyncDisposable
{
    private const int MaxAttempts = 5;

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;

    public PostgresDatabase(IOptions<StorageOptions> options, TimeProvider time) : this(options.Value.ConnectionString, time) { }

    /// <param name="connectionString">Npgsql's; what it leaves out gets a pool of 40 and a statement time-out of 30 s.</param>
    public PostgresDatabase(string connectionString, TimeProvider time)
    {
        _time = time;
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "chatbot" };
        if (!settings.ContainsKey("Maximum Pool Size"))
            settings.MaxPoolSize = 40;
        if (!settings.ContainsKey("Max Auto Prepare"))
            settings.MaxAutoPrepare = 100;
        if (string.IsNullOrEmpty(settings.Options))
            settings.Options = "-c statement_timeout=30s";
        _source = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }

    public StorageEngine Engine => StorageEngine.Postgres;

    public async Task<DbConnection> OpenAsync(string workspace, CancellationToken cancel = default) => await OpenNpgsqlAsync(workspace, cancel);

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
            _source.Clear();
            return await OpenPooledAsync(workspace, cancel);
        }
    }

    private async Task<NpgsqlConnection> OpenPooledAsync(string workspace, CancellationToken cancel)
    {
        var connection = await _source.OpenConnectionAsync(cancel);
        try
        {
            await using var serve = new NpgsqlCommand("select set_config('app.workspace', $1, false)", connection) { Parameters = { new() { Value = workspace } } };
            await serve.ExecuteNonQueryAsync(cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static bool AsksForRetry(PostgresException error) => error.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;
}
