using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using ChatBot.Settings;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatBot.Knowledge.Searching.Sqlite;

/// <summary>
/// The vectors of each workspace, brought up to date when the index's version has moved: the graph, where one was built, stays mapped, and
/// the vectors after it lie in memory. Ids only rise, so an update reads the new rows; rows of removed chunks stay as ghosts, which no
/// lookup finds, until they are many.
/// </summary>
internal sealed partial class SqliteVectorCache(GraphLimits limits, IOptions<DataOptions> data, ILogger<SqliteVectorCache> log)
{
    private readonly ConcurrentDictionary<(string Workspace, string Embedder), Entry> _entries = new();

    public string PathOf(string file) => Path.Combine(data.Value.PathOf("vectors"), file);

    /// <summary>The vectors as of <paramref name="totals"/>; read over <paramref name="connection"/> where they are older.</summary>
    public SearchedVectors For(SqliteConnection connection, string workspace, string embedder, in IndexTotals totals)
    {
        var entry = _entries.GetOrAdd((workspace, embedder), _ => new Entry());
        if (entry.Current is { } current && current.Version == totals.Version && current.Vectors.Graph == entry.Graph)
            return current.Vectors;
        lock (entry)
        {
            if (entry.Current is { } updated && updated.Version >= totals.Version && updated.Vectors.Graph == entry.Graph)
                return updated.Vectors;
            if (limits.IsSupported && StoredGraph.Read(connection, workspace, embedder) is { } stored)
                Take(entry, stored);
            var kept = entry.Current is { } old && old.IsWorthKeeping(entry.Graph, totals.Chunks) ? old : null;
            var vectors = Extended(connection, workspace, embedder, kept?.Vectors ?? new(entry.Graph, new Int8Vectors()));
            entry.Current = new Versioned(totals.Version, vectors, kept?.ReadAfresh ?? vectors.Tail.Count);
            return vectors;
        }
    }

    /// <summary>Lets searches use the graph from now on, unless they use it already or its file cannot be opened.</summary>
    /// <returns>False where it cannot be.</returns>
    public bool Use(StoredGraph stored)
    {
        var entry = _entries.GetOrAdd((stored.Workspace, stored.Embedder), _ => new Entry());
        lock (entry)
            return Take(entry, stored);
    }

    /// <summary>A graph whose row is gone; its vectors are scanned, where there are still any.</summary>
    public void Forget(StoredGraph stored) => _entries.TryRemove((stored.Workspace, stored.Embedder), out _);

    /// <summary>A search's snapshot may name a graph that another has replaced since: an older one is never taken for a newer.</summary>
    private bool Take(Entry entry, StoredGraph stored)
    {
        if (entry.Graph?.Stored.File == stored.File || entry.Graph?.Stored.Created > stored.Created)
            return true;
        if (entry.Unfit == stored.File)
            return false;
        try
        {
            entry.Graph = MappedGraph.Open(stored, PathOf(stored.File));
            return true;
        }
        catch (Exception fault) when (fault is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            entry.Unfit = stored.File;
            LogUnfit(log, stored.File, fault.Message);
            return false;
        }
    }

    /// <summary>With the rows behind them; themselves where there are none.</summary>
    private static SearchedVectors Extended(SqliteConnection connection, string workspace, string embedder, SearchedVectors vectors)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "select chunk_id, embedding from chunk_embeddings where chunk_id > @last and workspace = @workspace and embedder = "
            + "@embedder order by chunk_id";
        command.Parameters.AddWithValue("@last", vectors.LastId);
        command.Parameters.AddWithValue("@workspace", workspace);
        command.Parameters.AddWithValue("@embedder", embedder);
        using var row = command.ExecuteReader();
        if (!row.Read())
            return vectors;
        var tail = vectors.Tail.Copy(); // a search may be scanning the old list
        do tail.Add(row.GetInt64(0), MemoryMarshal.Cast<byte, float>(row.GetFieldValue<byte[]>(1)));
        while (row.Read());
        return vectors with { Tail = tail };
    }

    [LoggerMessage(LogLevel.Warning, "The vector graph {File} is not used, {Reason}; its vectors are scanned until it is built anew")]
    private static partial void LogUnfit(ILogger log, string file, string reason);

    private sealed class Entry
    {
        public volatile Versioned? Current;

        /// <summary>The newest that is known; null while all is scanned.</summary>
        public volatile MappedGraph? Graph;

        /// <summary>The last one whose file could not be opened, so that it is tried and told once.</summary>
        public string? Unfit;
    }

    /// <param name="ReadAfresh">How many vectors the tail had when it was last read from its beginning.</param>
    private sealed record Versioned(long Version, SearchedVectors Vectors, int ReadAfresh)
    {
        /// <summary>False where a quarter of the tail may be ghosts, or another graph has come.</summary>
        public bool IsWorthKeeping(MappedGraph? graph, long chunks) =>
            Vectors.Graph == graph && Vectors.Tail.Count <= (graph is null ? chunks : ReadAfresh) * 4 / 3 + 64;
    }
}
