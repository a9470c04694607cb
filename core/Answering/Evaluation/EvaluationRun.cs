using System.Diagnostics;
using ChatBot.Knowledge.Indexing;

namespace ChatBot.Answering.Evaluation;

/// <summary>
/// Asks every case, one after another, and measures: the ranking of the index by itself, then the whole <see cref="Answerer"/>.
/// </summary>
public sealed class EvaluationRun(Answerer answerer, IKnowledgeIndex index)
{
    private const int Depth = 10;

    /// <summary>Passages looked at, so that ten documents come together although several passages of one count once.</summary>
    private const int Passages = 5 * Depth;

    /// <param name="progress">Called with the cases done, after each.</param>
    public async Task<IReadOnlyList<CaseResult>> RunAsync(
        string workspace,
        IReadOnlyList<EvaluationCase> cases,
        Action<int>? progress = null,
        CancellationToken cancel = default
    )
    {
        var results = new List<CaseResult>(cases.Count);
        foreach (var one in cases)
        {
            results.Add(await RunAsync(workspace, one, cancel));
            progress?.Invoke(results.Count);
        }
        return results;
    }

    private async Task<CaseResult> RunAsync(string workspace, EvaluationCase one, CancellationToken cancel)
    {
        var found = await index.SearchAsync(new KnowledgeQuery(workspace, one.Question, Passages), cancel);
        var rank = one is { Answerable: true, ExpectedDocuments: { Count: > 0 } documents } ? Rank(found, documents) : (int?)null;
        var started = Stopwatch.GetTimestamp();
        var answer = await answerer.AnswerAsync(new Question(one.Question) { Workspace = workspace, Channel = "eval" }, cancel);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        IReadOnlyList<string> sources = [.. answer.Sources.Select(source => source.Uri)];
        return new CaseResult(
            one.Question,
            answer.Outcome,
            $"{answer.Receipt.Stage}/{answer.Receipt.Rule}",
            answer.Words,
            rank,
            one is { Answerable: true, ExpectedAnswers: { Count: > 0 } expected } ? AnswerMatch.Contains(answer.Text, expected) : null,
            one.ShouldBlock,
            Math.Round(elapsed, 3),
            answer.Text,
            answer.Confidence
        )
        {
            Facts = one.HasFacts ? FactMatch.Judge(one, answer.Text, answer.Outcome, sources) : null,
            Answerable = one.Answerable,
            Kinds = one.Kinds,
            Sources = sources,
            Faults = answer.Outcome == Outcome.Answered ? Readability.Faults(answer.Text, Cited(found, answer.Receipt)) : [],
        };
    }

    private static int Rank(IReadOnlyList<Passage> found, IReadOnlyList<string> expected) =>
        found
            .DistinctBy(passage => passage.DocumentId)
            .Take(Depth)
            .ToList()
            .FindIndex(passage => expected.Any(page => page == passage.DocumentId || FactMatch.IsPage(passage.Uri, page))) + 1;

    /// <summary>The passages that the answer quotes; those of them that this search offers.</summary>
    private static List<string> Cited(IReadOnlyList<Passage> found, Receipt receipt)
    {
        var cited = receipt.Sources.Where(source => source.Cited).Select(source => source.ChunkId).ToHashSet();
        return [.. found.Where(passage => cited.Contains(passage.ChunkId)).Select(passage => passage.Text)];
    }
}
