namespace ChatBot.Storage.Sqlite;

/// <summary>A file is served by one process: there is nobody to hear.</summary>
internal sealed class SqliteNotices : IDatabaseNotices
{
    public Task ListenAsync(IReadOnlyList<string> channels, Action connected, Action<string, string> heard, CancellationToken cancel) =>
        Task.Delay(Timeout.InfiniteTimeSpan, cancel);
}
