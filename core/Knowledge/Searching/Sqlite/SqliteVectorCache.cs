using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace ChatBot.Knowledge.Searching.Sqlite;

/// <summary>
/// The vectors of each workspace in memory, brought up to date when the index's version has moved. Ids only rise, so an update
/// reads the new rows; rows of removed chunks stay as ghosts, which no lookup finds, until they are a quarter of all.
/// </summary>
internal sealed class SqliteVectorCache
{
    private readonly ConcurrentDictionary<(string Workspace, string Embedder), Entry> _entries = new();

    /// <summary>The vectors as of <paramref name="totals"/>; read over <paramref name="connection"/> where they are older.</summary>
    public Int8Vectors For(SqliteConnection connection, string workspace, string embedder, in IndexTotals totals)
    {
        var entry = _entries.GetOrAdd((workspace, embedder), _ => new Entry());
        if (entry.Current is { } current && current.Version == totals.Version)
            return current.Vectors;
        lock (entry)
        {
            if (entry.Current is { } updated && updated.Version >= totals.Version)
                return updated.Vectors;
            // A search may be scanning the old list: new rows go into a copy.
            var vectors =
                entry.Current is { } old && old.Vectors.Count <= totals.Chunks * 4 / 3 + 64 ? old.Vectors.Copy() : new Int8Vectors();
            Read(connection, workspace, embedder, vectors);
            entry.Current = new Versioned(totals.Version, vectors);
            return vectors;
        }
    }

    private static void Read(SqliteConnection connection, string workspace, string embedder, Int8Vectors vectors)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "select chunk_id, embedding from chunk_embeddings where chunk_id > @last and workspace = @workspace and embedder = "
            + "@embedder order by chunk_id";
        command.Parameters.AddWithValue("@last", vectors.LastId);
        command.Parameters.AddWithValue("@workspace", workspace);
        command.Parameters.AddWithValue("@embedder", embedder);
        using var row = command.ExecuteReader();
        while (row.Read())
            vectors.Add(row.GetInt64(0), MemoryMarshal.Cast<byte, float>(row.GetFieldValue<byte[]>(1)));
    }

    private sealed class Entry
    {
        public volatile Versioned? Current;
    }

    private sealed record Versioned(long Version, Int8Vectors Vectors);
}
