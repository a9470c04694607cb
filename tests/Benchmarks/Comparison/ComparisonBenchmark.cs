using System.Diagnostics;
using System.Globalization;
using ChatBot.TestKit;

namespace ChatBot.Benchmarks.Comparison;

/// <summary>
/// <c>comparison [DOCUMENTS…] [--rounds N] [--questions N] [--vectors] [--documentation]</c>: this program beside MiniSearch, Orama,
/// wink-bm25 and plain SQLite FTS5: the SQuAD paragraphs among fillers, 500 of their questions, every engine in a process of its own, one
/// after another in every round. Prints a Markdown table, and on the error stream what each round came to. Needs Node and npm. Vectors of
/// more documents than the paragraphs take an hour and more, and are made with <c>--vectors</c>. With <c>--documentation</c>, or where no
/// number is given, also the pages of a documentation and questions that no weight of ours was fitted on.
/// </summary>
internal static class ComparisonBenchmark
{
    private const int Paragraphs = 2_067;

    /// <summary>An engine that takes longer for a question is asked one round, cold: minutes of warmth hardly change it.</summary>
    private const double SlowMs = 120;

    /// <summary>Node stops at 4 GB by itself; an engine shall not fail for that.</summary>
    private const string NodeMemory = "--max-old-space-size=8192";

    /// <param name="Name">As it is started.</param>
    /// <param name="Ways">What it is asked for, and how that stands in the table.</param>
    private sealed record Engine(string Name, bool IsNode, params (string Way, string Told)[] Ways);

    private static readonly Engine[] Engines =
    [
        new("ours-words", false, ("search", "ours, by words"), ("answer", "ours, by words, with the answer")),
        new("ours-vectors", false, ("search", "ours, words and vectors"), ("answer", "ours, words and vectors, with the answer")),
        new("fts5", false, ("search", "SQLite FTS5")),
        new("minisearch", true, ("search", "MiniSearch")),
        new("orama", true, ("search", "Orama")),
        new("orama-english", true, ("search", "Orama, its stemmer and stop words")),
        new("wink", true, ("search", "wink-bm25")),
    ];

    public static async Task RunAsync(string[] arguments)
    {
        var rounds = Option(arguments, "--rounds", 5);
        int[] sizes = [.. arguments.TakeWhile(argument => !argument.StartsWith("--", StringComparison.Ordinal)).Select(Number)];
        var documentation = arguments.Contains("--documentation");
        if (sizes is [] && !documentation)
            (sizes, documentation) = ([Paragraphs, 20_000, 100_000], true);
        var folder = Directory.CreateTempSubdirectory("chatbot-comparison-").FullName;
        try
        {
            await InstallAsync(folder);
            var cases = Path.Combine(folder, "cases.jsonl");
            Console.WriteLine(ComparisonTable.Head);
            if (documentation)
            {
                var corpus = Path.Combine(folder, "documentation.jsonl");
                await ComparedCorpus.WriteDocumentationAsync(corpus, cases);
                await CompareAsync(Engines, folder, corpus, rounds);
            }
            ComparedCorpus.WriteCases(cases, Option(arguments, "--questions", 500));
            foreach (var size in sizes)
            {
                var corpus = Path.Combine(folder, $"corpus-{size}.jsonl");
                ComparedCorpus.Write(corpus, size);
                var hasVectors = size <= Paragraphs || arguments.Contains("--vectors");
                await CompareAsync([.. Engines.Where(engine => hasVectors || engine.Name != "ours-vectors")], folder, corpus, rounds);
                File.Delete(corpus);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CompareAsync(IReadOnlyList<Engine> engines, string folder, string corpus, int rounds)
    {
        var documents = File.ReadLines(corpus).Count();
        var rows = await MeasureAsync(engines, folder, corpus, rounds);
        foreach (var line in ComparisonTable.Of(documents, rows))
            Console.WriteLine(line);
        await Console.Error.WriteLineAsync(ComparisonTable.Remarks(documents, rows));
    }

    private static async Task<List<ComparisonTable.Row>> MeasureAsync(
        IReadOnlyList<Engine> engines,
        string folder,
        string corpus,
        int rounds
    )
    {
        var processes = new Dictionary<Engine, EngineProcess>();
        var told = engines
            .SelectMany(engine => engine.Ways, (engine, way) => (engine, way.Way))
            .ToDictionary(one => one, _ => new List<ComparedRound>());
        try
        {
            foreach (var engine in engines)
            {
                processes[engine] = Start(engine, folder, corpus);
                foreach (var (way, _) in engine.Ways) // a round to warm up; the first tells how the build went
                    if (Tell(await processes[engine].ReadAsync()) is { ProcessorMs: > SlowMs } slow)
                        told[(engine, way)].Add(slow);
            }
            var asked = told.Where(pair => pair.Value is []).Select(pair => pair.Key).ToList();
            for (var round = 1; round <= rounds; round++)
                foreach (var (engine, way) in asked)
                    if (processes[engine].Failure is null && Tell(await processes[engine].AskAsync(way)) is { } one)
                        told[(engine, way)].Add(one);
            return
            [
                .. engines.SelectMany(
                    engine => engine.Ways,
                    (engine, way) =>
                        new ComparisonTable.Row(
                            way.Told,
                            processes[engine].Failure is null ? told[(engine, way.Way)] : [],
                            processes[engine].Failure
                        )
                ),
            ];
        }
        finally
        {
            foreach (var process in processes.Values)
                await process.DisposeAsync();
        }
    }

    private static ComparedRound? Tell(ComparedRound? round)
    {
        Console.Error.WriteLine(round?.Write() ?? "failed");
        return round;
    }

    private static EngineProcess Start(Engine engine, string folder, string corpus)
    {
        string[] rest = [engine.Name, corpus, Path.Combine(folder, "cases.jsonl")];
        return engine.IsNode
            ? new EngineProcess("node", [NodeMemory, Path.Combine(folder, "search.mjs"), .. rest])
            : new EngineProcess("dotnet", [typeof(ComparisonBenchmark).Assembly.Location, "comparison-engine", .. rest]);
    }

    /// <summary>Puts the script with the packages that it needs, as pinned beside it, into a folder.</summary>
    private static async Task InstallAsync(string folder)
    {
        foreach (var name in (string[])["package.json", "search.mjs"])
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Comparison", name), Path.Combine(folder, name));
        var npm = Programs.Find(["npm"]) ?? throw new InvalidOperationException("The comparison needs Node and npm.");
        using var install = Process.Start(
            new ProcessStartInfo(npm, ["install", "--no-save", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"])
            {
                WorkingDirectory = folder,
            }
        )!;
        await install.WaitForExitAsync();
        if (install.ExitCode != 0)
            throw new InvalidOperationException("npm could not install the engines.");
    }

    private static int Option(string[] arguments, string name, int otherwise) =>
        Array.IndexOf(arguments, name) is >= 0 and var at ? Number(arguments[at + 1]) : otherwise;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
