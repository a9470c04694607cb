using System.Data.Common;
using ChatBot.Knowledge.Indexing.Postings;
using Dapper;

namespace ChatBot.Knowledge.Indexing.Sqlite;

/// <summary>
/// Chunks in SQLite, their terms as text, and postings by which they are found. Statements that run per chunk or per term are prepared once
/// per call.
/// </summary>
public sealed class SqliteChunkStorage : IChunkStorage
{
    /// <summary>There is one writer: few enough that answers being stored meanwhile hardly wait.</summary>
    public int BatchChunks => 128;

    public Task BeginAsync(DbTransaction transaction, string workspace, CancellationToken cancel = default) => Task.CompletedTask;

    public async Task AddAsync(
        DbTransaction transaction,
        string workspace,
        IReadOnlyList<StoredDocument> documents,
        CancellationToken cancel = default
    )
    {
        await using var insertDocument = Prepare(
            transaction,
            """
            insert into documents (id, workspace, source, path, uri, title, category, hash, chunks, length, indexed)
            values (@id, @workspace, @source, @path, @uri, @title, @category, @hash, @chunks, @length, @indexed)
            """,
            "@id",
            "@workspace",
            "@source",
            "@path",
            "@uri",
            "@title",
            "@category",
            "@hash",
            "@chunks",
            "@length",
            "@indexed"
        );
        await using var insertChunk = Prepare(
            transaction,
            "insert into chunks (workspace, document_id, ordinal, kind, length, title, text) values (@workspace, @document, "
                + "@ordinal, @kind, @length, @title, @text) returning id",
            "@workspace",
            "@document",
            "@ordinal",
            "@kind",
            "@length",
            "@title",
            "@text"
        );
        await using var insertTerms = Prepare(
            transaction,
            "insert into chunk_terms (id, title, body, names) values (@id, @title, @body, @names)",
            "@id",
            "@title",
            "@body",
            "@names"
        );
        var postings = new GatheredPostings();
        foreach (var (documentId, source, document, indexed) in documents)
        {
            Run(
                insertDocument,
                documentId,
                workspace,
                source,
                document.Path,
                document.Uri,
                document.Title,
                document.Category,
                document.Hash,
                document.Chunks.Count,
                document.Length,
                indexed
            );
            foreach (var (chunk, terms) in document.Chunks)
            {
                var id = Run(
                    insertChunk,
                    workspace,
                    documentId,
                    chunk.Ordinal,
                    chunk.Kind.ToString().ToLowerInvariant(),
                    terms.Length,
                    chunk.Title,
                    chunk.Text
                )!;
                Run(insertTerms, id, terms.Title, terms.Body, terms.Names);
                postings.Add((long)id, terms);
            }
        }
        new SqliteRecentPostings(transaction, workspace).Add(postings);
    }

    public async Task<IReadOnlyList<ChunkTerms>> RemoveAsync(
        DbTransaction transaction,
        string workspace,
        string documentId,
        CancellationToken cancel = default
    )
    {
        // What leaves is looked for in the blocks, and taken from the counts.
        new SqliteRecentPostings(transaction, workspace).MergeAll();
        var connection = transaction.Connection!;
        var removed = (
            await connection.QueryAsync<(long Id, string Title, string Body, string Names, long Length)>(
                new CommandDefinition(
                    """
                    select c.id, t.title, t.body, t.names, c.length from chunks c join chunk_terms t on t.id = c.id
                    where c.workspace = @workspace and c.document_id = @documentId order by c.id
                    """,
                    new { workspace, documentId },
                    transaction,
                    cancellationToken: cancel
                )
            )
        ).Select(row => (row.Id, Terms: new ChunkTerms(row.Title, row.Body, row.Names, (int)row.Length))).ToList();
        var postings = new GatheredPostings();
        foreach (var (id, terms) in removed)
            postings.Add(id, terms);
        new SqlitePostings(transaction, workspace).Remove(postings);
        await connection.ExecuteAsync(
            new CommandDefinition(
                """
                delete from chunk_terms where id in (select id from chunks where workspace = @workspace and document_id = @documentId);
                delete from chunk_embeddings where chunk_id in (select id from chunks where workspace = @workspace
                    and document_id = @documentId);
                delete from chunk_sentences where chunk_id in (select id from chunks where workspace = @workspace
                    and document_id = @documentId);
                delete from chunks where workspace = @workspace and document_id = @documentId;
                """,
                new { workspace, documentId },
                transaction,
                cancellationToken: cancel
            )
        );
        return [.. removed.Select(chunk => chunk.Terms)];
    }

    public async Task DiscountTermsAsync(
        DbTransaction transaction,
        string workspace,
        IReadOnlyDictionary<string, int> counts,
        CancellationToken cancel = default
    )
    {
        await using var update = Prepare(
            transaction,
            "update terms set chunks = chunks - @count where workspace = @workspace and term = @term",
            "@workspace",
            "@term",
            "@count"
        );
        foreach (var (term, count) in counts.OrderBy(pair => pair.Key, StringComparer.Ordinal)) // in key order the pages are visited once
            Run(update, workspace, term, count);
    }

    public Task<string?> MergeAsync(DbTransaction transaction, string workspace, string after, CancellationToken cancel = default) =>
        Task.FromResult(new SqliteRecentPostings(transaction, workspace).Merge(after));

    private static DbCommand Prepare(DbTransaction transaction, string sql, params ReadOnlySpan<string> parameters)
    {
        var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }
        return command;
    }

    private static object? Run(DbCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        return command.ExecuteScalar();
    }
}
