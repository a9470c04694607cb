using System.Diagnostics;
using ChatBot.Answering.Evaluation;

namespace ChatBot.Benchmarks.Comparison;

/// <summary>
/// <c>comparison-engine NAME CORPUS CASES</c>: one engine of .NET in a process of its own, as <c>search.mjs</c> has those of Node. It
/// indexes the corpus, asks all questions once in each of its ways to warm up, and once more for every line of standard input, which names
/// the way. A line of JSON tells of each round.
/// </summary>
internal static class ComparedEngine
{
    /// <summary>What an engine that holds its documents can be asked for, by name.</summary>
    public sealed record Indexed(IReadOnlyDictionary<string, Func<string, Task<FoundDocuments>>> Ways, IAsyncDisposable Holder);

    private static readonly Dictionary<string, Func<string, Task<Indexed>>> Engines = new()
    {
        ["fts5"] = FullTextTable.IndexAsync,
        ["ours-words"] = corpus => OwnEngine.IndexAsync(corpus, hasVectors: false),
        ["ours-vectors"] = corpus => OwnEngine.IndexAsync(corpus, hasVectors: true),
    };

    public static async Task RunAsync(string[] arguments)
    {
        var (name, corpus) = (arguments[0], arguments[1]);
        var cases = await EvaluationCase.ReadAsync(arguments[2]).ToListAsync();
        var documents = File.ReadLines(corpus).Count();
        var watch = Stopwatch.StartNew();
        var indexed = await Engines[name](corpus);
        var buildSeconds = watch.Elapsed.TotalSeconds;
        await using var holder = indexed.Holder;
        foreach (var way in indexed.Ways.Keys)
            await TellAsync(way);
        while (Console.ReadLine() is { } way)
            await TellAsync(way);

        async Task TellAsync(string way) =>
            Console.WriteLine((await ComparedRound.AskAsync($"{name} {way}", documents, buildSeconds, cases, indexed.Ways[way])).Write());
    }
}
