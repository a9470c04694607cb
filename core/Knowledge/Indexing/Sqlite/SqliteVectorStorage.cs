using System.Runtime.InteropServices;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Knowledge.Indexing.Sqlite;

/// <summary>
/// Vectors in SQLite. They are made outside of transactions: there is one writer, and answers are stored meanwhile. Two processes that
/// fill at once do some work twice and store it once.
/// </summary>
public sealed class SqliteVectorStorage(IDatabase database) : IVectorStorage
{
    public async Task<IReadOnlyList<long>> FillAsync(
        string workspace,
        string embedder,
        long after,
        int count,
        Func<IReadOnlyList<UnembeddedChunk>, Task<IReadOnlyList<ChunkVectors>>> embed,
        CancellationToken cancel = default
    )
    {
        var chunks = await MissingAsync(workspace, embedder, after, count, cancel);
        if (chunks.Count == 0)
            return [];
        var vectors = await embed(chunks);
        await database.WriteAsync(
            workspace,
            async transaction =>
            {
                foreach (var (id, embedding, sentences) in vectors)
                    await transaction.Connection!.ExecuteAsync(
                        new CommandDefinition(
                            """
                            insert or ignore into chunk_embeddings (chunk_id, workspace, embedder, embedding)
                                select id, workspace, @embedder, @embedding from chunks where id = @id;
                            insert or ignore into chunk_sentences (chunk_id, workspace, embedder, vectors)
                                select id, workspace, @embedder, @sentences from chunks where id = @id and length(@sentences) > 0
                            """,
                            new
                            {
                                id,
                                embedder,
                                embedding = MemoryMarshal.AsBytes(embedding.Span).ToArray(),
                                sentences = MemoryMarshal.AsBytes(sentences.Span).ToArray(),
                            },
                            transaction,
                            cancellationToken: cancel
                        )
                    );
            },
            cancel
        );
        return [.. chunks.Select(chunk => chunk.Id)];
    }

    private async Task<List<UnembeddedChunk>> MissingAsync(
        string workspace,
        string embedder,
        long after,
        int count,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<UnembeddedChunk>(
            new CommandDefinition(
                """
                select id, title, text from chunks c where workspace = @workspace and id > @after
                    and not exists (select 1 from chunk_embeddings e where e.chunk_id = c.id and e.embedder = @embedder)
                order by id limit @count
                """,
                new
                {
                    workspace,
                    embedder,
                    after,
                    count,
                },
                cancellationToken: cancel
            )
        );
        return rows.AsList();
    }
}
