using System.Data.Common;
using Dapper;

namespace ChatBot.Storage.Postgres;

internal sealed class PostgresDialect : ISqlDialect
{
    public static PostgresDialect Instance { get; } = new();

    public string SkipLocked => "for update skip locked";
    public string Unhurried => "set local statement_timeout = 0;";

    public string Materialized => "materialized";

    public string IsOneOf(string column, string parameter) => $"{column} = any(@{parameter})";

    public Task LockAsync(DbTransaction transaction, long key, CancellationToken cancel = default) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition("select pg_advisory_xact_lock(@key)", new { key }, transaction, cancellationToken: cancel)
        );

    public Task NotifyAsync(DbTransaction transaction, string channel, string payload, CancellationToken cancel = default) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition("select pg_notify(@channel, @payload)", new { channel, payload }, transaction, cancellationToken: cancel)
        );
}
