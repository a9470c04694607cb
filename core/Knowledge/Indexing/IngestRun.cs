using ChatBot.Knowledge.Reading;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Knowledge.Indexing;

/// <summary>One run over one source: reads and prepares outside transactions, writes in batches of whole documents.</summary>
internal sealed class IngestRun(
    IDatabase database,
    IChunkStorage chunks,
    DocumentReaders readers,
    IReadOnlyList<IDocumentChanges> changes,
    TimeProvider time,
    string workspace,
    string source,
    string category
)
{
    private readonly List<IndexedDocument> _pending = [];
    private readonly List<FinishedFile> _finished = [];
    private readonly List<Skipped> _skipped = [];
    private readonly HashSet<string> _uris = new(StringComparer.Ordinal);
    private Dictionary<string, FileRow> _files = [];
    private Dictionary<string, KnownDocument> _known = [];
    private ILookup<string, KnownDocument> _knownByPath = Array.Empty<KnownDocument>().ToLookup(known => known.Path);
    private int _pendingChunks,
        _added,
        _changed,
        _unchanged,
        _removed;

    private string Recipe => $"{DocumentPreparation.Recipe}/{category}";

    public async Task<IngestReport> RunAsync(Walk walk, IProgress<IngestProgress>? progress, CancellationToken cancel)
    {
        await LoadAsync(cancel);
        _skipped.AddRange(walk.Skipped);
        var present = walk.Files.Select(file => file.Uri).ToHashSet(StringComparer.Ordinal);
        var done = 0;
        foreach (var file in walk.Files)
        {
            try
            {
                await TakeAsync(file, present, cancel);
            }
            catch (Exception error) when (error is UnreadableDocumentException or IOException or UnauthorizedAccessException)
            {
                _skipped.Add(
                    new Skipped(
                        file.Path,
                        error is UnreadableDocumentException ? error.Message : "cannot be read: " + DocumentWalker.Reason(error)
                    )
                );
            }
            progress?.Report(new IngestProgress(++done, walk.Files.Count, _added + _changed + _unchanged, file.Uri));
        }
        await FlushAsync(cancel);
        if (walk.Complete)
            await RemoveGoneAsync(present, walk.Skipped, cancel);
        var report = new IngestReport(_added, _changed, _unchanged, _removed, _skipped);
        await database.WriteAsync(
            workspace,
            transaction => KnowledgeSources.SaveAsync(transaction, workspace, source, category, report, time.NowMs(), cancel),
            cancel
        );
        return report;
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        _files = (
            await connection.QueryAsync<FileRow>(
                new CommandDefinition(
                    "select path, size, modified, hash, recipe from source_files where workspace = @workspace and source = @source",
                    new { workspace, source },
                    cancellationToken: cancel
                )
            )
        ).ToDictionary(row => row.Path, StringComparer.Ordinal);
        _known = (
            await connection.QueryAsync<KnownDocument>(
                new CommandDefinition(
                    "select id, path, uri, hash from documents where workspace = @workspace and source = @source",
                    new { workspace, source },
                    cancellationToken: cancel
                )
            )
        ).ToDictionary(known => known.Uri, StringComparer.Ordinal);
        _knownByPath = _known.Values.ToLookup(known => known.Path, StringComparer.Ordinal);
    }

    private async Task TakeAsync(WalkedFile file, HashSet<string> present, CancellationToken cancel)
    {
        var row = _files.GetValueOrDefault(file.Uri);
        if (row is not null && row.Size == file.Size && row.Modified == file.Modified && row.Recipe == Recipe)
        {
            KeepAll(file);
            return;
        }
        var content = new FileContent(file.Path, file.Uri);
        var hash = await DocumentPreparation.HashOfAsync(content, cancel);
        if (row is not null && row.Hash == hash && row.Recipe == Recipe)
        {
            KeepAll(file);
            _finished.Add(new FinishedFile(file, hash, null));
            return;
        }
        var uris = new HashSet<string>(StringComparer.Ordinal);
        foreach (var document in Documents(file, content, cancel))
        {
            var unique = Unique(document, file, present);
            uris.Add(unique.Uri);
            await QueueAsync(unique, file, cancel);
        }
        if (uris.Count == 0)
            _skipped.Add(new Skipped(file.Path, "holds no text"));
        _finished.Add(new FinishedFile(file, hash, uris));
    }

    /// <summary>What a reader makes of a file. Whatever goes wrong in one costs that file only.</summary>
    private IEnumerable<SourceDocument> Documents(WalkedFile file, FileContent content, CancellationToken cancel)
    {
        IEnumerator<SourceDocument>? documents = null;
        try
        {
            while (Next())
                yield return documents!.Current;
        }
        finally
        {
            documents?.Dispose();
        }

        bool Next()
        {
            try
            {
                documents ??= readers
                    .For(content.Name)!
                    .Read(content, reason => _skipped.Add(new Skipped(file.Path, reason)), cancel)
                    .GetEnumerator();
                return documents.MoveNext();
            }
            catch (Exception error)
                when (error is not (UnreadableDocumentException or IOException or UnauthorizedAccessException or OperationCanceledException)
                )
            {
                throw new UnreadableDocumentException(
                    $"could not be read ({error.GetType().Name}): {error.Message.ReplaceLineEndings(" ")}",
                    error
                );
            }
        }
    }

    private void KeepAll(WalkedFile file)
    {
        foreach (var known in _knownByPath[file.Uri])
            if (_uris.Add(known.Uri))
                _unchanged++;
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

    private async Task QueueAsync(SourceDocument document, WalkedFile file, CancellationToken cancel)
    {
        var documentCategory = document.Category ?? category;
        var hash = DocumentPreparation.HashOf(document, documentCategory);
        if (_known.GetValueOrDefault(document.Uri) is { } known && known.Hash == hash && known.Path == file.Uri)
        {
            _unchanged++;
            return;
        }
        var prepared = DocumentPreparation.Prepare(document);
        _pending.Add(new IndexedDocument(file.Uri, document.Uri, document.Title, documentCategory, hash, prepared));
        _pendingChunks += Math.Max(1, prepared.Count);
        if (_pendingChunks >= chunks.BatchChunks)
            await FlushAsync(cancel);
    }

    /// <summary>Writes what is pending. Files are noted as done only with their last document, so a killed run reads them again.</summary>
    private async Task FlushAsync(CancellationToken cancel)
    {
        if (_pending.Count == 0 && _finished.Count == 0)
            return;
        var (added, changed, removed) = await database.WriteAsync(
            workspace,
            async transaction =>
            {
                var writer = new KnowledgeWriter(chunks, transaction, workspace, time);
                var tell = new List<DocumentChange>();
                int additions = 0,
                    removals = 0;
                // Looked up again here: another process may have ingested the same source meanwhile.
                var there = (
                    await transaction.Connection!.QueryAsync<KnownDocument>(
                        new CommandDefinition(
                            "select id, path, uri, hash from documents where workspace = @workspace and source = @source and "
                                + $"{database.Sql.IsOneOf("uri", "Uris")}",
                            new
                            {
                                workspace,
                                source,
                                Uris = _pending.Select(document => document.Uri).ToArray(),
                            },
                            transaction,
                            cancellationToken: cancel
                        )
                    )
                ).ToDictionary(known => known.Uri, StringComparer.Ordinal);
                foreach (var document in _pending)
                {
                    var known = there.GetValueOrDefault(document.Uri);
                    if (known is null)
                    {
                        writer.Add(source, document);
                        additions++;
                    }
                    else
                    {
                        await writer.ReplaceAsync(known, source, document, cancel);
                        tell.Add(new DocumentChange(known.Id, document.Uri, document.Title, DocumentChangeKind.Changed));
                    }
                }
                foreach (var (file, hash, uris) in _finished)
                {
                    if (uris is not null)
                        removals += await RemoveAsync(
                            writer,
                            tell,
                            await OfPathAsync(transaction, file.Uri, cancel),
                            gone => !uris.Contains(gone.Uri)
                        );
                    await transaction.Connection!.ExecuteAsync(
                        new CommandDefinition(
                            """
                            insert into source_files (workspace, source, path, size, modified, hash, recipe)
                                values (@workspace, @source, @Uri, @Size, @Modified, @hash, @Recipe)
                            on conflict (workspace, source, path) do update
                                set size = excluded.size, modified = excluded.modified, hash = excluded.hash, recipe = excluded.recipe
                            """,
                            new
                            {
                                workspace,
                                source,
                                file.Uri,
                                file.Size,
                                file.Modified,
                                hash,
                                Recipe,
                            },
                            transaction,
                            cancellationToken: cancel
                        )
                    );
                }
                await writer.FinishAsync(cancel);
                await TellAsync(transaction, tell);
                return (additions, tell.Count - removals, removals);
            },
            cancel
        );
        _added += added;
        _changed += changed;
        _removed += removed;
        _pending.Clear();
        _finished.Clear();
        _pendingChunks = 0;
    }

    /// <summary>Documents of files that are gone leave; a file that is there but could not be read keeps what it had.</summary>
    private async Task RemoveGoneAsync(HashSet<string> present, IReadOnlyList<Skipped> skipped, CancellationToken cancel)
    {
        var unread = skipped.Select(entry => entry.Path.Replace('\\', '/')).ToList();
        var gone = _files
            .Keys.Concat(_knownByPath.Select(group => group.Key))
            .Distinct(StringComparer.Ordinal)
            .Where(path => !present.Contains(path) && !unread.Any(there => there.EndsWith("/" + path, StringComparison.Ordinal)))
            .ToList();
        if (gone.Count == 0)
            return;
        _removed += await database.WriteAsync(
            workspace,
            async transaction =>
            {
                var writer = new KnowledgeWriter(chunks, transaction, workspace, time);
                var tell = new List<DocumentChange>();
                var removals = 0;
                foreach (var path in gone)
                {
                    removals += await RemoveAsync(writer, tell, await OfPathAsync(transaction, path, cancel), _ => true);
                    await transaction.Connection!.ExecuteAsync(
                        new CommandDefinition(
                            "delete from source_files where workspace = @workspace and source = @source and path = @path",
                            new
                            {
                                workspace,
                                source,
                                path,
                            },
                            transaction,
                            cancellationToken: cancel
                        )
                    );
                }
                await writer.FinishAsync(cancel);
                await TellAsync(transaction, tell);
                return removals;
            },
            cancel
        );
    }

    private Task<IEnumerable<Leaving>> OfPathAsync(
        System.Data.Common.DbTransaction transaction,
        string path,
        CancellationToken cancel = default
    ) =>
        transaction.Connection!.QueryAsync<Leaving>(
            new CommandDefinition(
                "select id, uri, title from documents where workspace = @workspace and source = @source and path = @path",
                new
                {
                    workspace,
                    source,
                    path,
                },
                transaction,
                cancellationToken: cancel
            )
        );

    private static async Task<int> RemoveAsync(
        KnowledgeWriter writer,
        List<DocumentChange> tell,
        IEnumerable<Leaving> documents,
        Func<Leaving, bool> leaves
    )
    {
        var removals = 0;
        foreach (var document in documents.Where(leaves))
        {
            await writer.RemoveAsync(document.Id);
            tell.Add(new DocumentChange(document.Id, document.Uri, document.Title, DocumentChangeKind.Removed));
            removals++;
        }
        return removals;
    }

    private async Task TellAsync(System.Data.Common.DbTransaction transaction, IReadOnlyList<DocumentChange> tell)
    {
        if (tell.Count > 0)
            foreach (var listener in changes)
                await listener.ChangedAsync(transaction, workspace, tell);
    }

    private sealed record FileRow(string Path, long Size, long Modified, string Hash, string Recipe);

    private sealed record Leaving(string Id, string Uri, string Title);

    /// <param name="Uris">The documents it holds now; null where its content is known to be unchanged.</param>
    private sealed record FinishedFile(WalkedFile File, string Hash, HashSet<string>? Uris);
}
