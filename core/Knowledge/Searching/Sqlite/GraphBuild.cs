using ChatBot.Settings;
using ChatBot.Storage;

namespace ChatBot.Knowledge.Searching.Sqlite;

/// <summary>Builds a graph's file over the vectors that a workspace has now, on one thread and beside searches, and measures it.</summary>
internal sealed class GraphBuild(IDatabase database, SqliteVectorCache cache, TimeProvider time)
{
    /// <summary>
    /// Links of a node and candidates looked at while it is placed: at 300,000 vectors a search then needs 80 candidates for a recall of .99.
    /// </summary>
    private const int Links = 16,
        Width = 128;

    /// <summary>The graph, its file written and its row not yet; null where there are no vectors.</summary>
    /// <param name="expected">About how many vectors there are.</param>
    public async Task<StoredGraph?> RunAsync(string workspace, string embedder, long expected, CancellationToken cancel)
    {
        var source = new GraphSource(database, workspace, embedder);
        var name = $"{Guid.NewGuid():N}.usearch";
        var path = cache.PathOf(name);
        PrivateFiles.MakeFolder(Path.GetDirectoryName(path)!);
        try
        {
            var sample = new GraphSample(expected);
            var (lastId, vectors) = await WriteAsync(source, path, expected, sample, cancel);
            if (vectors == 0)
                return null;
            var written = new FileInfo(path);
            var graph = new StoredGraph(
                workspace,
                embedder,
                name,
                written.Length,
                MappedGraph.WrittenAt(written),
                lastId,
                vectors,
                Width: VectorGraph.Widths[^1],
                Recall: 0,
                time.GetUtcNow().ToUnixTimeMilliseconds()
            );
            await source.EachAsync(sample.Compare, lastId, cancel);
            await using var connection = await database.OpenAsync(workspace, cancel);
            var (width, recall) = await Task.Run(
                () => sample.Choose(MappedGraph.Open(graph, path), id => source.Find(connection, id)),
                cancel
            );
            return graph with { Width = width, Recall = recall };
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static async Task<(long LastId, long Vectors)> WriteAsync(
        GraphSource source,
        string path,
        long expected,
        GraphSample sample,
        CancellationToken cancel
    )
    {
        USearchHandle? index = null;
        try
        {
            var (lastId, vectors, dimensions) = (0L, 0L, 0);
            await source.EachAsync(
                (id, vector) =>
                {
                    if (index is null)
                        index = Create(dimensions = vector.Length, expected);
                    if (vector.Length != dimensions)
                        return;
                    Add(index, id, vector.Span);
                    sample.Offer(id, vector);
                    (lastId, vectors) = (id, vectors + 1);
                },
                long.MaxValue,
                cancel
            );
            if (index is not null)
                await Task.Run(() => Save(index, path), cancel);
            return (lastId, vectors);
        }
        finally
        {
            index?.Dispose();
        }
    }

    private static USearchHandle Create(int dimensions, long expected)
    {
        var index = USearch.Init(USearch.OfBytes(dimensions, Links, Width), out var error);
        USearch.Check(error);
        USearch.Reserve(index, (nuint)expected, out error);
        USearch.Check(error);
        return index;
    }

    private static void Add(USearchHandle index, long id, ReadOnlySpan<float> vector)
    {
        if (USearch.Size(index, out _) == USearch.Capacity(index, out _)) // more than were expected
        {
            USearch.Reserve(index, USearch.Size(index, out _) * 5 / 4 + 64, out var full);
            USearch.Check(full);
        }
        Span<sbyte> bytes = stackalloc sbyte[vector.Length];
        Int8Vectors.Quantise(vector, bytes);
        USearch.Add(index, (ulong)id, bytes, USearch.Bytes, out var error);
        USearch.Check(error);
    }

    /// <summary>On disk before any row speaks of it: after a power cut its size would be right and its bytes would be missing.</summary>
    private static void Save(USearchHandle index, string path)
    {
        PrivateFiles.MakeEmpty(path);
        USearch.Save(index, path, out var error);
        USearch.Check(error);
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }
}
