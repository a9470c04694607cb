using System.Data.Common;

namespace ChatBot.Storage;

/// <summary>What the engines say differently in statements that are otherwise written once.</summary>
public interface ISqlDialect
{
    /// <summary>
    /// Behind a selection of rows to change: passes over those that another instance is just changing. Empty where there is none.
    /// </summary>
    string SkipLocked { get; }

    /// <summary>Before the body of a common table expression that must be evaluated once, whatever the planner thinks of it.</summary>
    string Materialized { get; }

    /// <summary>
    /// The condition that <paramref name="column"/> is one of a list: PostgreSQL takes the list as one array, so the statement stays
    /// the same and prepared; for SQLite Dapper writes a parameter for each.
    /// </summary>
    /// <param name="column">A constant of the caller, never input.</param>
    /// <param name="parameter">Name of the parameter that holds the array.</param>
    string IsOneOf(string column, string parameter);

    /// <summary>Takes the limit off how long the statements of this transaction may run; empty where there is none.</summary>
    string Unhurried { get; }

    /// <summary>Waits until no other instance holds <paramref name="key"/>, and holds it until the transaction ends.</summary>
    Task LockAsync(DbTransaction transaction, long key, CancellationToken cancel = default);

    /// <summary>Tells whoever listens on <paramref name="channel"/>, on every instance, once the transaction commits.</summary>
    Task NotifyAsync(DbTransaction transaction, string channel, string payload, CancellationToken cancel = default);
}
