using System.Data.Common;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Knowledge.Indexing;

/// <summary>What a run has prepared and not written yet; writes whole documents, as many at once as the engine likes.</summary>
/// <param name="recipe">What besides the content decides what is stored of a file.</param>
internal sealed class IngestBatch(
    IDatabase database,
    IChunkStorage chunks,
    IReadOnlyList<IDocumentChanges> changes,
    TimeProvider time,
    string workspace,
    string source,
    string recipe
)
{
    private readonly List<IndexedDocument> _pending = [];
    private readonly List<FinishedFile> _finished = [];
    private readonly IngestMerging _merging = new(database, chunks, workspace);
    private int _pendingChunks;

    public int Added { get; private set; }
    public int Changed { get; private set; }
    public int Removed { get; private set; }

    public async Task AddAsync(IndexedDocument document, CancellationToken cancel)
    {
        _pending.Add(document);
        var size = Math.Max(1, document.Chunks.Count);
        _pendingChunks += size;
        if (_pendingChunks >= chunks.BatchChunks)
            await FlushAsync(cancel);
        else
            await _merging.GoOnAsync(size, cancel);
    }

    /// <summary>A file's last document has been added: with it the file counts as done, and what it no longer holds leaves.</summary>
    public void Finish(FinishedFile file) => _finished.Add(file);

    /// <summary>Writes what is pending. Files are noted as done only with their last document, so a killed run reads them again.</summary>
    public async Task FlushAsync(CancellationToken cancel)
    {
        if (_pending.Count == 0 && _finished.Count == 0)
            return;
        var (added, changed, removed) = await database.WriteAsync(
            workspace,
            async transaction =>
            {
                var writer = await KnowledgeWriter.BeginAsync(chunks, transaction, workspace, time, cancel);
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
                                values (@workspace, @source, @Uri, @Size, @Modified, @hash, @recipe)
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
                                recipe,
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
        Added += added;
        Changed += changed;
        Removed += removed;
        _pending.Clear();
        _finished.Clear();
        _merging.Written(_pendingChunks);
        _pendingChunks = 0;
    }

    /// <summary>Nothing comes any more.</summary>
    public Task MergeAsync(CancellationToken cancel) => _merging.FinishAsync(cancel);

    /// <summary>Files that are gone leave with their documents.</summary>
    public async Task RemoveAsync(IReadOnlyCollection<string> paths, CancellationToken cancel)
    {
        if (paths.Count == 0)
            return;
        Removed += await database.WriteAsync(
            workspace,
            async transaction =>
            {
                var writer = await KnowledgeWriter.BeginAsync(chunks, transaction, workspace, time, cancel);
                var tell = new List<DocumentChange>();
                var removals = 0;
                foreach (var path in paths)
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

    private Task<IEnumerable<Leaving>> OfPathAsync(DbTransaction transaction, string path, CancellationToken cancel = default) =>
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

    private async Task TellAsync(DbTransaction transaction, IReadOnlyList<DocumentChange> tell)
    {
        if (tell.Count > 0)
            foreach (var listener in changes)
                await listener.ChangedAsync(transaction, workspace, tell);
    }

    private sealed record Leaving(string Id, string Uri, string Title);
}

/// <param name="Uris">The documents it holds now; null where its content is known to be unchanged.</param>
internal sealed record FinishedFile(Reading.WalkedFile File, string Hash, IReadOnlySet<string>? Uris);
