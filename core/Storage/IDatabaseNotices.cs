namespace ChatBot.Storage;

/// <summary>Hears what instances on one database tell each other.</summary>
public interface IDatabaseNotices
{
    /// <summary>
    /// Listens until cancelled, or until the connection is lost. Where nobody else is on the database, nothing is ever heard.
    /// </summary>
    /// <param name="channels">Constants of the caller, never input.</param>
    /// <param name="connected">Called once it listens: what was told before has not been heard.</param>
    /// <param name="heard">Channel and payload.</param>
    /// <exception cref="System.Data.Common.DbException">The connection is lost.</exception>
    Task ListenAsync(IReadOnlyList<string> channels, Action connected, Action<string, string> heard, CancellationToken cancel);
}
