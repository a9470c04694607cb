using System.Globalization;
using Dapper;
using Npgsql;

namespace ChatBot.Knowledge.Searching.Postgres;

/// <summary>
/// Chooses how widely a graph is searched by measuring it: the neighbours of sampled vectors, once by an exact scan and then by
/// the graph, wider and wider until enough of them are found. What a graph needs depends on its size and on how its vectors
/// lie, so no table of numbers can know it.
/// </summary>
internal static class GraphRecall
{
    public static async Task<VectorGraph> ChooseAsync(NpgsqlConnection connection, VectorPart part, CancellationToken cancel)
    {
        var sample = await SampleAsync(connection, part, cancel);
        var farthest = new List<double>(sample.Count);
        foreach (var vector in sample)
            farthest.Add(
                (await NeighboursAsync(connection, VectorPart.Exact(part.Condition, VectorGraph.Nearest + 1), vector, cancel))[^1]
            );
        await connection.ExecuteAsync(new CommandDefinition("set hnsw.iterative_scan = relaxed_order", cancellationToken: cancel));
        var recall = 0.0;
        foreach (var width in VectorGraph.Widths)
        {
            await connection.ExecuteAsync(
                new CommandDefinition(
                    "select set_config('hnsw.ef_search', @Width, false)",
                    new { Width = width.ToString(CultureInfo.InvariantCulture) },
                    cancellationToken: cancel
                )
            );
            var found = 0;
            for (var i = 0; i < sample.Count; i++)
                found += (
                    await NeighboursAsync(
                        connection,
                        VectorPart.ByGraph(part.Condition, part.Dimensions, VectorGraph.Nearest + 1, 3 * VectorGraph.Nearest),
                        sample[i],
                        cancel
                    )
                ).Count(distance => distance <= farthest[i] + VectorGraph.Tie);
            recall = (double)found / (sample.Count * VectorGraph.Nearest);
            if (recall >= VectorGraph.Wanted)
                return new VectorGraph(part.Name, width, Math.Round(recall, 4), part.Vectors);
        }
        return new VectorGraph(part.Name, VectorGraph.Widths[^1], Math.Round(recall, 4), part.Vectors);
    }

    /// <summary>Distances of the nearest, the vector itself left out.</summary>
    private static async Task<List<double>> NeighboursAsync(
        NpgsqlConnection connection,
        string near,
        float[] vector,
        CancellationToken cancel
    ) =>
        (
            await connection.QueryAsync<double>(
                new CommandDefinition(
                    $"with question as materialized ({VectorPart.Question}) select distance from ({near}) near order by distance",
                    new { Vector = vector },
                    commandTimeout: 0,
                    cancellationToken: cancel
                )
            )
        )
            .Skip(1)
            .ToList();

    private static async Task<List<float[]>> SampleAsync(NpgsqlConnection connection, VectorPart part, CancellationToken cancel) => (
            await connection.QueryAsync<float[]>(
                new CommandDefinition(
                    $"""
                    select (select embedding::real[] from chunk_embeddings where {part.Condition} and chunk_id >= start limit 1)
                    from (select distinct low + (random() * (high - low))::bigint as start from generate_series(1, {VectorGraph.Sampled}),
                          (select min(chunk_id) as low, max(chunk_id) as high from chunk_embeddings where {part.Condition}) range) random
                    """,
                    commandTimeout: 0,
                    cancellationToken: cancel
                )
            )
        ).Where(vector => vector is not null).ToList();
}
