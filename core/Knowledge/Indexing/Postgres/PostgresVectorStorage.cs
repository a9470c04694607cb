using System.Data.Common;
using System.Runtime.InteropServices;
using ChatBot.Storage;
using ChatBot.Storage.Postgres;
using Dapper;
using Npgsql;

namespace ChatBot.Knowledge.Indexing.Postgres;

/// <summary>
/// Vectors in PostgreSQL, as pgvector has them. An instance locks the chunks that it takes until their vectors are stored: others take
/// other ones, and what a killed instance had in hand is free at once.
/// </summary>
public sealed class PostgresVectorStorage(IDatabase database) : IVectorStorage
{
    private const string Missing = "not exists (select 1 from chunk_embeddings e where e.chunk_id = c.id and e.embedder = @embedder)";

    public Task<IReadOnlyList<long>> FillAsync(
        string workspace,
        string embedder,
        long after,
        int count,
        Func<IReadOnlyList<UnembeddedChunk>, Task<IReadOnlyList<ChunkVectors>>> embed,
        CancellationToken cancel = default
    ) =>
        database.WriteAsync(
            workspace,
            async transaction =>
            {
                var taken = await TakeAsync(transaction, workspace, embedder, after, count, cancel);
                if (taken.Count == 0)
                    return taken;
                // Looked at again: another instance may have stored them between the search and the lock.
                var chunks = await transaction.Connection!.QueryAsync<UnembeddedChunk>(
                    new CommandDefinition(
                        $"select id, title, text from chunks c where id = any(@Ids) and {Missing} order by id",
                        new { Ids = taken.ToArray(), embedder },
                        transaction,
                        cancellationToken: cancel
                    )
                );
                if (chunks.AsList() is not { Count: > 0 } missing)
                    return taken;
                var (connection, made) = ((NpgsqlConnection)transaction.Connection!, await embed(missing));
                await AddEmbeddingsAsync(connection, workspace, embedder, made, cancel);
                await AddSentencesAsync(connection, workspace, embedder, made, cancel);
                return taken;
            },
            cancel
        );

    private static async Task<IReadOnlyList<long>> TakeAsync(
        DbTransaction transaction,
        string workspace,
        string embedder,
        long after,
        int count,
        CancellationToken cancel
    ) =>
        (
            await transaction.Connection!.QueryAsync<long>(
                new CommandDefinition(
                    $"""
                    select id from chunks c where workspace = @workspace and id > @after and {Missing} order by id limit @count
                    for no key update skip locked
                    """,
                    new
                    {
                        workspace,
                        embedder,
                        after,
                        count,
                    },
                    transaction,
                    cancellationToken: cancel
                )
            )
        ).AsList();

    /// <summary>Loads the vectors of chunks that exist and have none of this embedder; those of their sentences not.</summary>
    public static Task AddEmbeddingsAsync(
        NpgsqlConnection connection,
        string workspace,
        string embedder,
        IEnumerable<ChunkVectors> vectors,
        CancellationToken cancel = default
    ) =>
        BinaryCopyWriter.CopyAsync(
            connection,
            "chunk_embeddings",
            "chunk_id, workspace, embedder, embedding",
            vectors,
            (copy, of) =>
            {
                Key(copy, workspace, embedder, of);
                copy.Vector(of.Embedding.Span);
            },
            cancel
        );

    private static Task AddSentencesAsync(
        NpgsqlConnection connection,
        string workspace,
        string embedder,
        IEnumerable<ChunkVectors> vectors,
        CancellationToken cancel
    ) =>
        BinaryCopyWriter.CopyAsync(
            connection,
            "chunk_sentences",
            "chunk_id, workspace, embedder, vectors",
            vectors.Where(of => !of.Sentences.IsEmpty),
            (copy, of) =>
            {
                Key(copy, workspace, embedder, of);
                copy.Bytea(MemoryMarshal.AsBytes(of.Sentences.Span));
            },
            cancel
        );

    private static void Key(BinaryCopyWriter copy, string workspace, string embedder, ChunkVectors of)
    {
        copy.BigInt(of.ChunkId);
        copy.Text(workspace);
        copy.Text(embedder);
    }
}
