using System.Diagnostics;
using System.Globalization;
using ChatBot.Knowledge.Indexing;
using ChatBot.Storage;
using ChatBot.TestKit;
using ChatBot.TestKit.Knowledge;
using Dapper;

namespace ChatBot.Benchmarks;

/// <summary>
/// <c>search-cost [DOCUMENTS…]</c>: what a search by words costs as the index grows, on either engine (CHATBOT_TEST_ENGINE): the SQuAD
/// paragraphs among more and more others, its questions asked at each size. Others beyond the first hundred thousand are written in large
/// batches. Another, small workspace in the same tables is asked too. On a PostgreSQL server on the same machine its processor time is
/// told too.
/// </summary>
internal static class SearchCostBenchmark
{
    private const int Asked = 500,
        Ingested = 100_000,
        Small = 200;

    private const string SmallWorkspace = "small";

    public static async Task RunAsync(string[] arguments)
    {
        int[] sizes =
            arguments.Length == 0 ? [2_067, 20_000, 100_000] : [.. arguments.Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        await using var knowledge = await KnowledgeDriver.StartAsync();
        var cases = RetrievalBenchmark.ReadCases("squad/cases-1000.jsonl").Take(Asked).ToList();
        var watch = Stopwatch.StartNew();
        await knowledge.IngestWordsAsync(SharedData.PathOf("squad/corpus.jsonl"));
        var small = Path.Combine(knowledge.Folder, "small.jsonl");
        await File.WriteAllLinesAsync(small, File.ReadLines(SharedData.PathOf("squad/corpus.jsonl")).Take(Small));
        await knowledge.IngestWordsAsync(small, workspace: SmallWorkspace);
        var held = 2_067;
        Console.WriteLine($"{knowledge.Database.Engine}; documents, ingest, then {Asked} questions after three times as many to warm up");
        foreach (var size in sizes)
        {
            for (; held < size; held = Math.Min(size, held + 20_000))
                if (held < Ingested)
                {
                    var path = Path.Combine(knowledge.Folder, $"filler-{held}.jsonl");
                    FillerCorpus.Write(path, held, Math.Min(size, held + 20_000));
                    await knowledge.IngestWordsAsync(path);
                }
                else
                    await FillerCorpus.StoreAsync(knowledge.Services, held, Math.Min(size, held + 20_000));
            Console.Write($"{size, 7}: {watch.Elapsed.TotalSeconds, 5:0} s  ");
            if (knowledge.Database.Engine == StorageEngine.Postgres)
            {
                await using var connection = await knowledge.Database.OpenAsync(Workspaces.All);
                await connection.ExecuteAsync("vacuum analyze", commandTimeout: 0);
                await connection.ExecuteAsync("checkpoint;", commandTimeout: 0);
            }
            var server = await ServerProcessor.OfAsync(knowledge.Database);
            for (var warm = 0; warm < 3; warm++)
                await MeasureAsync(knowledge.Index, cases, server);
            await MeasureAsync(knowledge.Index, cases, server, isShown: true);
            Console.Write($"         {Small} documents beside them  ");
            await MeasureAsync(knowledge.Index, cases, server, isShown: true, SmallWorkspace);
            watch.Restart();
        }
        Console.WriteLine(
            $"resident {Environment.WorkingSet / 1048576} MB, files "
                + $"{Directory.GetFiles(knowledge.Folder, "*.db*").Sum(file => new FileInfo(file).Length) / 1048576} MB"
        );
    }

    private static async Task MeasureAsync(
        IKnowledgeIndex index,
        IReadOnlyList<(string Question, HashSet<string> Documents)> cases,
        ServerProcessor? server,
        bool isShown = false,
        string workspace = Workspaces.Default
    )
    {
        var times = new List<double>();
        var (at1, at5) = (0, 0);
        var (processor, allocated, served) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(), server?.Spent() ?? default);
        foreach (var (question, documents) in cases)
        {
            var start = Stopwatch.GetTimestamp();
            var passages = await index.SearchAsync(new KnowledgeQuery(workspace, question, 10));
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            var rank = passages.Index().FirstOrDefault(entry => documents.Contains(entry.Item.Uri), (-1, null!)).Index + 1;
            (at1, at5) = (at1 + (rank == 1 ? 1 : 0), at5 + (rank is > 0 and <= 5 ? 1 : 0));
        }
        if (!isShown)
            return;
        var spent = (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / cases.Count;
        var spentThere = ((server?.Spent() ?? default) - served).TotalMilliseconds / cases.Count;
        times.Sort();
        Console.WriteLine(
            $"p50 {times[times.Count / 2]:0.00} ms  p95 {times[times.Count * 95 / 100]:0.00} ms  processor {spent:0.00} ms  the server's "
                + $"{spentThere:0.00} ms  allocated {(GC.GetTotalAllocatedBytes() - allocated) / cases.Count / 1024} KB  "
                + $"R@1 {at1 / (double)cases.Count:0.000}  R@5 {at5 / (double)cases.Count:0.000}"
        );
    }
}
