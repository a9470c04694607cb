using System.Data.Common;
using ChatBot.Knowledge.Indexing.Postings;
using ChatBot.Storage.Postgres;
using Dapper;
using Npgsql;

namespace ChatBot.Knowledge.Indexing.Postgres;

/// <summary>Documents and chunks in PostgreSQL, by binary COPY, and postings by which they are found.</summary>
public sealed class PostgresChunkStorage : IChunkStorage
{
    public int BatchChunks => 512;

    /// <summary>
    /// What chunks hold is written behind what is there, by rising ids: whoever draws ids in a workspace is the only one until it commits.
    /// The wait is as long as the other's work, and has no limit.
    /// </summary>
    public Task BeginAsync(DbTransaction transaction, string workspace, CancellationToken cancel = default) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                "set local statement_timeout = 0; select pg_advisory_xact_lock(7305814, hashtext(@workspace))",
                new { workspace },
                transaction,
                cancellationToken: cancel
            )
        );

    public async Task AddAsync(
        DbTransaction transaction,
        string workspace,
        IReadOnlyList<StoredDocument> documents,
        CancellationToken cancel = default
    )
    {
        var connection = (NpgsqlConnection)transaction.Connection!;
        await AddDocumentsAsync(connection, workspace, documents, cancel);
        var chunks = documents.SelectMany(document => document.Content.Chunks, (document, chunk) => (document.Id, Chunk: chunk)).ToList();
        if (chunks.Count == 0)
            return;
        var ids = (
            await connection.QueryAsync<long>(
                new CommandDefinition(
                    "select nextval(pg_get_serial_sequence('chunks', 'id')) from generate_series(1, @Count) order by 1",
                    new { chunks.Count },
                    transaction,
                    cancellationToken: cancel
                )
            )
        ).AsList();
        await AddChunksAsync(connection, workspace, ids.Zip(chunks, (id, row) => (id, row.Id, row.Chunk)), cancel);
        var postings = new GatheredPostings();
        foreach (var (id, (_, chunk)) in ids.Zip(chunks))
            postings.Add(id, chunk.Terms);
        await new PostgresPostings(transaction, workspace).AddAsync(postings, cancel);
        await CountTermsAsync(transaction, workspace, postings.ByTerm.Select(pair => (pair.Key, pair.Value.Count)), cancel);
    }

    private static Task AddDocumentsAsync(
        NpgsqlConnection connection,
        string workspace,
        IReadOnlyList<StoredDocument> documents,
        CancellationToken cancel
    ) =>
        BinaryCopyWriter.CopyAsync(
            connection,
            "documents",
            "id, workspace, source, path, uri, title, category, hash, chunks, length, indexed",
            documents,
            (copy, row) =>
            {
                var (id, source, document, indexed) = row;
                copy.Text(id);
                copy.Text(workspace);
                copy.Text(source);
                copy.Text(document.Path);
                copy.Text(document.Uri);
                copy.Text(document.Title);
                copy.Text(document.Category);
                copy.Text(document.Hash);
                copy.Integer(document.Chunks.Count);
                copy.BigInt(document.Length);
                copy.BigInt(indexed);
            },
            cancel
        );

    private static Task AddChunksAsync(
        NpgsqlConnection connection,
        string workspace,
        IEnumerable<(long Id, string DocumentId, IndexedChunk Chunk)> chunks,
        CancellationToken cancel
    ) =>
        BinaryCopyWriter.CopyAsync(
            connection,
            "chunks",
            "id, workspace, document_id, ordinal, kind, length, title, text, title_terms, body_terms, name_terms",
            chunks,
            (copy, row) =>
            {
                var (chunk, terms) = row.Chunk;
                copy.BigInt(row.Id);
                copy.Text(workspace);
                copy.Text(row.DocumentId);
                copy.Integer(chunk.Ordinal);
                copy.Text(chunk.Kind.ToString().ToLowerInvariant());
                copy.Integer(terms.Length);
                copy.Text(chunk.Title);
                copy.Text(chunk.Text);
                copy.Text(terms.Title);
                copy.Text(terms.Body);
                copy.Text(terms.Names);
            },
            cancel
        );

    public async Task<IReadOnlyList<ChunkTerms>> RemoveAsync(
        DbTransaction transaction,
        string workspace,
        string documentId,
        CancellationToken cancel = default
    )
    {
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(
            new CommandDefinition(
                "delete from chunk_embeddings where chunk_id in (select id from chunks where workspace = @workspace and document_id "
                    + "= @documentId)",
                new { workspace, documentId },
                transaction,
                cancellationToken: cancel
            )
        );
        var removed = (
            await connection.QueryAsync<(long Id, string Title, string Body, string Names, int Length)>(
                new CommandDefinition(
                    "delete from chunks where workspace = @workspace and document_id = @documentId returning id, title_terms, body_terms, "
                        + "name_terms, length",
                    new { workspace, documentId },
                    transaction,
                    cancellationToken: cancel
                )
            )
        )
            .Select(row => (row.Id, Terms: new ChunkTerms(row.Title, row.Body, row.Names, row.Length)))
            .OrderBy(row => row.Id)
            .ToList();
        var postings = new GatheredPostings();
        foreach (var (id, terms) in removed)
            postings.Add(id, terms);
        await new PostgresPostings(transaction, workspace).RemoveAsync(postings, cancel);
        return [.. removed.Select(chunk => chunk.Terms)];
    }

    /// <summary>There is nothing to merge: nobody waits for a writer of chunks but another of the same workspace.</summary>
    public Task<string?> MergeAsync(DbTransaction transaction, string workspace, string after, CancellationToken cancel = default) =>
        Task.FromResult<string?>(null);

    public Task DiscountTermsAsync(
        DbTransaction transaction,
        string workspace,
        IReadOnlyDictionary<string, int> counts,
        CancellationToken cancel = default
    ) => CountTermsAsync(transaction, workspace, counts.Select(pair => (pair.Key, -pair.Value)), cancel);

    private static Task CountTermsAsync(
        DbTransaction transaction,
        string workspace,
        IEnumerable<(string Term, int Count)> counts,
        CancellationToken cancel
    )
    {
        // In one order for all: two instances that count at once then wait for each other's rows instead of deadlocking.
        var ordered = counts.OrderBy(pair => pair.Term, StringComparer.Ordinal).ToList();
        return transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                """
                insert into terms (workspace, term, chunks)
                select @workspace, term, count from unnest(@Terms, @Counts) as change(term, count)
                on conflict (workspace, term) do update set chunks = terms.chunks + excluded.chunks
                """,
                new
                {
                    workspace,
                    Terms = ordered.Select(pair => pair.Term).ToArray(),
                    Counts = ordered.Select(pair => pair.Count).ToArray(),
                },
                transaction,
                cancellationToken: cancel
            )
        );
    }
}
