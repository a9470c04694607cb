using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.Knowledge.Searching;
using ChatBot.TestKit;
using Microsoft.Extensions.AI;

namespace ChatBot.Benchmarks.Fitting;

/// <summary>
/// <c>fit answerable</c>: learns to tell the best passage for a question that the index answers from the best one for a question that it
/// does not, and writes <c>answerable-weights.json</c>: a logistic regression, whose threshold is the highest that refuses few of the
/// answerable questions; without vectors the bias is shifted so that the same threshold refuses as many. Not answered are questions
/// whose article is not indexed, those whose paragraph is not, and a public set of everyday requests and banking questions. Fitted on
/// half the articles and every other request, checked on the rest, and on pages of another kind: the sample documents with the questions
/// of their topic file, of which nothing is learned.
/// </summary>
internal static class AnswerableFit
{
    /// <summary>
    /// Share of the answerable held-out questions that may be refused, those among them whose best passage is another one.
    /// </summary>
    private const double Refused = 0.02;

    /// <summary>Log-likelihood of a held-out question that a feature has to earn.</summary>
    private const double Earned = 0.0005;

    /// <summary>What these questions cannot teach is given, half as much as it counts for the order.</summary>
    private static readonly Dictionary<string, double> Given = new() { ["title"] = 1, ["names"] = 1 };

    private static readonly string[] Names = [.. Evidence.Features, FeatureSelection.Bias];

    private static readonly double[] GivenWeights = [.. Names.Select(name => Given.GetValueOrDefault(name))];

    private enum Kind
    {
        Answerable,
        ArticleMissing,
        ParagraphMissing,
        OtherSubject,
        SampleAnswerable,
        SampleOther,

        /// <summary>Answerable, but the best passage is another one: that teaches nothing.</summary>
        OtherBest,
    }

    public static async Task RunAsync(string folder)
    {
        var data = new FitData(
            "answerable",
            folder,
            ["squad/corpus.jsonl", "squad/cases.jsonl", "guard-banking/cases.jsonl"],
            ("given", JsonSerializer.SerializeToNode(Given))
        );
        var gapped = RankingEvidence.WithGaps(data["squad/corpus.jsonl"]);
        var asked = RankingEvidence.ReadCases(data["squad/cases.jsonl"]);
        var foreign = RankingEvidence.ReadCases(data["guard-banking/cases.jsonl"]);
        using var kept = new KeptVectors();
        var threshold = 0.0;
        foreach (var (kind, vectors) in RankingEvidence.Kinds(kept))
        {
            Console.WriteLine($"\n{kind}");
            var order = LearnedWeights.Load("ranking").Of(kind, Evidence.Features);
            var rows = Rows(await RankingEvidence.GatherAsync(gapped, [.. asked, .. foreign], vectors), order);
            var sample = await SampleAsync(vectors, order, [.. foreign.Where((_, i) => i % 5 == 0)]);
            var (all, half) = Fit(rows);
            List<(Kind Kind, LinearFit.Row Row)> held = [.. rows.Where(row => !row.Fitted).Select(row => (row.Kind, row.Row)), .. sample];
            var highest = Enumerable
                .Range(1, 99)
                .Select(hundredth => hundredth / 100.0)
                .Last(at => Below(half, held, at, Kind.Answerable, Kind.OtherBest) <= Refused);
            threshold = threshold == 0 ? highest : threshold;
            foreach (var weights in new[] { all, half })
                weights[^1] = Math.Round(weights[^1] + LogOdds.Of(threshold) - LogOdds.Of(highest), 2);
            data.File[kind] = FeatureSelection.Json(Names, all);
            data.Head[kind] = Figures(half, held, threshold);
        }
        data.File["threshold"] = new JsonObject { ["similarity"] = threshold };
        await data.WriteAsync("Knowledge", "Searching");
    }

    /// <summary>The best passage of every question.</summary>
    private static List<(bool Fitted, Kind Kind, LinearFit.Row Row)> Rows(
        List<(RankingEvidence.Case Case, LinearFit.Row[] Rows)> found,
        double[] order
    )
    {
        var rows = new List<(bool, Kind, LinearFit.Row)>();
        foreach (var (i, (one, candidates)) in found.Index().Where(one => one.Item.Rows.Length > 0))
        {
            var best = Best(candidates, order);
            var kind =
                one.Documents.Count == 0 ? Kind.OtherSubject
                : RankingEvidence.IsMissing(one.Documents[0]) ? Kind.ArticleMissing
                : RankingEvidence.IsGap(one.Documents[0]) ? Kind.ParagraphMissing
                : best.Right ? Kind.Answerable
                : Kind.OtherBest;
            var fitted = one.Documents.Count == 0 ? i % 2 == 0 : RankingEvidence.IsFitted(one.Documents[0]);
            rows.Add((fitted, kind, new LinearFit.Row([.. best.Features, 1], kind == Kind.Answerable)));
        }
        return rows;
    }

