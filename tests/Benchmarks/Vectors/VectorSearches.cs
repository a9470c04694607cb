using System.Diagnostics;
using ChatBot.Knowledge.Searching;
using ChatBot.Knowledge.Searching.Postgres;
using ChatBot.Storage;
using ChatBot.Storage.Postgres;
using ChatBot.TestKit.Knowledge;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace ChatBot.Benchmarks.Vectors;

/// <summary>
/// Recall and latency of the vector search through our layer (connection taken, searched, given back), and in turn with it of the
/// same statement by hand on a connection that is held, and of the bare search for ids alone.
/// </summary>
internal static class VectorSearches
{
    private const int Words = 50,
        Nearest = 10;

    public static async Task MeasureAsync(PostgresDatabase database, ClusteredVectors vectors, string embedder, int count)
    {
        var questions = Enumerable.Range(0, count).Select(vectors.Question).ToList();
        var truth = vectors.TenNearest(questions);
        var reader = new PostgresKnowledgeReader(database);
        await using var connection = (NpgsqlConnection)await database.OpenAsync(Workspaces.Default);
        var name = VectorPart.NameOf(Workspaces.Default, embedder);
        var graph = VectorGraph.Parse(
            await connection.ExecuteScalarAsync<string?>("select obj_description(to_regclass(@name), 'pg_class')", new { name })
        );
        if (graph is not null)
            await connection.ExecuteAsync(
                $"set hnsw.ef_search = {graph.EfSearch}; set hnsw.iterative_scan = relaxed_order; set plan_cache_mode = force_generic_plan"
            );
        await using var same = Same(connection, embedder, name, graph is not null);
        await using var bare = Bare(connection, embedder, graph is not null);

        for (var round = 1; round <= 3; round++) // the first warms caches and plans
        {
            var (ours, sames, bares) = (new List<double>(), new List<double>(), new List<double>());
            var found = 0;
            for (var i = 0; i < count; i++)
            {
                var question = questions[i];
                // In turn: whoever asks first brings the vectors into the processor's cache for the others.
                for (var turn = i; turn < i + 3; turn++)
                    if (turn % 3 == 1)
                        sames.Add(await TimeAsync(same, question));
                    else if (turn % 3 == 2)
                        bares.Add(await TimeAsync(bare, question));
                    else
                    {
                        var clock = Stopwatch.GetTimestamp();
                        Findings findings;
                        await using (var index = await reader.OpenAsync(Workspaces.Default))
                            findings = await index.FindAsync(
                                new CandidateSearch([], question, embedder, Category: null, Words, Nearest),
                                default
                            );
                        ours.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
                        found += findings.Candidates.Count(candidate => truth[i].Contains(candidate.ChunkId - 1));
                    }
            }
            Console.WriteLine(
                $"round {round}: {count} questions to {vectors.Count:N0} vectors, ef_search "
                    + $"{graph?.EfSearch.ToString() ?? "none"}: recall@10 {found / 10.0 / count:F3}; through our layer {Of(ours)}, "
                    + $"the same statement by hand {Of(sames)}, ids alone {Of(bares)}; ratio of medians "
                    + $"{At(ours, .5) / At(sames, .5):F2}, {At(ours, .5) / At(bares, .5):F2} to ids alone"
            );
        }
    }

    private static async Task<double> TimeAsync(NpgsqlCommand command, float[] question)
    {
        command.Parameters["Vector"].Value = question;
        var clock = Stopwatch.GetTimestamp();
        await using (var row = await command.ExecuteReaderAsync())
            while (await row.ReadAsync())
                for (var field = 0; field < row.FieldCount; field++)
                    _ = row.GetValue(field);
        return Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
    }

    private static NpgsqlCommand Same(NpgsqlConnection connection, string embedder, string name, bool byGraph) =>
        new(
            CandidateStatement.ByWordsAndVector(
                Words,
                Nearest,
                byGraph ? (VectorPart.ConditionOf(Workspaces.Default, embedder), ClusteredVectors.Dimensions) : null
            ),
            connection
        )
        {
            Parameters =
            {
                new("Vector", NpgsqlDbType.Array | NpgsqlDbType.Real),
                new("workspace", Workspaces.Default),
                new("Offered", Array.Empty<long>()),
                new("category", NpgsqlDbType.Text) { Value = DBNull.Value },
                new("Embedder", embedder),
            },
        };

    private static NpgsqlCommand Bare(NpgsqlConnection connection, string embedder, bool byGraph)
    {
        var condition = VectorPart.ConditionOf(Workspaces.Default, embedder);
        var nearest = byGraph
            ? VectorPart.ByGraph(condition, ClusteredVectors.Dimensions, Nearest, 3 * Nearest)
            : VectorPart.Exact(condition, Nearest);
        return new($"with question as materialized ({VectorPart.Question}) {nearest}", connection)
        {
            Parameters = { new("Vector", NpgsqlDbType.Array | NpgsqlDbType.Real) },
        };
    }

    private static string Of(List<double> times) => $"p50 {At(times, .5):F2} p95 {At(times, .95):F2} ms";

    private static double At(List<double> times, double share) => times.Order().ElementAt((int)(share * (times.Count - 1)));
}
