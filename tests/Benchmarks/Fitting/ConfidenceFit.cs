using System.Text.Json.Nodes;
using ChatBot.Answering;
using ChatBot.Answering.Citing;
using ChatBot.Answering.Evaluation;
using ChatBot.Embedding;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;
using ChatBot.TestKit.Answering;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Benchmarks.Fitting;

/// <summary>
/// <c>fit confidence</c>: learns how likely an answer is right, and writes <c>confidence-weights.json</c>: a logistic regression over the
/// answers that this program gives, so it is fitted after ranking, answerable and whatever else changes answers. Questions with known
/// answers are asked of the whole corpus; every sixth of those that lack their article or paragraph, and every sixth of a set of everyday
/// requests, so that one question in eight has no answer. Fitted on half the articles, checked on the other half.
/// </summary>
internal static class ConfidenceFit
{
    private const int EverySixth = 6;
    private const double Penalty = 1e-4;

    /// <summary>Log-likelihood of a held-out question that a feature has to earn.</summary>
    private const double Earned = 0.0002;

    /// <summary>
    /// Least confidence that is called sure: by the held-out tables of this fit and of <c>fit sections</c> 95 of 100 are right.
    /// </summary>
    private const double Sure = 0.95;

    /// <summary>Least confidence that is called likely: better than even, by the same tables.</summary>
    private const double Likely = 0.6;

    public static async Task RunAsync(string folder)
    {
        var data = new FitData("confidence", folder, ["squad/corpus.jsonl", "squad/cases.jsonl", "guard-banking/cases.jsonl"]);
        var corpus = data["squad/corpus.jsonl"];
        var known = await EvaluationCase.ReadAsync(data["squad/cases.jsonl"]).ToListAsync();
        var missing = known
            .Where(one => !RankingEvidence.IsIndexed(one.ExpectedDocuments![0]))
            .Where((_, i) => i % EverySixth == 0)
            .ToList();
        var foreign = (await EvaluationCase.ReadAsync(data["guard-banking/cases.jsonl"]).ToListAsync())
            .Where((_, i) => i % EverySixth == 0)
            .ToList();
        var gapped = RankingEvidence.WithGaps(corpus);
        using var kept = new KeptVectors();
        foreach (var (kind, vectors) in RankingEvidence.Kinds(kept).Where(kind => kind.Kind != "spelling"))
        {
            Console.WriteLine($"\n{kind}");
            var rows = await AskAsync(corpus, known, vectors);
            rows.AddRange(await AskAsync(gapped, [.. missing, .. foreign], vectors));
            (var weights, data.Head[kind]) = Fit(rows);
            data.File[kind] = FeatureSelection.Json(AnswerConfidence.Features, weights);
        }
        data.File["bounds"] = new JsonObject { ["sure"] = Sure, ["likely"] = Likely };
        await data.WriteAsync("Answering", "Citing");
    }

    /// <summary>The questions that are answered, with what is known of each answer.</summary>
    private static async Task<List<(bool Fitted, LinearFit.Row Row)>> AskAsync(
        string corpus,
        IReadOnlyList<EvaluationCase> cases,
        IEmbeddingGenerator<string, Embedding<float>>? vectors
    )
    {
        await using var knowledge = await KnowledgeDriver.StartAsync(services =>
            services.AddSingleton(vectors ?? new HashingEmbeddingGenerator())
        );
        await (vectors is null ? knowledge.IngestWordsAsync(corpus) : knowledge.IngestAsync(corpus));
        var index = new LastSearch(knowledge.Index);
        var answerer = new AnswererBuilder(index).Build();
        var rows = new List<(bool, LinearFit.Row)>();
        foreach (var (i, one) in cases.Index())
        {
            var answer = await answerer.AnswerAsync(new Question(one.Question));
            if (answer.Outcome != Outcome.Answered || answer.Receipt.Stage != "citing")
                continue;
            var cited = answer.Receipt.Sources.Where(source => source.Cited).Select(source => source.ChunkId).ToHashSet();
            var features = AnswerConfidence.Of(
                answer.Text,
                QuestionReading.Of(one.Question),
                index.Found,
                [.. index.Found.Where(passage => cited.Contains(passage.ChunkId))]
            );
            var right = one.ExpectedAnswers is { Count: > 0 } expected && AnswerMatch.Contains(answer.Text, expected);
            var fitted = one.ExpectedDocuments is [var id, ..] ? RankingEvidence.IsFitted(id) : i % 2 == 0;
            rows.Add((fitted, new LinearFit.Row(features, right)));
        }
        return rows;
    }

    private static (double[] Weights, JsonObject Figures) Fit(List<(bool Fitted, LinearFit.Row Row)> rows)
    {
        var fitted = rows.Where(row => row.Fitted).Select(row => row.Row).ToList();
        var held = rows.Where(row => !row.Fitted).Select(row => row.Row).ToList();
        var used = FeatureSelection.Run(
            AnswerConfidence.Features,
            _ => false,
            Earned,
            features => Weights(fitted, features),
            weights => held.Average(row => Math.Log(Math.Max(1e-12, row.Right ? Chance(weights, row) : 1 - Chance(weights, row)))),
            weights => $"AUROC {FeatureSelection.Auroc(weights, held):0.0000}"
        );
        var half = Weights(fitted, used);
        var bins = held.GroupBy(row => Math.Min(9, (int)(Chance(half, row) * 10))).OrderBy(bin => bin.Key).ToList();
        var figures = new JsonObject
        {
            ["answers"] = held.Count,
            ["right"] = Math.Round(held.Average(row => row.Right ? 1.0 : 0), 3),
            ["auroc"] = FeatureSelection.Auroc(half, held),
            ["calibrationError"] = Math.Round(
                bins.Sum(bin => Math.Abs(bin.Sum(row => Chance(half, row) - (row.Right ? 1 : 0)))) / held.Count,
                3
            ),
            ["confidenceRight"] = new JsonArray([
                .. bins.Select(bin => new JsonArray(
                    Math.Round(bin.Average(row => Chance(half, row)), 2),
                    Math.Round(bin.Average(row => row.Right ? 1.0 : 0), 2),
                    bin.Count()
                )),
            ]),
        };
        return (Weights([.. rows.Select(row => row.Row)], used), figures);
    }

    /// <summary>Without balancing: the share of right answers is part of what is learned.</summary>
    private static double[] Weights(IReadOnlyList<LinearFit.Row> rows, bool[] used) => LogisticFit.Of(rows, used, Penalty);

    private static double Chance(double[] weights, LinearFit.Row row) => LogOdds.Chance(LinearFit.Dot(weights, row.Features));

    /// <summary>Remembers what the last search found.</summary>
    private sealed class LastSearch(IKnowledgeIndex index) : IKnowledgeIndex
    {
        public IReadOnlyList<Passage> Found { get; private set; } = [];

        public async Task<IReadOnlyList<Passage>> SearchAsync(KnowledgeQuery query, CancellationToken cancel = default) =>
            Found = await index.SearchAsync(query, cancel);

        public Task<IndexSize> SizeAsync(string workspace, CancellationToken cancel = default) => index.SizeAsync(workspace, cancel);
    }
}
