using System.Text.Json;
using ChatBot.Storage;
using Dapper;
using Npgsql;

namespace ChatBot.Knowledge.Searching.Postgres;

/// <summary>
/// The approximate indexes over vectors (HNSW, Malkov and Yashunin 2016, as pgvector builds it), one for each workspace and
/// embedder that has grown to need one. A graph holds one workspace's vectors only: another's can neither crowd them out of a
/// search nor decide how long it takes. Half precision halves the memory; the full vectors put the candidates in order.
/// </summary>
public static class PostgresVectorIndex
{
    /// <summary>
    /// Vectors of one workspace below which an exact scan is as fast (about 4 ms on one core at 384 dimensions) and never misses.
    /// </summary>
    public const long ExactBelow = 5_000;

    /// <summary>pgvector's own limit for an index over half precision.</summary>
    private const int MostDimensions = 4_000;

    /// <summary>Oldest pgvector with half precision and with scans that go on until enough rows are found.</summary>
    private static readonly Version NeededExtension = new(0, 8);

    /// <summary>A graph that has grown by this since recall was measured is measured again.</summary>
    private const double Outgrown = 1.5;

    /// <summary>
    /// Builds the graphs that are missing, without blocking anybody, and measures what each needs; what was interrupted is begun again.
    /// </summary>
    /// <param name="database">Opened by a role that owns the tables.</param>
    /// <param name="memoryMegabytes">Most that one build may take on the server; a graph that fits is built many times as fast.</param>
    /// <returns>What was built or measured anew.</returns>
    public static async Task<IReadOnlyList<VectorGraph>> BuildMissingAsync(
        IDatabase database,
        int memoryMegabytes = StorageOptions.DefaultIndexMemoryMegabytes,
        CancellationToken cancel = default
    )
    {
        await using var connection = (NpgsqlConnection)await database.OpenAsync(Workspaces.All, cancel);
        if (!await SupportedAsync(connection, cancel))
            return [];
        await connection.ExecuteAsync(new CommandDefinition("set statement_timeout = 0", cancellationToken: cancel));
        // One instance builds; the others find the lock taken and have nothing to do. Closing the connection gives it back.
        if (
            !await connection.ExecuteScalarAsync<bool>(
                new CommandDefinition("select pg_try_advisory_lock(7305813)", cancellationToken: cancel)
            )
        )
            return [];
        await DropForeignAsync(connection, cancel);
        var done = new List<VectorGraph>();
        foreach (var part in await PartsAsync(connection, cancel))
            if (part.Dimensions <= MostDimensions && await BringUpToDateAsync(connection, part, memoryMegabytes, cancel) is { } graph)
                done.Add(graph);
        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_unlock(7305813)", cancellationToken: cancel));
        return done;
    }

    private static async Task<VectorGraph?> BringUpToDateAsync(
        NpgsqlConnection connection,
        VectorPart part,
        int memoryMegabytes,
        CancellationToken cancel
    )
    {
        var (valid, about) = await connection.QuerySingleOrDefaultAsync<(bool? Valid, string? About)>(
            new CommandDefinition(
                "select indisvalid, obj_description(indexrelid, 'pg_class') from pg_index where indexrelid = to_regclass(@Name)",
                new { part.Name },
                cancellationToken: cancel
            )
        );
        if (valid == true && VectorGraph.Parse(about) is { } known && part.Vectors < known.Vectors * Outgrown)
            return null;
        if (valid == false) // left behind by an interrupted build
            await connection.ExecuteAsync(
                new CommandDefinition($"drop index concurrently {part.Name}", commandTimeout: 0, cancellationToken: cancel)
            );
        if (valid != true)
            await GraphBuild.RunAsync(connection, part, memoryMegabytes, cancel);
        var graph = await GraphRecall.ChooseAsync(connection, part, cancel);
        // The comment leaves with the index, so what a search knows of a graph is never of an older one.
        await connection.ExecuteAsync(
            new CommandDefinition(
                $"comment on index {part.Name} is {VectorPart.Literal(JsonSerializer.Serialize(graph))}",
                cancellationToken: cancel
            )
        );
        return graph;
    }

    /// <summary>Counted by the index, only where the workspace as a whole is large enough.</summary>
    private static async Task<List<VectorPart>> PartsAsync(NpgsqlConnection connection, CancellationToken cancel) =>
        (
            await connection.QueryAsync<VectorPart>(
                new CommandDefinition(
                    """
                    select large.workspace as Workspace, part.embedder as Embedder, part.vectors as Vectors,
                           (select vector_dims(embedding) from chunk_embeddings e where e.workspace = large.workspace
                               and e.embedder = part.embedder limit 1) as Dimensions
                    from knowledge_index large
                    cross join lateral (select embedder, count(*) as vectors from chunk_embeddings e
                        where e.workspace = large.workspace group by embedder having count(*) >= @ExactBelow) part
                    where large.chunks >= @ExactBelow order by part.vectors
                    """,
                    new { ExactBelow },
                    commandTimeout: 0,
                    cancellationToken: cancel
                )
            )
        ).AsList();

    /// <summary>
    /// Graphs over all workspaces at once, as earlier versions built them: no search uses them, and every write would pay for them.
    /// </summary>
    private static async Task DropForeignAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        foreach (
            var name in (
                await connection.QueryAsync<string>(
                    new CommandDefinition(
                        "select indexname from pg_indexes where schemaname = current_schema() and tablename = 'chunk_embeddings' and "
                            + "indexdef like '%USING hnsw%' and indexdef not like '%workspace%'",
                        cancellationToken: cancel
                    )
                )
            ).AsList()
        )
            await connection.ExecuteAsync(
                new CommandDefinition($"drop index concurrently {name}", commandTimeout: 0, cancellationToken: cancel)
            );
    }

    private static async Task<bool> SupportedAsync(NpgsqlConnection connection, CancellationToken cancel = default) =>
        Version.TryParse(
            await connection.ExecuteScalarAsync<string>(
                new CommandDefinition("select extversion from pg_extension where extname = 'vector'", cancellationToken: cancel)
            ),
            out var version
        )
        && version >= NeededExtension;
}
