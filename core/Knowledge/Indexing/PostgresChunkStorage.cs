using System.Data.Common;
using System.Text;
using ChatBot.Knowledge.Analysis;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace ChatBot.Knowledge.Indexing;

/// <summary>
/// Chunks in PostgreSQL. A document's chunks travel by binary COPY into a staging table of the session and from there, in one
/// statement, to where they belong: COPY itself can cast neither lexemes nor vectors.
/// </summary>
public sealed class PostgresChunkStorage : IChunkStorage
{
    public async Task AddAsync(DbTransaction transaction, string workspace, string documentId, string embedder, IReadOnlyList<IndexedChunk> chunks)
    {
        if (chunks.Count == 0)
            return;
        var connection = (NpgsqlConnection)transaction.Connection!;
        await connection.ExecuteAsync(
            """
            create temporary table if not exists staged_chunks (
                ordinal integer, kind text, length integer, title text, text text, title_terms text, body_terms text, name_terms text, lexemes text, embedding real[]
            ) on commit delete rows
            """, transaction: transaction);
        await CopyAsync(connection, chunks);
        await connection.ExecuteAsync(
            """
            with staged as (delete from staged_chunks returning *),
            added as (
                insert into chunks (workspace, document_id, ordinal, kind, length, title, text, title_terms, body_terms, name_terms, lexemes)
                select @workspace, @documentId, ordinal, kind, length, title, text, title_terms, body_terms, name_terms, lexemes::tsvector from staged order by ordinal
                returning id, ordinal)
            insert into chunk_embeddings (chunk_id, workspace, embedder, embedding)
            select added.id, @workspace, @embedder, staged.embedding::vector from added join staged on staged.ordinal = added.ordinal where staged.embedding is not null
            """, new { workspace, documentId, embedder }, transaction);
    }

    public async Task<IReadOnlyList<ChunkTerms>> RemoveAsync(DbTransaction transaction, string workspace, string documentId)
    {
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(
            "delete from chunk_embeddings where chunk_id in (select id from chunks where workspace = @workspace and document_id = @documentId)", new { workspace, documentId }, transaction);
        var removed = await connection.QueryAsync<(string Title, string Body, string Names, int Length)>(
            "delete from chunks where workspace = @workspace and document_id = @documentId returning title_terms, body_terms, name_terms, length", new { workspace, documentId }, transaction);
        return [.. removed.Select(row => new ChunkTerms(row.Title, row.Body, row.Names, row.Length))];
    }

    public async Task CountTermsAsync(DbTransaction transaction, string workspace, IReadOnlyDictionary<string, int> counts)
    {
        // In one order for all: two instances that count at once then wait for each other's rows instead of deadlocking.
        var ordered = counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        await transaction.Connection!.ExecuteAsync(
            """
            insert into terms (workspace, term, chunks) select @workspace, term, count from unnest(@Terms, @Counts) as change(term, count)
            on conflict (workspace, term) do update set chunks = terms.chunks + excluded.chunks
            """, new { workspace, Terms = ordered.Select(pair => pair.Key).ToArray(), Counts = ordered.Select(pair => pair.Value).ToArray() }, transaction);
        if (counts.Values.Any(count => count < 0))
            await transaction.Connection!.ExecuteAsync("delete from terms where workspace = @workspace and chunks <= 0", new { workspace }, transaction);
    }

    private static async Task CopyAsync(NpgsqlConnection connection, IReadOnlyList<IndexedChunk> chunks)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy staged_chunks (ordinal, kind, length, title, text, title_terms, body_terms, name_terms, lexemes, embedding) from stdin (format binary)");
        foreach (var (chunk, terms, embedding) in chunks)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(chunk.Ordinal, NpgsqlDbType.Integer);
            await copy.WriteAsync(chunk.Kind.ToString().ToLowerInvariant(), NpgsqlDbType.Text);
            await copy.WriteAsync(terms.Length, NpgsqlDbType.Integer);
            // PostgreSQL stores no NUL in text.
            await copy.WriteAsync(chunk.Title.Replace("\0", ""), NpgsqlDbType.Text);
            await copy.WriteAsync(chunk.Text.Replace("\0", ""), NpgsqlDbType.Text);
            await copy.WriteAsync(terms.Title, NpgsqlDbType.Text);
            await copy.WriteAsync(terms.Body, NpgsqlDbType.Text);
            await copy.WriteAsync(terms.Names, NpgsqlDbType.Text);
            await copy.WriteAsync(Lexemes(terms), NpgsqlDbType.Text);
            if (embedding.IsEmpty)
                await copy.WriteNullAsync();
            else
                await copy.WriteAsync(embedding.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Real);
        }
        await copy.CompleteAsync();
    }

    /// <summary>The text form of a tsvector: <c>'term':3A,17</c>, letters for the weight of the part it stands in.</summary>
    internal static string Lexemes(ChunkTerms terms)
    {
        const int lastPosition = 16383; // PostgreSQL's own limit; later terms share it
        var places = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        var position = 1;
        foreach (var (part, weight) in (ReadOnlySpan<(string, string)>)[(terms.Title, "A"), (terms.Names, "B"), (terms.Body, "")])
            foreach (var term in part.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (term == TextAnalyzer.SentenceMark)
                    continue;
                if (!places.TryGetValue(term, out var at))
                    places[term] = at = new StringBuilder();
                at.Append(at.Length == 0 ? "" : ",").Append(Math.Min(position++, lastPosition)).Append(weight);
            }
        var text = new StringBuilder();
        foreach (var (term, at) in places)
            text.Append('\'').Append(term.Replace("\\", "\\\\").Replace("'", "''")).Append("':").Append(at).Append(' ');
        return text.ToString();
    }
}
