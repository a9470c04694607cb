using System.Data.Common;
using System.Runtime.InteropServices;
using Dapper;

namespace ChatBot.Knowledge.Indexing;

/// <summary>Chunks in SQLite, their terms in FTS5.</summary>
public sealed class SqliteChunkStorage : IChunkStorage
{
    public async Task AddAsync(DbTransaction transaction, string workspace, string documentId, string embedder, IReadOnlyList<IndexedChunk> chunks)
    {
        var connection = transaction.Connection!;
        foreach (var (chunk, terms, embedding) in chunks)
        {
            var id = await connection.ExecuteScalarAsync<long>(
                """
                insert into chunks (workspace, document_id, ordinal, kind, length, title, text)
                values (@workspace, @documentId, @Ordinal, @Kind, @Length, @Title, @Text) returning id
                """,
                new { workspace, documentId, chunk.Ordinal, Kind = chunk.Kind.ToString().ToLowerInvariant(), terms.Length, chunk.Title, chunk.Text }, transaction);
            await connection.ExecuteAsync("insert into chunk_terms (rowid, title, body, names) values (@id, @Title, @Body, @Names)", new { id, terms.Title, terms.Body, terms.Names }, transaction);
            if (!embedding.IsEmpty)
                await connection.ExecuteAsync("insert into chunk_embeddings (chunk_id, workspace, embedder, embedding) values (@id, @workspace, @embedder, @embedding)",
                    new { id, workspace, embedder, embedding = MemoryMarshal.AsBytes(embedding.Span).ToArray() }, transaction);
        }
    }

    public async Task<IReadOnlyList<ChunkTerms>> RemoveAsync(DbTransaction transaction, string workspace, string documentId)
    {
        var connection = transaction.Connection!;
        var removed = (await connection.QueryAsync<(string Title, string Body, string Names, long Length)>(
            """
            select t.title, t.body, t.names, c.length from chunks c join chunk_terms t on t.rowid = c.id
            where c.workspace = @workspace and c.document_id = @documentId
            """, new { workspace, documentId }, transaction)).Select(row => new ChunkTerms(row.Title, row.Body, row.Names, (int)row.Length)).ToList();
        await connection.ExecuteAsync(
            """
            delete from chunk_terms where rowid in (select id from chunks where workspace = @workspace and document_id = @documentId);
            delete from chunk_embeddings where chunk_id in (select id from chunks where workspace = @workspace and document_id = @documentId);
            delete from chunks where workspace = @workspace and document_id = @documentId;
            """, new { workspace, documentId }, transaction);
        return removed;
    }
}
