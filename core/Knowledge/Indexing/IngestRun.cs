using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Limits;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Knowledge.Indexing;

/// <summary>One run over one source: reads and prepares outside transactions, writes in batches of whole documents.</summary>
internal sealed class IngestRun(
    IDatabase database,
    IChunkStorage chunks,
    DocumentReaders readers,
    ReadingLimits limits,
    LeftBehind leftBehind,
    IReadOnlyList<IDocumentChanges> changes,
    TimeProvider time,
    string workspace,
    string source,
    string category
)
{
    private const string Excluded = "excluded on the Knowledge page";

    private readonly string _recipe = $"{DocumentPreparation.Recipe}/{category}";
    private readonly IngestTally _tally = new();
    private readonly HashSet<string> _uris = new(StringComparer.Ordinal);
    private HashSet<string> _excluded = [];
    private ILookup<string, Skipped> _problems = Array.Empty<Skipped>().ToLookup(skipped => skipped.Path);
    private Dictionary<string, FileRow> _files = [];
    private Dictionary<string, KnownDocument> _known = [];
    private ILookup<string, KnownDocument> _knownByPath = Array.Empty<KnownDocument>().ToLookup(known => known.Path);

    public async Task<IngestReport> RunAsync(Walk walk, IProgress<IngestProgress>? progress, CancellationToken cancel)
    {
        var batch = new IngestBatch(database, chunks, changes, time, workspace, source, _recipe);
        await LoadAsync(cancel);
        foreach (var skipped in walk.Skipped)
            _tally.Skip(skipped);
        var present = walk.Files.Select(file => file.Uri).ToHashSet(StringComparer.Ordinal);
        var done = 0;
        foreach (var file in walk.Files)
        {
            try
            {
                await TakeAsync(file, present, batch, cancel);
            }
            catch (UnreadableDocumentException error)
            {
                _tally.Skip(new Skipped(file.Path, error.Message) { File = file.Uri });
            }
            progress?.Report(new IngestProgress(++done, walk.Files.Count, _tally.Documents, file.Uri));
        }
        await batch.FlushAsync(cancel);
        if (walk.Complete)
            await batch.RemoveAsync(Gone(present, walk.Skipped), cancel);
        await batch.MergeAsync(cancel);
        var report = _tally.Report(batch);
        await database.WriteAsync(
            workspace,
            async transaction =>
            {
                await KnowledgeSources.SaveAsync(transaction, workspace, source, category, report, time.NowMs(), cancel);
                await SkippedFiles.ReplaceAsync(transaction, workspace, source, report.Skipped, cancel);
            },
            cancel
        );
        return report;
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        _files = (await QueryAsync<FileRow>("path, size, modified, hash, recipe from source_files")).ToDictionary(
            row => row.Path,
            StringComparer.Ordinal
        );
        _known = (await QueryAsync<KnownDocument>("id, path, uri, hash from documents")).ToDictionary(
            known => known.Uri,
            StringComparer.Ordinal
        );
        _knownByPath = _known.Values.ToLookup(known => known.Path, StringComparer.Ordinal);
        _problems = (await SkippedFiles.ReadAsync(connection, workspace, source, SkippedFiles.Kept, cancel)).ToLookup(
            skipped => skipped.Path,
            StringComparer.Ordinal
        );
        _excluded = (await QueryAsync<string>("uri from excluded_documents")).ToHashSet(StringComparer.Ordinal);

        Task<IEnumerable<T>> QueryAsync<T>(string what) =>
            connection.QueryAsync<T>(
                new CommandDefinition(
                    $"select {what} where workspace = @workspace and source = @source",
                    new { workspace, source },
                    cancellationToken: cancel
                )
            );
    }

    private async Task TakeAsync(WalkedFile file, HashSet<string> present, IngestBatch batch, CancellationToken cancel)
    {
        var row = _files.GetValueOrDefault(file.Uri);
        if (row is not null && row.Size == file.Size && row.Modified == file.Modified && row.Recipe == _recipe)
        {
            KeepAll(file);
            return;
        }
        // A pipe, a socket or a device has no length, and to open it may take for ever: what has none is not opened.
        if (file.Size == 0)
        {
            _tally.Skip(new Skipped(file.Path, "is empty, or no ordinary file") { File = file.Uri });
            batch.Finish(new FinishedFile(file, "", new HashSet<string>()));
            return;
        }
        using var reading = new LimitedReading(file.Path, limits, leftBehind, cancel);
        var content = new FileContent(file.Path, file.Uri) { Limits = limits };
        var hash = await HashOfAsync(content, cancel);
        if (row is not null && row.Hash == hash && row.Recipe == _recipe)
        {
            KeepAll(file);
            batch.Finish(new FinishedFile(file, hash, null));
            return;
        }
        var uris = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var document in DocumentsAsync(file, content, reading))
        {
            if (document.Sections.Count == 0)
                continue;
            var unique = Unique(document, file, present);
            if (_excluded.Contains(unique.Uri))
                _tally.Skip(new Skipped(file.Path, $"{unique.Title}: {Excluded}", Partly: true));
            else if (uris.Add(unique.Uri))
                await QueueAsync(unique, file, reading, batch, cancel);
        }
        if (uris.Count > 0)
            _tally.Read(file.Path, uris.Count);
        else if (!_tally.HasSkipped(file.Path))
            _tally.Skip(new Skipped(file.Path, "holds no text") { File = file.Uri });
        batch.Finish(new FinishedFile(file, hash, uris));
    }

    private static async Task<string> HashOfAsync(FileContent content, CancellationToken cancel)
    {
        try
        {
            return await DocumentPreparation.HashOfAsync(content, cancel);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableDocumentException("cannot be read: " + DocumentWalker.Reason(error), error);
        }
    }

    /// <summary>What a reader makes of a file, a step for each document.</summary>
    private async IAsyncEnumerable<SourceDocument> DocumentsAsync(WalkedFile file, FileContent content, LimitedReading reading)
    {
        IEnumerator<SourceDocument>? documents = null;
        try
        {
            while (await reading.StepAsync(Next) is { } document)
                yield return document;
        }
        finally
        {
            reading.Finally(() => documents?.Dispose());
        }

        SourceDocument? Next()
        {
            documents ??= readers.For(content.Name)!.Read(content, LeftOut, reading.Cancel).GetEnumerator();
            if (documents.MoveNext())
                return SoundText.Of(documents.Current);
            documents.Dispose();
            return null;
        }

        void LeftOut(string reason)
        {
            reading.Cancel.ThrowIfCancellationRequested();
            _tally.Skip(new Skipped(file.Path, SoundText.Of(reason.ReplaceLineEndings(" ")), Partly: true) { File = file.Uri });
        }
    }

    private void KeepAll(WalkedFile file)
    {
        // What was left out of it is left out still, and told again.
        foreach (var problem in _problems[file.Path])
            _tally.Skip(problem);
        var kept = _knownByPath[file.Uri].Count(known => _uris.Add(known.Uri));
        if (_problems[file.Path].All(problem => problem.Partly))
            _tally.Read(file.Path, kept);
        _tally.Unchanged += kept;
    }

    /// <summary>The uri, made unique where another file of the source already holds a document of that id.</summary>
    private SourceDocument Unique(SourceDocument document, WalkedFile file, HashSet<string> present)
    {
        var elsewhere = _known.GetValueOrDefault(document.Uri) is { } known && known.Path != file.Uri && present.Contains(known.Path);
        var uri = document.Uri;
        for (var n = 1; elsewhere || !_uris.Add(uri); n++, elsewhere = false)
            uri = n == 1 ? $"{file.Uri}#{document.Uri}" : $"{file.Uri}#{document.Uri}~{n}";
        return document with { Uri = uri };
    }

    private async Task QueueAsync(
        SourceDocument document,
        WalkedFile file,
        LimitedReading reading,
        IngestBatch batch,
        CancellationToken cancel
    )
    {
        var documentCategory = document.Category ?? category;
        var known = _known.GetValueOrDefault(document.Uri);
        var prepared = await reading.StepAsync(() =>
        {
            var hash = DocumentPreparation.HashOf(document, documentCategory);
            return known?.Hash == hash && known.Path == file.Uri
                ? null
                : new IndexedDocument(
                    file.Uri,
                    document.Uri,
                    document.Title,
                    documentCategory,
                    hash,
                    DocumentPreparation.Prepare(document)
                );
        });
        if (prepared is null)
            _tally.Unchanged++;
        else
            await batch.AddAsync(prepared, cancel);
    }

    /// <summary>Files that were indexed and are not there any more; one that is there but could not be read keeps what it had.</summary>
    private List<string> Gone(HashSet<string> present, IReadOnlyList<Skipped> skipped)
    {
        var unread = skipped.Select(entry => entry.Path.Replace('\\', '/')).ToList();
        return
        [
            .. _files
                .Keys.Concat(_knownByPath.Select(group => group.Key))
                .Distinct(StringComparer.Ordinal)
                .Where(path => !present.Contains(path) && !unread.Any(there => there.EndsWith("/" + path, StringComparison.Ordinal))),
        ];
    }

    private sealed record FileRow(string Path, long Size, long Modified, string Hash, string Recipe);
}
