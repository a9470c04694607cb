using System.Data.Common;
using ChatBot.Language;
using ChatBot.Storage.Postgres;
using Dapper;
using Npgsql;

namespace ChatBot.Knowledge.Indexing.Postgres;

/// <summary>
/// Documents and chunks in PostgreSQL: terms as lexemes with positions, all by binary COPY.
/// </summary>
public sealed class PostgresChunkStorage : IChunkStorage
{
    public int BatchChunks => 512;

    /// <summary>PostgreSQL's own limits of a lexeme: highest position, and how many are kept.</summary>
    private const int LastPosition = 16383,
        MostPositions = 255;

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
                    "select nextval(pg_get_serial_sequence('chunks', 'id')) from generate_series(1, @Count)",
                    new { chunks.Count },
                    transaction,
                    cancellationToken: cancel
                )
            )
        ).AsList();
        await AddChunksAsync(connection, workspace, ids.Zip(chunks, (id, row) => (id, row.Id, row.Chunk)), cancel);
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
            "id, workspace, document_id, ordinal, kind, length, title, text, title_terms, body_terms, name_terms, lexemes",
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
                copy.Lexemes(Lexemes(terms));
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
        var removed = await connection.QueryAsync<(string Title, string Body, string Names, int Length)>(
            new CommandDefinition(
                "delete from chunks where workspace = @workspace and document_id = @documentId returning title_terms, body_terms, "
                    + "name_terms, length",
                new { workspace, documentId },
                transaction,
                cancellationToken: cancel
            )
        );
        return [.. removed.Select(row => new ChunkTerms(row.Title, row.Body, row.Names, row.Length))];
    }

    public async Task CountTermsAsync(
        DbTransaction transaction,
        string workspace,
        IReadOnlyDictionary<string, int> counts,
        CancellationToken cancel = default
    )
    {
        // In one order for all: two instances that count at once then wait for each other's rows instead of deadlocking.
        var ordered = counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                """
                insert into terms (workspace, term, chunks)
                select @workspace, term, count from unnest(@Terms, @Counts) as change(term, count)
                on conflict (workspace, term) do update set chunks = terms.chunks + excluded.chunks
                """,
                new
                {
                    workspace,
                    Terms = ordered.Select(pair => pair.Key).ToArray(),
                    Counts = ordered.Select(pair => pair.Value).ToArray(),
                },
                transaction,
                cancellationToken: cancel
            )
        );
        if (counts.Values.Any(count => count < 0))
            await transaction.Connection!.ExecuteAsync(
                new CommandDefinition(
                    "delete from terms where workspace = @workspace and chunks <= 0",
                    new { workspace },
                    transaction,
                    cancellationToken: cancel
                )
            );
    }

    /// <summary>Where each term stands; the two high bits say in which part: title 3 (A), names 2 (B), body 0 (D).</summary>
    internal static Dictionary<string, List<ushort>> Lexemes(ChunkTerms terms)
    {
        var places = new Dictionary<string, List<ushort>>(StringComparer.Ordinal);
        var position = 1;
        foreach (var (part, weight) in (ReadOnlySpan<(string, int)>)[(terms.Title, 3), (terms.Names, 2), (terms.Body, 0)])
        foreach (var term in part.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (term == TextAnalyzer.SentenceMark)
                continue;
            if (!places.TryGetValue(term, out var at))
                places[term] = at = [];
            var place = (ushort)(weight << 14 | Math.Min(position++, LastPosition));
            if (at.Count < MostPositions && (at.Count == 0 || at[^1] != place))
                at.Add(place);
        }
        return places;
    }
}
