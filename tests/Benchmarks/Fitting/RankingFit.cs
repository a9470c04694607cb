using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.Knowledge.Searching;
using ChatBot.TestKit;

namespace ChatBot.Benchmarks.Fitting;

/// <summary>
/// <c>fit ranking [--data FOLDER] [--every N]</c> (with only every n-th question, for a quick look): learns how evidence is weighed to
/// order passages, and writes <c>ranking-weights.json</c> beside the code: a softmax over the candidates of each question, fitted on the
/// questions of half the articles. A feature without which the other half does no worse goes; what is written is fitted on all, with the
/// figures of the held-out half.
/// </summary>
internal static class RankingFit
{
    /// <summary>Log-likelihood of a held-out question that a feature has to earn.</summary>
    private const double Earned = 0.0005;

    /// <summary>
    /// What these questions cannot teach is given: an article's paragraphs share one title, and nobody asks for a file. How long a question
    /// is says nothing of an order.
    /// </summary>
    private static readonly Dictionary<string, double> Given = new()
    {
        ["title"] = 2,
        ["names"] = 2,
        ["terms"] = 0,
    };

    private static readonly double[] GivenWeights = [.. Evidence.Features.Select(name => Given.GetValueOrDefault(name))];

    public static async Task RunAsync(string[] arguments)
    {
        var given = Argument(arguments, "--data");
        var every = int.Parse(Argument(arguments, "--every") ?? "1", CultureInfo.InvariantCulture);
        var folder = given ?? SharedData.Folder ?? throw new ArgumentException("--data names the folder with the measuring data.");
        const string corpus = "squad/corpus.jsonl",
            questions = "squad/cases.jsonl";
        var cases = RankingEvidence.ReadCases(Path.Combine(folder, questions)).Where((_, i) => i % every == 0).ToList();
        var data = new FitData(
            "ranking",
            folder,
            [corpus, questions],
            ("questions", cases.Count),
            ("given", JsonSerializer.SerializeToNode(Given))
        );
        using var kept = new KeptVectors();
        foreach (var (kind, vectors) in RankingEvidence.Kinds(kept))
        {
            Console.WriteLine($"\n{kind}");
            data.File[kind] = FeatureSelection.Json(
                Evidence.Features,
                Order(await RankingEvidence.GatherAsync(data[corpus], cases, vectors), out var figures)
            );
            data.Head[kind] = figures;
        }
        await data.WriteAsync("Knowledge", "Searching");
    }

    private static double[] Order(List<(RankingEvidence.Case Case, LinearFit.Row[] Rows)> found, out JsonObject figures)
    {
        var fitted = found.Where(one => RankingEvidence.IsFitted(one.Case.Documents[0])).Select(one => one.Rows).ToList();
        var held = found.Where(one => !RankingEvidence.IsFitted(one.Case.Documents[0])).Select(one => one.Rows).ToList();
        var usable = Usable(fitted);
        var used = FeatureSelection.Run(
            Evidence.Features,
            Given.ContainsKey,
            Earned,
            features => LinearFit.Softmax(usable, features, GivenWeights),
            weights => LinearFit.LogLikelihood(weights, Usable(held)),
            weights => $"R@1 {Recall(weights, held, 1):0.0000} R@5 {Recall(weights, held, 5):0.0000}"
        );
        var weights = LinearFit.Softmax(usable, used, GivenWeights);
        figures = new JsonObject
        {
            ["questions"] = held.Count,
            ["recallAt1"] = Recall(weights, held, 1),
            ["recallAt5"] = Recall(weights, held, 5),
        };
        Console.WriteLine(
            $"order: held out {figures.ToJsonString()}, fitted half R@1 {Recall(weights, fitted, 1)} R@5 {Recall(weights, fitted, 5)}"
        );
        return LinearFit.Softmax(Usable([.. fitted, .. held]), used, GivenWeights);

        static List<LinearFit.Row[]> Usable(List<LinearFit.Row[]> questions) => [.. questions.Where(rows => rows.Any(row => row.Right))];
    }

    private static double Recall(double[] weights, List<LinearFit.Row[]> questions, int at) =>
        Math.Round(
            questions.Count(rows => rows.OrderByDescending(row => LinearFit.Dot(weights, row.Features)).Take(at).Any(row => row.Right))
                / (double)questions.Count,
            4
        );

    private static string? Argument(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is >= 0 and var at && at + 1 < arguments.Length ? arguments[at + 1] : null;
}