    private static async Task<IEnumerable<(Kind, LinearFit.Row)>> SampleAsync(
        IEmbeddingGenerator<string, Embedding<float>>? vectors,
        double[] order,
        IReadOnlyList<RankingEvidence.Case> requests
    )
    {
        var folder = Path.Combine(SharedData.RepositoryRoot!, "bot", "Sample");
        var topic = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "topic.json"))).RootElement;
        var found = await RankingEvidence.GatherAsync(
            Path.Combine(folder, "knowledge"),
            [.. Cases("inScope", "sample"), .. Cases("offTopic"), .. requests],
            vectors
        );
        return found
            .Where(one => one.Rows.Length > 0)
            .Select(one =>
            {
                var answerable = one.Case.Documents.Count > 0;
                var row = new LinearFit.Row([.. Best(one.Rows, order).Features, 1], answerable);
                return (answerable ? Kind.SampleAnswerable : Kind.SampleOther, row);
            });

        IEnumerable<RankingEvidence.Case> Cases(string list, params string[] documents) =>
            topic.GetProperty(list).EnumerateArray().Select(question => new RankingEvidence.Case(question.GetString()!, documents));
    }

    private static LinearFit.Row Best(LinearFit.Row[] candidates, double[] order) =>
        candidates.MaxBy(row => LinearFit.Dot(order, row.Features))!;

    /// <returns>Weights fitted on all rows, and those of the fitted half alone.</returns>
    private static (double[] All, double[] Half) Fit(IEnumerable<(bool Fitted, Kind Kind, LinearFit.Row Row)> found)
    {
        var rows = found.Where(row => row.Kind != Kind.OtherBest).ToList();
        var fitted = rows.Where(row => row.Fitted).Select(row => row.Row).ToList();
        var held = rows.Where(row => !row.Fitted).Select(row => row.Row).ToList();
        var used = FeatureSelection.Run(
            Names,
            Given.ContainsKey,
            Earned,
            features => LinearFit.Logistic(fitted, features, GivenWeights),
            weights => LinearFit.LogLikelihood(weights, held),
            weights => $"AUROC {FeatureSelection.Auroc(weights, held):0.0000}"
        );
        return (LinearFit.Logistic([.. rows.Select(row => row.Row)], used, GivenWeights), LinearFit.Logistic(fitted, used, GivenWeights));
    }

    private static JsonObject Figures(double[] weights, List<(Kind Kind, LinearFit.Row Row)> rows, double threshold) =>
        new()
        {
            ["questions"] = rows.Count(row => row.Kind < Kind.SampleAnswerable),
            ["auroc"] = FeatureSelection.Auroc(weights, [.. rows.Where(row => row.Kind < Kind.SampleAnswerable).Select(row => row.Row)]),
            ["answerableRefused"] = Below(weights, rows, threshold, Kind.Answerable, Kind.OtherBest),
            ["articleMissingRefused"] = Below(weights, rows, threshold, Kind.ArticleMissing),
            ["paragraphMissingRefused"] = Below(weights, rows, threshold, Kind.ParagraphMissing),
            ["otherSubjectRefused"] = Below(weights, rows, threshold, Kind.OtherSubject),
            ["sampleAuroc"] = FeatureSelection.Auroc(
                weights,
                [.. rows.Where(row => row.Kind is Kind.SampleAnswerable or Kind.SampleOther).Select(row => row.Row)]
            ),
            ["sampleAnswerableRefused"] = Below(weights, rows, threshold, Kind.SampleAnswerable),
            ["sampleOtherRefused"] = Below(weights, rows, threshold, Kind.SampleOther),
        };

    private static double Below(double[] weights, List<(Kind Kind, LinearFit.Row Row)> rows, double threshold, params Kind[] kinds) =>
        Math.Round(
            rows.Where(row => kinds.Contains(row.Kind))
                .Average(row => LogOdds.Chance(LinearFit.Dot(weights, row.Row.Features)) < threshold ? 1.0 : 0),
            4
        );
}
