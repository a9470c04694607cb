using Dapper;
using Npgsql;

namespace ChatBot.Knowledge.Searching.Postgres;

/// <summary>Builds one graph beside the running bot, with the memory and the workers that its size asks for.</summary>
internal static class GraphBuild
{
    /// <summary>
    /// Links of a node and candidates looked at while it is placed. Wider than pgvector's defaults (16, 64) where a graph is
    /// large: the time is spent once, and each search then reaches the same recall with fewer candidates.
    /// </summary>
    public static (int Links, int Width) Shape(long vectors) => vectors < 200_000 ? (16, 64) : (16, 100);

    public static async Task RunAsync(NpgsqlConnection connection, VectorPart part, int memoryMegabytes, CancellationToken cancel)
    {
        var (links, width) = Shape(part.Vectors);
        await connection.ExecuteAsync(
            new CommandDefinition(
                $"set maintenance_work_mem = '{Math.Clamp(Megabytes(part, links), 64, memoryMegabytes)}MB'; set "
                    + $"max_parallel_maintenance_workers = {Workers(part.Vectors)}",
                cancellationToken: cancel
            )
        );
        var create = $"""
            create index concurrently {part.Name} on chunk_embeddings using hnsw ((embedding::halfvec({part.Dimensions})) halfvec_ip_ops)
            with (m = {links}, ef_construction = {width}) where {part.Condition}
            """;
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(create, commandTimeout: 0, cancellationToken: cancel));
        }
        catch (PostgresException error)
            when (error.SqlState == PostgresErrorCodes.DiskFull && error.MessageText.Contains("shared memory", StringComparison.Ordinal))
        {
            // Workers share the graph in /dev/shm, which a container mostly gets 64 MB of; alone, the build needs none.
            await connection.ExecuteAsync(new CommandDefinition("set max_parallel_maintenance_workers = 0", cancellationToken: cancel));
            await connection.ExecuteAsync(
                new CommandDefinition($"drop index concurrently if exists {part.Name}", commandTimeout: 0, cancellationToken: cancel)
            );
            await connection.ExecuteAsync(new CommandDefinition(create, commandTimeout: 0, cancellationToken: cancel));
        }
    }

    /// <summary>
    /// As pgvector keeps a graph in memory: the vector in half precision, links with their distances, and what the allocator adds.
    /// </summary>
    private static long Megabytes(VectorPart part, int links) =>
        part.Vectors * (2 * part.Dimensions + 2 * links * 24 + 256) * 5 / 4 / 1_048_576 + 16;

    /// <summary>PostgreSQL grants fewer where its own max_parallel_workers or the size of the table says so.</summary>
    private static int Workers(long vectors) =>
        vectors < 50_000 ? 1
        : vectors < 500_000 ? 2
        : 4;
}
