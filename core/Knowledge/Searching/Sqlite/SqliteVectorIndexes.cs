using ChatBot.Storage;
using Dapper;
using Microsoft.Extensions.Logging;

namespace ChatBot.Knowledge.Searching.Sqlite;

/// <summary>
/// The graphs of workspaces that have grown to need one, as files beside the database; below that, and while one is built, vectors are
/// scanned (see <see cref="Int8Vectors"/>). Two processes that build at once do the work twice, and the later row wins.
/// </summary>
internal sealed partial class SqliteVectorIndexes(
    IDatabase database,
    SqliteVectorCache cache,
    GraphLimits limits,
    TimeProvider time,
    ILogger<SqliteVectorIndexes> log
) : IVectorIndexes
{
    /// <summary>A file that no row names may be another process's that is being measured.</summary>
    private static readonly TimeSpan Unnamed = TimeSpan.FromHours(1);

    private bool _toldUnsupported;

    public async Task<IReadOnlyList<VectorGraph>> BuildMissingAsync(CancellationToken cancel = default)
    {
        var built = new List<VectorGraph>();
        foreach (var part in await PartsAsync(cancel))
            if (!limits.IsSupported)
                TellUnsupported();
            else if (await NeedsAsync(part, cancel))
                built.AddRange(await BuildAsync(part, cancel));
        await SweepAsync(cancel);
        return built;
    }

    private async Task<bool> NeedsAsync(Part part, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(part.Workspace, cancel);
        if (StoredGraph.Read(connection, part.Workspace, part.Embedder) is not { } graph)
            return true;
        if (!File.Exists(cache.PathOf(graph.File)) || !cache.Use(graph))
            return true;
        var later = await connection.ExecuteScalarAsync<long>(
            new CommandDefinition(
                "select count(*) from chunks where id > @LastId and workspace = @Workspace",
                new { graph.LastId, part.Workspace },
                cancellationToken: cancel
            )
        );
        return limits.IsOutgrown(graph, later, part.Chunks, time.GetUtcNow());
    }

    private async Task<IReadOnlyList<VectorGraph>> BuildAsync(Part part, CancellationToken cancel)
    {
        if (await new GraphBuild(database, cache, time).RunAsync(part.Workspace, part.Embedder, part.Chunks, cancel) is not { } graph)
            return [];
        var before = await database.WriteAsync(
            part.Workspace,
            async transaction =>
            {
                var replaced = StoredGraph.Read(transaction.Connection!, part.Workspace, part.Embedder);
                await graph.WriteAsync(transaction, cancel);
                return replaced;
            },
            cancel
        );
        cache.Use(graph);
        if (before is not null)
            Delete(before.File);
        return [new VectorGraph(graph.File, (int)graph.Width, graph.Recall, graph.Vectors)];
    }

    /// <summary>Rows of workspaces that need none any more, and files that no row names.</summary>
    private async Task SweepAsync(CancellationToken cancel)
    {
        IReadOnlyList<StoredGraph> graphs;
        await using (var connection = await database.OpenAsync(Workspaces.All, cancel))
            graphs = await StoredGraph.AllAsync(connection, cancel);
        var parts = (await PartsAsync(cancel)).Select(part => (part.Workspace, part.Embedder)).ToHashSet();
        foreach (var graph in graphs.Where(graph => !parts.Contains((graph.Workspace, graph.Embedder))))
        {
            await database.WriteAsync(graph.Workspace, transaction => graph.DeleteAsync(transaction, cancel), cancel);
            cache.Forget(graph);
            Delete(graph.File);
        }
        var folder = new DirectoryInfo(cache.PathOf(""));
        var named = graphs.Select(graph => graph.File).ToHashSet(StringComparer.Ordinal);
        foreach (var file in folder.Exists ? folder.GetFiles("*.usearch") : [])
            if (!named.Contains(file.Name) && file.LastWriteTimeUtc < time.GetUtcNow().UtcDateTime - Unnamed)
                Delete(file.Name);
    }

    /// <summary>Searches that are in it go on: the system keeps its bytes until the last is done.</summary>
    private void Delete(string file)
    {
        try
        {
            File.Delete(cache.PathOf(file));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogLeft(log, file, fault.Message); // on Windows while it is mapped; the next look takes it
        }
    }

    private async Task<IReadOnlyList<Part>> PartsAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(Workspaces.All, cancel);
        return (
            await connection.QueryAsync<Part>(
                new CommandDefinition(
                    "select workspace as Workspace, embedder as Embedder, chunks as Chunks from knowledge_index "
                        + "where embedder is not null and chunks >= @From order by chunks",
                    new { limits.From },
                    cancellationToken: cancel
                )
            )
        ).AsList();
    }

    private void TellUnsupported()
    {
        if (!_toldUnsupported)
            LogUnsupported(log);
        _toldUnsupported = true;
    }

    [LoggerMessage(LogLevel.Warning, "There is no native library for vector graphs on this platform: all vectors are scanned")]
    private static partial void LogUnsupported(ILogger log);

    [LoggerMessage(LogLevel.Debug, "The file {File} of a former vector graph is not deleted yet ({Reason})")]
    private static partial void LogLeft(ILogger log, string file, string reason);

    /// <summary>A workspace whose vectors are all there and many.</summary>
    private sealed record Part(string Workspace, string Embedder, long Chunks);
}
