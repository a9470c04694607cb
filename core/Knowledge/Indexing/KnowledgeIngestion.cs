using System.Data.Common;
using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Limits;
using ChatBot.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatBot.Knowledge.Indexing;

/// <summary>
/// Brings the index up to date with a source: what is new comes in, what changed is replaced, what is gone leaves, what is
/// unchanged costs a look at its size and time. A run may be killed at any point: the next one takes up where it stopped.
/// </summary>
public sealed class KnowledgeIngestion(
    IDatabase database,
    IChunkStorage chunks,
    DocumentWalker walker,
    DocumentReaders readers,
    ReadingLimits limits,
    IEnumerable<IDocumentChanges> changes,
    IOptions<KnowledgeOptions> options,
    TimeProvider time,
    ILogger<KnowledgeIngestion> log
)
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly LeftBehind _leftBehind = new();

    /// <param name="source">Names what is ingested: documents that a later run of the same source does not find leave. The full path is a
    /// good name.</param>
    /// <param name="paths">Folders or files.</param>
    /// <param name="category">Category of documents that name none; null means <see cref="DocumentPreparation.DefaultCategory"/>.</param>
    /// <exception cref="IngestException">Storage is full.</exception>
    public async Task<IngestReport> IngestAsync(
        string workspace,
        string source,
        IReadOnlyList<string> paths,
        string? category = null,
        IProgress<IngestProgress>? progress = null,
        CancellationToken cancel = default
    )
    {
        await _one.WaitAsync(cancel);
        try
        {
            var named = string.IsNullOrWhiteSpace(category) ? DocumentPreparation.DefaultCategory : category;
            await database.WriteAsync(
                workspace,
                transaction => KnowledgeSources.BeginAsync(transaction, workspace, source, named, cancel),
                cancel
            );
            var walks = paths.Select(path => walker.List(path, options.Value.MaxFileMegabytes * 1024L * 1024, cancel)).ToList();
            var run = new IngestRun(database, chunks, readers, limits, _leftBehind, [.. changes], time, workspace, source, named);
            var report = await run.RunAsync(Join(paths, walks), progress, cancel);
            log.LogInformation(
                "Ingested {Source}: {Added} added, {Changed} changed, {Unchanged} unchanged, {Removed} removed, {Skipped} skipped",
                source,
                report.Added,
                report.Changed,
                report.Unchanged,
                report.Removed,
                report.Skipped.Count
            );
            return report;
        }
        catch (DbException error) when (DiskFull.Explains(error))
        {
            throw new IngestException(
                "The disk that holds the index is full: free some space and ingest again; what is indexed stays searchable.",
                error
            );
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>
    /// One list of files; where two roots hold the same relative path, the later ones are told apart by their folder's name.
    /// </summary>
    private static Walk Join(IReadOnlyList<string> paths, IReadOnlyList<Walk> walks)
    {
        if (walks.Count == 1)
            return walks[0];
        var files = new List<WalkedFile>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var seenPaths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, walk) in paths.Zip(walks))
        foreach (var file in walk.Files.Where(file => seenPaths.Add(file.Path)))
        {
            var uri = file.Uri;
            if (!seen.Add(uri) && !seen.Add(uri = $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))}/{uri}"))
                seen.Add(uri = file.Path.Replace('\\', '/'));
            files.Add(file with { Uri = uri });
        }
        return new Walk(files, [.. walks.SelectMany(walk => walk.Skipped)], walks.All(walk => walk.Complete));
    }
}
