using System.Diagnostics;
using ChatBot.Storage;
using ChatBot.Storage.Postgres;
using Dapper;
using Npgsql;

namespace ChatBot.Benchmarks.Vectors;

/// <summary>Recall and latency of the vector search through our layer, and of the bare statement in the same run, in turn.</summary>
internal static class VectorSearches
{
    public static async Task MeasureAsync(PostgresDatabase database, ClusteredVectors vectors, string embedder, int count)
    {
        var questions = Enumerable.Range(0, count).Select(vectors.Question).ToList();
        var truth = vectors.TenNearest(questions);
        await using var connection = (NpgsqlConnection)await database.OpenAsync(Workspaces.Default);
        foreach (var ef in new[] { 40, 80, 120, 160, 200, 250, 320, 400 })
        {
            await connection.ExecuteAsync($"set hnsw.ef_search = {ef}; set hnsw.iterative_scan = relaxed_order");
            await using var command = Bare(connection, embedder);
            await command.PrepareAsync();
            var times = new List<double>();
            double found = 0;
            foreach (var (question, near) in questions.Zip(truth))
            {
                ((NpgsqlParameter<float[]>)command.Parameters[0]).TypedValue = question;
                var clock = Stopwatch.GetTimestamp();
                await using (var row = await command.ExecuteReaderAsync())
                    while (await row.ReadAsync())
                        found += near.Contains(row.GetInt64(0) - 1) ? 0.1 : 0;
                times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
            }
            times.Sort();
            Console.WriteLine($"ef {ef}: recall@10 {found / count:F3}, p50 {times[count / 2]:F2} ms, p95 {times[count * 95 / 100]:F2} ms");
        }
    }

    private static NpgsqlCommand Bare(NpgsqlConnection connection, string embedder) => new(
        $"""
        select chunk_id, embedding <#> $1::vector as distance from
            (select chunk_id, embedding from chunk_embeddings where workspace = 'default' and embedder = '{embedder}'
             order by embedding::halfvec(384) <#> $1::halfvec(384) limit 30) near
        order by distance limit 10
        """, connection) { Parameters = { new NpgsqlParameter<float[]>() } };
}
