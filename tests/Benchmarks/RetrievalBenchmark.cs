using System.Diagnostics;
using System.Text.Json;
using ChatBot.Knowledge;
using ChatBot.Knowledge.Indexing;
using ChatBot.Storage;
using ChatBot.TestKit;
using ChatBot.TestKit.Knowledge;
using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatBot.Benchmarks;

/// <summary>
/// <c>retrieval [CASES]</c>: ingests the SQuAD paragraphs and searches for its questions: recall, time a question, time to ingest; on
/// either engine (CHATBOT_TEST_ENGINE).
/// </summary>
internal static class RetrievalBenchmark
{
    public static async Task RunAsync(string[] arguments)
    {
        var cases = ReadCases(arguments.ElementAtOrDefault(0) ?? "squad/cases-1000.jsonl");
        await using var knowledge = await KnowledgeDriver.StartAsync();
        var watch = Stopwatch.StartNew();
        var report = await knowledge.IngestAsync(SharedData.PathOf("squad/corpus.jsonl"));
        Console.WriteLine(
            $"{knowledge.Database.Engine}, ingest: {report.Added} documents in {watch.Elapsed.TotalSeconds:0.00} s, processor "
                + $"time {Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds:0.00} s with start"
        );
        watch.Restart();
        report = await knowledge.IngestAsync(SharedData.PathOf("squad/corpus.jsonl"));
        Console.WriteLine($"again, unchanged: {report.Unchanged} documents in {watch.Elapsed.TotalMilliseconds:0} ms");
        if (knowledge.Database.Engine == StorageEngine.Postgres) // as the server does by itself within a minute
            await knowledge.Database.WriteAsync(
                Workspaces.All,
                transaction =>
                    transaction.Connection!.ExecuteAsync("analyze chunks, chunk_embeddings, documents, terms", transaction: transaction)
            );
        await MeasureAsync(knowledge.Index, cases);
        Console.WriteLine($"resident: {Environment.WorkingSet / 1048576} MB");
    }

    private static async Task MeasureAsync(IKnowledgeIndex index, IReadOnlyList<(string Question, HashSet<string> Documents)> cases)
    {
        foreach (var (question, _) in cases.Take(100))
            await index.SearchAsync(new KnowledgeQuery(Workspaces.Default, question));
        var times = new List<double>();
        int at1 = 0,
            at5 = 0,
            at10 = 0;
        var reciprocal = 0.0;
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        foreach (var (question, documents) in cases)
        {
            var start = Stopwatch.GetTimestamp();
            var passages = await index.SearchAsync(new KnowledgeQuery(Workspaces.Default, question, 10));
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            var rank = passages.Index().FirstOrDefault(entry => documents.Contains(entry.Item.Uri), (-1, null!)).Index + 1;
            at1 += rank == 1 ? 1 : 0;
            at5 += rank is > 0 and <= 5 ? 1 : 0;
            at10 += rank > 0 ? 1 : 0;
            reciprocal += rank > 0 ? 1.0 / rank : 0;
        }
        processor = Process.GetCurrentProcess().TotalProcessorTime - processor;
        times.Sort();
        double n = cases.Count;
        Console.WriteLine(
            $"{n} questions: R@1 {at1 / n:0.0000}  R@5 {at5 / n:0.0000}  R@10 {at10 / n:0.0000}  MRR@10 {reciprocal / n:0.0000}"
        );
        Console.WriteLine(
            $"search: p50 {times[times.Count / 2]:0.00} ms, p95 {times[times.Count * 95 / 100]:0.00} ms, p99 "
                + $"{times[times.Count * 99 / 100]:0.00} ms; processor time {processor.TotalMilliseconds / n:0.00} ms a question"
        );
    }

    public static ServiceProvider Services(string folder)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Data:Directory", folder)]).Build();
        return new ServiceCollection()
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddStorage(configuration)
            .AddKnowledge(configuration)
            .BuildServiceProvider();
    }

    public static IReadOnlyList<(string Question, HashSet<string> Documents)> ReadCases(string relative) =>
        [
            .. File.ReadLines(SharedData.PathOf(relative))
                .Select(line =>
                {
                    using var parsed = JsonDocument.Parse(line);
                    return (
                        parsed.RootElement.GetProperty("question").GetString()!,
                        parsed.RootElement.GetProperty("expectedDocuments").EnumerateArray().Select(id => id.GetString()!).ToHashSet()
                    );
                }),
        ];

    public static IReadOnlyList<string> ReadQuestions(string path) =>
        [
            .. File.ReadLines(File.Exists(path) ? path : SharedData.PathOf(path))
                .Select(line =>
                {
                    using var parsed = JsonDocument.Parse(line);
                    return parsed.RootElement.GetProperty("question").GetString()!;
                }),
        ];
}
