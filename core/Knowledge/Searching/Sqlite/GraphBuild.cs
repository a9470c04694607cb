using ChatBot.Settings;
using ChatBot.Storage;

namespace ChatBot.Knowledge.Searching.Sqlite;

/// <summary>Builds a graph's file over the vectors that a workspace has now, on one thread and beside searches, and measures it.</summary>
internal sealed class GraphBuild(IDatabase database, SqliteVectorCache cache, TimeProvider time)
{
    /// <summary>
    /// Links of a node and candidates looked at while it is placed: among 300,000 vectors a search then needs 80 candidates to find 99 of a
    /// hundred neighbours.
    /// </summary>
    private const int Links = 16,
        Width = 128;

    /// <summary>The graph, its file written and its row not yet; null where there are no vectors.</summary>
    /// <param name="expected">About how many vectors there are.</param>
    public async Task<StoredGraph?> RunAsync(string workspace, string embedder, long expected, CancellationToken cancel)
    {
        var source = new GraphSource(database, workspace, embedder);
        var sample = new GraphSample(expected);
        USearchHandle? index = null;
        try
        {
            var (lastId, vectors, dimensions) = (0L, 0L, 0);
            await source.EachAsync(
                (id, vector) =>
                {
                    index ??= Create(dimensions = vector.Length, expected);
                    if (vector.Length != dimensions)
                        return;
                    if (!sample.Takes(id, vector))
                        Add(index, id, vector.Span);
                    (lastId, vectors) = (id, vectors + 1);
                },
                long.MaxValue,
                cancel
            );
            if (index is null)
                return null;
            await source.EachAsync(sample.Compare, lastId, cancel);
            await using var connection = await database.OpenAsync(workspace, cancel);
            return await Task.Run(
                () =>
                {
                    var (width, recall) = sample.Choose(index, id => source.Find(connection, id));
                    foreach (var (id, vector) in sample.Vectors)
                        Add(index, id, vector);
                    var file = Save(index);
                    return new StoredGraph(
                        workspace,
                        embedder,
                        file.Name,
                        file.Length,
                        MappedGraph.WrittenAt(file),
                        lastId,
                        vectors,
                        width,
                        recall,
                        time.GetUtcNow().ToUnixTimeMilliseconds()
                    );
                },
                cancel
            );
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
    private FileInfo Save(USearchHandle index)
    {
        var path = cache.PathOf($"{Guid.NewGuid():N}.usearch");
        PrivateFiles.MakeFolder(Path.GetDirectoryName(path)!);
        try
        {
            PrivateFiles.MakeEmpty(path);
            USearch.Save(index, path, out var error);
            USearch.Check(error);
            using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite))
                file.Flush(flushToDisk: true);
            return new FileInfo(path);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }
}
