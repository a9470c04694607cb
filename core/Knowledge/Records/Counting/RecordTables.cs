using System.Collections.Concurrent;
using ChatBot.Knowledge.Records.Storing;
using ChatBot.Storage;

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
        if (IsCurrent(kept.Table, source))
            return kept.Table!;
        await kept.Turn.WaitAsync(cancel);
        try
        {
            if (!IsCurrent(kept.Table, source))
                kept.Table = await reader.ReadAsync(source, cancel);
            return kept.Table!;
        }
        finally
        {
            kept.Turn.Release();
        }
    }

    /// <summary>Reads what has changed, of all workspaces, so that nobody's question waits for it; what is gone goes from memory.</summary>
    public async Task RefreshAsync(CancellationToken cancel = default)
    {
        var known = await SourcesAsync(Workspaces.All, cancel);
        foreach (var gone in _kept.Keys.Except(known.Select(source => (source.Workspace, source.Key))))
            _kept.TryRemove(gone, out _);
        foreach (var source in known)
            await TableAsync(source, cancel);
    }

    private static bool IsCurrent(RecordTable? table, RecordSource source) =>
        table is not null
        && (table.Source.Version, table.Source.Imported, table.Source.Source) == (source.Version, source.Imported, source.Source);

    private sealed class Kept
    {
        public readonly SemaphoreSlim Turn = new(1);
        public volatile RecordTable? Table;
    }
}
