using System.Data.Common;

namespace ChatBot.Storage.Sqlite;

/// <summary>One process with one writer: nobody else to lock out or to notify.</summary>
internal sealed class SqliteDialect : ISqlDialect
{
    public static SqliteDialect Instance { get; } = new();

    public string SkipLocked => "";
    public string Unhurried => "";

    public string Materialized => "";

    public string IsOneOf(string column, string parameter) => $"{column} in @{parameter}";

    public Task LockAsync(DbTransaction transaction, long key, CancellationToken cancel = default) => Task.CompletedTask;

    public Task NotifyAsync(DbTransaction transaction, string channel, string payload, CancellationToken cancel = default) =>
        Task.CompletedTask;
}
