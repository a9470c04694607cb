using ChatBot.Benchmarks;
using ChatBot.Benchmarks.Comparison;
using ChatBot.Benchmarks.Fitting;
using ChatBot.Benchmarks.Mixed;
using ChatBot.Benchmarks.Profile;
using ChatBot.Benchmarks.Training;
using ChatBot.Benchmarks.Vectors;

// dotnet run -c Release --project tests/Benchmarks -- <name> [arguments]
var benchmarks = new Dictionary<string, Func<string[], Task>>
{
    ["attacks"] = AttacksBenchmark.RunAsync,
    ["answers"] = AnswersBenchmark.RunAsync,
    ["bulk-load"] = BulkLoadBenchmark.RunAsync,
    ["embedding"] = EmbeddingBenchmark.RunAsync,
    ["fit"] = Fit.RunAsync,
    ["fuzz"] = FuzzBenchmark.RunAsync,
    ["guard"] = GuardBenchmark.RunAsync,
    ["learning"] = LearningBenchmark.RunAsync,
    ["lora-kill"] = LoraKillBenchmark.RunAsync,
    ["lora-step"] = LoraStepBenchmark.RunAsync,
    ["ingest-load"] = IngestLoadBenchmark.RunAsync,
    ["instances"] = InstancesBenchmark.RunAsync,
    ["profile"] = ProfileBenchmark.RunAsync,
    ["pipeline"] = PipelineBenchmark.RunAsync,
    ["mixed-load"] = MixedLoadBenchmark.RunAsync,
    ["outage"] = OutageBenchmark.RunAsync,
    ["llama"] = LlamaBenchmark.RunAsync,
    ["redaction"] = RedactionBenchmark.RunAsync,
    ["comparison"] = ComparisonBenchmark.RunAsync,
    ["comparison-engine"] = ComparedEngine.RunAsync,
    ["composing"] = ComposingBenchmark.RunAsync,
    ["corrections"] = CorrectionsBenchmark.RunAsync,
    ["vectors"] = VectorsBenchmark.RunAsync,
    ["vectors-sqlite"] = SqliteVectorsBenchmark.RunAsync,
    ["slack-kill"] = SlackKillBenchmark.RunAsync,
    ["http-load"] = HttpLoadBenchmark.RunAsync,
    ["http-kill"] = HttpKillBenchmark.RunAsync,
    ["slack-load"] = SlackLoadBenchmark.RunAsync,
    ["records"] = RecordsBenchmark.RunAsync,
    ["reading"] = ReadingBenchmark.RunAsync,
    ["search-cost"] = SearchCostBenchmark.RunAsync,
    ["retrieval"] = RetrievalBenchmark.RunAsync,
    ["retrieval-probe"] = RetrievalProbe.RunAsync,
    ["turns-kill"] = TurnsKillBenchmark.RunAsync,
    ["turns-load"] = TurnsLoadBenchmark.RunAsync,
};

if (args.Length == 0 || !benchmarks.TryGetValue(args[0], out var run))
{
    Console.Error.WriteLine($"Name a benchmark: {string.Join(", ", benchmarks.Keys.Order())}.");
    return 2;
}
await run(args[1..]);
return Environment.ExitCode;
