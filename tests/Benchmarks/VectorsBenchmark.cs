using System.Diagnostics;
using System.Numerics.Tensors;
using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Searching;
using ChatBot.Storage;
using ChatBot.Storage.Postgres;
using ChatBot.TestKit.Storage;
using Dapper;
using Npgsql;

namespace ChatBot.Benchmarks;

/// <summary>
/// <c>vectors [COUNT]</c>: clustered 384-dimensional vectors in PostgreSQL: load, graph, recall@10 against an exact scan, latency
/// through our layer and of the bare statement. Needs CHATBOT_TEST_POSTGRES.
/// </summary>
internal static class VectorsBenchmark
{
    private const int Dimensions = 384, Queries = 200;
    private const string Embedder = "benchmark";

    public static async Task RunAsync(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0]) : 100_000;
        var folder = Directory.CreateTempSubdirectory("chatbot-vectors-").FullName;
        TestStorage.Create(folder);
        try
        {
            await using var database = new PostgresDatabase(TestStorage.ConnectionString(folder) + ";Command Timeout=0;Options=-c statement_timeout=0", TimeProvider.System);
            await new Migrator(database, TimeProvider.System).MigrateAsync();
            await MeasureAsync(database, count);
        }
        finally
        {
            TestStorage.Drop(folder);
            Directory.Delete(folder);
        }
    }

    private static async Task MeasureAsync(PostgresDatabase database, int count)
    {
        var vectors = new Clusters(count, seed: 7);
        var load = Stopwatch.StartNew();
        await LoadAsync(database, vectors, count);
        Console.WriteLine($"{count:N0} vectors loaded in {load.Elapsed.TotalSeconds:F1} s: {count / load.Elapsed.TotalSeconds:N0} rows/s");
        var build = Stopwatch.StartNew();
        var built = await PostgresVectorIndex.BuildMissingAsync(database);
        Console.WriteLine($"graph built in {build.Elapsed.TotalSeconds:F1} s ({string.Join(", ", built)}), ef_search {PostgresVectorIndex.EfSearch(count)}");

        var questions = Enumerable.Range(0, Queries).Select(i => vectors.Near(i)).ToList();
        var truth = vectors.NearestOf(questions, count);
        var reader = new PostgresKnowledgeReader(database);
        double found = 0;
        var ours = new List<double>();
        var raw = new List<double>();
        for (var round = 0; round < 2; round++) // the first warms caches and plans
        {
            found = 0;
            ours.Clear();
            raw.Clear();
            for (var i = 0; i < Queries; i++)
            {
                await using var index = await reader.OpenAsync(Workspaces.Default);
                var clock = Stopwatch.StartNew();
                var near = await index.NearestAsync(questions[i], Embedder, 10, default);
                ours.Add(clock.Elapsed.TotalMilliseconds);
                found += near.Count(match => truth[i].Contains(match.ChunkId)) / 10.0;
            }
            await using var connection = (NpgsqlConnection)await database.OpenAsync(Workspaces.Default);
            await connection.ExecuteAsync($"set hnsw.ef_search = {PostgresVectorIndex.EfSearch(count)}; set hnsw.iterative_scan = relaxed_order");
            await using var command = new NpgsqlCommand(
                $"""
                select chunk_id, -(embedding <#> $1::vector) from
                (select chunk_id, embedding from chunk_embeddings where workspace = 'default' and embedder = '{Embedder}'
                 order by embedding::halfvec({Dimensions}) <#> $1::halfvec({Dimensions}) limit 30) near
                order by embedding <#> $1::vector limit 10
                """, connection) { Parameters = { new NpgsqlParameter<float[]>() } };
            await command.PrepareAsync();
            foreach (var question in questions)
            {
                ((NpgsqlParameter<float[]>)command.Parameters[0]).TypedValue = question;
                var clock = Stopwatch.StartNew();
                await using (var row = await command.ExecuteReaderAsync())
                    while (await row.ReadAsync())
                        _ = row.GetInt64(0);
                raw.Add(clock.Elapsed.TotalMilliseconds);
            }
        }
        Console.WriteLine($"recall@10 {found / Queries:F3}");
        Console.WriteLine($"through our layer p50 {At(ours, .5):F2} ms, p95 {At(ours, .95):F2} ms; bare statement p50 {At(raw, .5):F2} ms, p95 {At(raw, .95):F2} ms; ratio of medians {At(ours, .5) / At(raw, .5):F2}");
    }

    private static async Task LoadAsync(PostgresDatabase database, Clusters vectors, int count)
    {
        await using var connection = (NpgsqlConnection)await database.OpenAsync(Workspaces.Default);
        await connection.ExecuteAsync(
            """
            insert into documents (id, workspace, source, path, uri, title, category, hash, chunks, length, indexed) values ('d', 'default', 's', 'p', 'u', 't', 'c', 'h', @count, @count, 1);
            insert into knowledge_index (workspace, version, documents, chunks, length) values ('default', 1, 1, @count, @count);
            insert into chunks (workspace, document_id, ordinal, kind, length, title, text, title_terms, body_terms, name_terms, lexemes)
            select 'default', 'd', n, 'prose', 1, '', '', '', '', '', '' from generate_series(1, @count) n
            """, new { count }, commandTimeout: 0);
        await PostgresChunkStorage.AddEmbeddingsAsync(connection, Workspaces.Default, Embedder, Enumerable.Range(0, count).Select(i => ((long)i + 1, (ReadOnlyMemory<float>)vectors[i])));
        await connection.ExecuteAsync("analyze chunk_embeddings", commandTimeout: 0);
    }

    private static double At(List<double> sorted, double share) => sorted.Order().ElementAt((int)(share * (sorted.Count - 1)));

    /// <summary>Points around a few thousand centres, as texts on a few thousand themes lie; made again when asked for instead of kept.</summary>
    private sealed class Clusters(int count, int seed)
    {
        private readonly float[][] _centres = [.. Enumerable.Range(0, Math.Max(10, count / 250)).Select(i => Direction(new Random(seed * 31 + i), null, 0))];

        public float[] this[int i] => Direction(new Random(seed * 7919 + i), _centres[(int)((uint)i * 2654435761 % (uint)_centres.Length)], 0.6f);

        /// <summary>A question about the theme of some vector.</summary>
        public float[] Near(int question) => Direction(new Random(question + 1_000_003), this[(int)((uint)(question + 1) * 40503u % (uint)count)], 0.4f);

        /// <summary>Ids of the ten nearest to each question, by comparing all.</summary>
        public List<HashSet<long>> NearestOf(List<float[]> questions, int total)
        {
            var best = questions.Select(_ => new PriorityQueue<long, float>()).ToList();
            for (var i = 0; i < total; i++)
            {
                var vector = this[i];
                for (var q = 0; q < questions.Count; q++)
                {
                    best[q].Enqueue(i + 1, TensorPrimitives.Dot(questions[q], vector));
                    if (best[q].Count > 10)
                        best[q].Dequeue();
                }
            }
            return [.. best.Select(queue => queue.UnorderedItems.Select(item => item.Element).ToHashSet())];
        }

        private static float[] Direction(Random random, float[]? around, float spread)
        {
            var vector = new float[Dimensions];
            for (var d = 0; d < Dimensions; d++)
            {
                var noise = (random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f) * 2 / MathF.Sqrt(Dimensions);
                vector[d] = around is null ? noise : around[d] + spread * noise;
            }
            TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
            return vector;
        }
    }
}
