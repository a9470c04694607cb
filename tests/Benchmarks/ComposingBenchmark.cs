using ChatBot.Answering;
using ChatBot.Answering.Capping;
using ChatBot.Answering.Evaluation;
using ChatBot.Benchmarks.Fitting;
using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Searching;
using ChatBot.Storage;
using ChatBot.TestKit;
using ChatBot.TestKit.Answering;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Benchmarks;

/// <summary>
/// <c>composing [CASES CORPUS]</c>: is an answer that is put together worth more than the first 100 words of the best passage, found by
/// words alone (BM25F) and by vectors alone (cosine)? All three over the same index, in one run. Without arguments: documentation, then
/// encyclopedia paragraphs.
/// </summary>
internal static class ComposingBenchmark
{
    private const int MostWords = 100;

    public static async Task RunAsync(string[] arguments)
    {
        if (arguments is [var cases, var corpus])
            await MeasureAsync(cases, corpus);
        else
        {
            await MeasureAsync(SharedData.PathOf("docs_dlt/facts.jsonl"), SharedData.PathOf("docs_dlt/docs"));
            await MeasureAsync(SharedData.PathOf("squad/cases-1000.jsonl"), SharedData.PathOf("squad/corpus.jsonl"));
        }
    }

    private static async Task MeasureAsync(string casesFile, string corpus)
    {
        var cases = await EvaluationCase.ReadAsync(casesFile).Where(one => one.Answerable).ToListAsync();
        using var vectors = new KeptVectors();
        await using var knowledge = await KnowledgeDriver.StartAsync(services =>
            services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(vectors)
        );
        await knowledge.IngestAsync(corpus);
        var answerer = new AnswererBuilder(knowledge.Index).With<IEmbeddingGenerator<string, Embedding<float>>>(vectors).Build();
        List<CaseResult> composed = [],
            byWords = [],
            byVectors = [];
        foreach (var one in cases)
        {
            var answer = await answerer.AnswerAsync(new Question(one.Question));
            composed.Add(Result(one, answer.Outcome, answer.Text, [.. answer.Sources.Select(source => source.Uri)]));
            byWords.Add(Quoted(one, await BestAsync(knowledge, vectors, one.Question, found => found.Bm25)));
            byVectors.Add(Quoted(one, await BestAsync(knowledge, vectors, one.Question, found => found.Cosine)));
        }
        Console.WriteLine($"\n{casesFile}: {cases.Count} answerable questions");
        Console.WriteLine("                            helpful  partial  right page  refused  contained  paraphrases");
        Print("composed", composed);
        Print("top passage by words", byWords);
        Print("top passage by vectors", byVectors);
    }

    /// <summary>The passage with the highest score of one kind among all that either arm offers.</summary>
    private static async Task<Passage?> BestAsync(
        KnowledgeDriver knowledge,
        KeptVectors vectors,
        string question,
        Func<Evidence, double> score
    )
    {
        await using var index = await knowledge.Services.GetRequiredService<IKnowledgeReader>().OpenAsync(Workspaces.Default);
        var found = await knowledge
            .Services.GetRequiredService<KnowledgeSearch>()
            .GatherAsync(
                index,
                new KnowledgeQuery(Workspaces.Default, question),
                (await vectors.GenerateAsync([question]))[0].Vector,
                default
            );
        if (found.Count == 0)
            return null;
        var best = found.OrderByDescending(pair => score(pair.found)).ThenBy(pair => pair.candidate.ChunkId).First().candidate.ChunkId;
        return (await index.PassagesAsync([best], default))[best];
    }

    private static CaseResult Quoted(EvaluationCase one, Passage? passage) =>
        passage is null
            ? Result(one, Outcome.NoAnswer, "", [])
            : Result(one, Outcome.Answered, passage.Text[..Words.EndOf(passage.Text, MostWords)], [passage.Uri]);

    private static CaseResult Result(EvaluationCase one, Outcome outcome, string text, IReadOnlyList<string> uris)
    {
        var cited = one.ExpectedDocuments?.Any(page => uris.Any(uri => FactMatch.IsPage(uri, page))) == true;
        return new CaseResult(
            one.Question,
            outcome,
            "",
            Words.Count(text),
            one.ExpectedDocuments is null ? null
                : cited ? 1
                : 0,
            one.ExpectedAnswers is { Count: > 0 } expected ? AnswerMatch.Contains(text, expected) : null,
            false,
            0,
            text
        )
        {
            Facts = one.HasFacts ? FactMatch.Judge(one, text, outcome, uris) : null,
            Kinds = one.Kinds,
        };
    }

    private static void Print(string name, IReadOnlyList<CaseResult> results)
    {
        var report = EvaluationReport.Of(results);
        var paraphrases = report.ByKind.GetValueOrDefault("paraphrase");
        Console.WriteLine(
            $"  {name, -24}  {report.Helpful, 7:0.000}  {report.Partial, 7:0.000}  {report.RecallAt1, 10:0.000}  "
                + $"{results.Average(result => result.Answered ? 0.0 : 1), 7:0.000}  {report.AnswerContained, 9:0.000}  "
                + $"{paraphrases?.Helpful, 11:0.000}"
        );
    }
}
