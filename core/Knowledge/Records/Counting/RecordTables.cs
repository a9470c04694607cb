using System.Collections.Concurrent;
using ChatBot.Knowledge.Records.Storing;

namespace ChatBot.Knowledge.Records.Counting;

/// <summary>
/// The tables in memory, each as its last import left it. What version counts is asked of the database for every question, so that an
/// import by another process, or another instance, is seen by the next one.
/// </summary>
internal sealed class RecordTables(RecordSources sources, RecordTableReader reader)
{
    private readonly ConcurrentDictionary<(string Workspace, long Key), Kept> _kept = new();

    /// <summary>The sources of a workspace that an import has filled.</summary>
    public async Task<IReadOnlyList<RecordSource>> SourcesAsync(string workspace, CancellationToken cancel = default) =>
        [.. (await sources.ListAsync(workspace, cancel)).Where(source => source.Version > 0)];

    public async Task<RecordTable> TableAsync(RecordSource source, CancellationToken cancel = default)
    {
        var kept = _kept.GetOrAdd((source.Workspace, source.Key), _ => new Kept());
        if (kept.Table is { } table && table.Source.Version >= source.Version && table.Source.Source == source.Source)
            return table;
        await kept.Turn.WaitAsync(cancel);
        try
        {
            return kept.Table is { } read && read.Source.Version >= source.Version && read.Source.Source == source.Source
                ? read
                : kept.Table = await reader.ReadAsync(source, cancel);
        }
        finally
        {
            kept.Turn.Release();
        }
    }

    private sealed class Kept
    {
        public readonly SemaphoreSlim Turn = new(1);
        public volatile RecordTable? Table;
    }
}
