using System.Diagnostics;
using System.Globalization;
using ChatBot.Knowledge.Searching;
using ChatBot.Knowledge.Searching.Sqlite;
using ChatBot.Settings;
using ChatBot.Storage;
using ChatBot.Storage.Sqlite;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatBot.Benchmarks.Vectors;

/// <summary>
/// <c>vectors-sqlite COUNT…</c>: <see cref="ClusteredVectors"/> in SQLite, searched by a scan and by the graph: what the graph costs to
/// build and to open, what it finds, and the processor time of a search through our layer. One count a run for figures of memory.
/// </summary>
internal static class SqliteVectorsBenchmark
{
    private const int Questions = 300;
    private const string Embedder = "benchmark";

    public static async Task RunAsync(string[] arguments)
    {
        foreach (var count in arguments.DefaultIfEmpty("100000").Select(size => int.Parse(size, CultureInfo.InvariantCulture)))
        {
            var folder = Directory.CreateTempSubdirectory("chatbot-vectors-").FullName;
            using (var database = new SqliteDatabase($"Data Source={Path.Combine(folder, "chatbot.db")}"))
            {
                await new Migrator(database, TimeProvider.System).MigrateAsync();
                var vectors = new ClusteredVectors(count, seed: 7);
                await StoredVectors.AddAsync(database, Workspaces.Default, Embedder, 1, count, i => vectors[i]);
                await MeasureAsync(database, folder, vectors);
            }
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(SqliteDatabase database, string folder, ClusteredVectors vectors)
    {
        var questions = Enumerable.Range(0, Questions).Select(vectors.Question).ToList();
        var truth = vectors.TenNearest(questions);
        Console.WriteLine($"{vectors.Count:N0} vectors; resident {Resident()} MB");

        var scan = Cache(folder, new GraphLimits(int.MaxValue, IsSupported: false));
        await SearchAsync("scan ", database, scan, questions, truth);

        var (processor, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        var limits = GraphLimits.Measured;
        var indexes = new SqliteVectorIndexes(
            database,
            Cache(folder, limits),
            limits,
            TimeProvider.System,
            NullLogger<SqliteVectorIndexes>.Instance
        );
        foreach (var graph in await indexes.BuildMissingAsync())
            Console.WriteLine(
                $"built in {(Environment.CpuUsage.TotalTime - processor).TotalSeconds:F1} s of processor time "
                    + $"({watch.Elapsed.TotalSeconds:F0} s), "
                    + $"{new FileInfo(Path.Combine(folder, "vectors", graph.Index)).Length / 1e6:F0} MB; "
                    + $"width {graph.EfSearch} finds {graph.Recall:F3} of the sample's neighbours; resident {Resident()} MB"
            );
        await SearchAsync("graph", database, Cache(folder, limits), questions, truth);
    }

    private static async Task SearchAsync(
        string name,
        SqliteDatabase database,
        SqliteVectorCache cache,
        List<float[]> questions,
        IReadOnlyList<HashSet<long>> truth
    )
    {
        using var reader = new SqliteKnowledgeReader(database, cache);
        GC.Collect();
        var (processor, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        await FindAsync(reader, questions[0]);
        var first = $"{(Environment.CpuUsage.TotalTime - processor).TotalMilliseconds:F0} ({watch.Elapsed.TotalMilliseconds:F0}) ms";
        var (times, found) = (new List<double>(), 0);
        for (var round = 0; round < 3; round++) // the first warms caches and code
        {
            (times, found) = ([], 0);
            for (var i = 0; i < questions.Count; i++)
            {
                processor = Environment.CpuUsage.TotalTime;
                var ids = await FindAsync(reader, questions[i]);
                times.Add((Environment.CpuUsage.TotalTime - processor).TotalMilliseconds);
                found += ids.Count(id => truth[i].Contains(id - 1));
            }
        }
        times.Sort();
        Console.WriteLine(
            $"{name}: recall@10 {found / 10.0 / questions.Count:F3}; processor time p50 {times[times.Count / 2]:F2}, p95 "
                + $"{times[times.Count * 95 / 100]:F2} ms; first search {first}; resident {Resident()} MB"
        );
    }

    private static async Task<List<long>> FindAsync(SqliteKnowledgeReader reader, float[] question)
    {
        await using var index = await reader.OpenAsync(Workspaces.Default);
        var findings = await index.FindAsync(new CandidateSearch([], question, Embedder, Category: null, 50, 10), default);
        return [.. findings.Candidates.Select(found => found.ChunkId)];
    }

    private static SqliteVectorCache Cache(string folder, GraphLimits limits) =>
        new(limits, Options.Create(new DataOptions { Directory = folder }), NullLogger<SqliteVectorCache>.Instance);

    private static long Resident() => Environment.WorkingSet >> 20;
}
