using System.Data.Common;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Knowledge.Indexing;

/// <summary>A document ready to be indexed.</summary>
/// <param name="Hash">Of everything that is indexed of it: title, category, text.</param>
public sealed record IndexedDocument(
    string Path,
    string Uri,
    string Title,
    string Category,
    string Hash,
    IReadOnlyList<IndexedChunk> Chunks
)
{
    /// <summary>Terms in its chunks.</summary>
    public long Length => Chunks.Sum(chunk => (long)chunk.Terms.Length);
}

/// <summary>What the index already holds of a document.</summary>
public sealed record KnownDocument(string Id, string Path, string Uri, string Hash);

/// <summary>
/// Changes to the index of one workspace within a transaction: documents, chunks, counts of terms and totals move together, so a
/// search sees a document whole or not at all.
/// </summary>
public sealed class KnowledgeWriter
{
    private readonly IChunkStorage _storage;
    private readonly DbTransaction _transaction;
    private readonly string _workspace;
    private readonly TimeProvider _time;
    private readonly List<StoredDocument> _added = [];
    private readonly Dictionary<string, int> _removed = new(StringComparer.Ordinal);
    private long _documents,
        _chunks,
        _length;
    private bool _changed;

    private KnowledgeWriter(IChunkStorage storage, DbTransaction transaction, string workspace, TimeProvider time) =>
        (_storage, _transaction, _workspace, _time) = (storage, transaction, workspace, time);

    private DbConnection Connection => _transaction.Connection!;

    /// <summary>The workspace's only writer until the transaction ends.</summary>
    public static async Task<KnowledgeWriter> BeginAsync(
        IChunkStorage chunks,
        DbTransaction transaction,
        string workspace,
        TimeProvider time,
        CancellationToken cancel = default
    )
    {
        await chunks.BeginAsync(transaction, workspace, cancel);
        return new KnowledgeWriter(chunks, transaction, workspace, time);
    }

    public void Add(string source, IndexedDocument document) => Add(Ids.New(_time), source, document);

    /// <summary>Replaces a document's content; it keeps its id.</summary>
    public async Task ReplaceAsync(KnownDocument known, string source, IndexedDocument document, CancellationToken cancel = default)
    {
        await RemoveAsync(known.Id, cancel);
        Add(known.Id, source, document);
    }

    public async Task RemoveAsync(string documentId, CancellationToken cancel = default)
    {
        foreach (var terms in await _storage.RemoveAsync(_transaction, _workspace, documentId, cancel))
        {
            Count(terms, -1);
            foreach (var term in terms.Distinct())
                _removed[term] = _removed.GetValueOrDefault(term) + 1;
        }
        await Connection.ExecuteAsync(
            new CommandDefinition(
                "delete from documents where workspace = @_workspace and id = @documentId",
                new { _workspace, documentId },
                _transaction,
                cancellationToken: cancel
            )
        );
        _documents--;
        _changed = true;
    }

    /// <summary>Writes what was added, term counts and totals; the last call before the transaction commits.</summary>
    public async Task FinishAsync(CancellationToken cancel = default)
    {
        if (!_changed)
            return;
        if (_removed.Count > 0)
        {
            await _storage.DiscountTermsAsync(_transaction, _workspace, _removed, cancel);
            await Connection.ExecuteAsync(
                new CommandDefinition(
                    "delete from terms where workspace = @_workspace and chunks <= 0",
                    new { _workspace },
                    _transaction,
                    cancellationToken: cancel
                )
            );
        }
        if (_added.Count > 0)
            await _storage.AddAsync(_transaction, _workspace, _added, cancel);
        await Connection.ExecuteAsync(
            new CommandDefinition(
                """
                insert into knowledge_index (workspace, version, documents, chunks, length)
                    values (@_workspace, 1, @_documents, @_chunks, @_length)
                on conflict (workspace) do update set version = knowledge_index.version + 1,
                    documents = knowledge_index.documents + excluded.documents,
                    chunks = knowledge_index.chunks + excluded.chunks, length = knowledge_index.length + excluded.length
                """,
                new
                {
                    _workspace,
                    _documents,
                    _chunks,
                    _length,
                },
                _transaction,
                cancellationToken: cancel
            )
        );
    }

    private void Add(string id, string source, IndexedDocument document)
    {
        _added.Add(new StoredDocument(id, source, document, _time.NowMs()));
        foreach (var chunk in document.Chunks)
            Count(chunk.Terms, 1);
        _documents++;
        _changed = true;
    }

    private void Count(ChunkTerms terms, int sign)
    {
        _chunks += sign;
        _length += sign * terms.Length;
    }
}
