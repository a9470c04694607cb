using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.Embedding;
using ChatBot.Knowledge.Searching;
using ChatBot.TestKit;
using Microsoft.Extensions.AI;

namespace ChatBot.Benchmarks.Fitting;

/// <summary>
/// <c>fit ranking [--data FOLDER] [--every N]</c> (with only every n-th question, for a quick look): learns how evidence is weighed, and
/// writes <c>ranking-weights.json</c> beside the code. The order
/// is a softmax over the candidates of each question; the similarity tells the best passage for a question that the index answers from
/// the best one for a question whose article, or whose paragraph, it lacks. Both are fitted on the questions of half the articles; a
/// feature without which the other half does no worse goes; what is written is fitted on all, with the figures of the held-out half.
/// </summary>
internal static class RankingFit
{
    /// <summary>Log-likelihood of a held-out question that a feature has to earn.</summary>
    private const double Earned = 0.0005;

    /// <summary>
    /// What these questions cannot teach is given: an article's paragraphs share one title, and nobody asks for a file.
    /// </summary>
    private static readonly Dictionary<string, double> Given = new() { ["title"] = 2, ["names"] = 2 };

    private static readonly double[] GivenWeights = [.. Evidence.Features.Select(name => Given.GetValueOrDefault(name))];

    private static readonly double[] HalfGiven = [.. GivenWeights.Select(weight => weight / 2), 0];

    public static async Task RunAsync(string[] arguments)
    {
        var given = Argument(arguments, "--data");
        var every = int.Parse(Argument(arguments, "--every") ?? "1", CultureInfo.InvariantCulture);
        var folder = given ?? SharedData.Folder ?? throw new ArgumentException("--data names the folder with the measuring data.");
        var (corpus, questions) = (Path.Combine(folder, "squad", "corpus.jsonl"), Path.Combine(folder, "squad", "cases.jsonl"));
        var cases = RankingEvidence.ReadCases(questions).Where((_, i) => i % every == 0).ToList();
        var lines = File.ReadLines(corpus).ToList();
        var head = new JsonObject
        {
            ["fit"] = "ranking",
            ["questions"] = cases.Count,
            ["given"] = JsonSerializer.SerializeToNode(Given),
            ["data"] = new JsonObject { ["squad/corpus.jsonl"] = Hash(corpus), ["squad/cases.jsonl"] = Hash(questions) },
        };
        var file = new JsonObject { ["head"] = head };
        using var kept = new KeptVectors();
        foreach (
            var (kind, vectors) in new (string, IEmbeddingGenerator<string, Embedding<float>>?)[]
            {
                ("meaning", kept),
                ("spelling", new HashingEmbeddingGenerator()),
                ("words", null),
            }
        )
        {
            Console.WriteLine($"\n{kind}");
            var order = Order(await RankingEvidence.GatherAsync(lines, cases, vectors), out var orderFigures);
            file[$"{kind}-order"] = Json(Evidence.Features, order);
            var indexed = lines.Where(line => line.Split('"')[3] is var id && !RankingEvidence.IsMissing(id) && !RankingEvidence.IsGap(id));
            var similarity = Similarity(await RankingEvidence.GatherAsync(indexed, cases, vectors), order, out var similarityFigures);
            file[$"{kind}-similarity"] = Json([.. Evidence.Features, "bias"], similarity);
            head[kind] = new JsonObject { ["order"] = orderFigures, ["similarity"] = similarityFigures };
        }
        var path = Path.Combine(SharedData.RepositoryRoot!, "core", "Knowledge", "Searching", "ranking-weights.json");
        await File.WriteAllTextAsync(path, file.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
        Console.WriteLine($"\n{path}");
    }

    private static double[] Order(List<(RankingEvidence.Case Case, LinearFit.Row[] Rows)> found, out JsonObject figures)
    {
        var fitted = found.Where(one => RankingEvidence.IsFitted(one.Case.Documents[0])).Select(one => one.Rows).ToList();
        var held = found.Where(one => !RankingEvidence.IsFitted(one.Case.Documents[0])).Select(one => one.Rows).ToList();
        var usable = Usable(fitted);
        var used = Select(
            Evidence.Features,
            bias: false,
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

    private static double[] Similarity(
        List<(RankingEvidence.Case Case, LinearFit.Row[] Rows)> found,
        double[] order,
        out JsonObject figures
    )
    {
        var rows = new List<(bool Fitted, bool Near, LinearFit.Row Row)>();
        foreach (var (one, candidates) in found.Where(one => one.Rows.Length > 0))
        {
            var best = candidates.MaxBy(row => LinearFit.Dot(order, row.Features))!;
            var id = one.Documents[0];
            var answerable = !RankingEvidence.IsMissing(id) && !RankingEvidence.IsGap(id);
            // An answerable question whose best passage is another one teaches nothing.
            if (answerable && !best.Right)
                continue;
            rows.Add((RankingEvidence.IsFitted(id), !RankingEvidence.IsMissing(id), new LinearFit.Row([.. best.Features, 1], answerable)));
        }
        var fitted = rows.Where(row => row.Fitted).Select(row => row.Row).ToList();
        var held = rows.Where(row => !row.Fitted).ToList();
        var heldRows = held.ConvertAll(row => row.Row);
        var used = Select(
            [.. Evidence.Features, "bias"],
            bias: true,
            features => LinearFit.Logistic(fitted, features, HalfGiven),
            weights => LinearFit.LogLikelihood(weights, heldRows),
            weights => $"AUROC {Auroc(weights, heldRows):0.0000}"
        );
        var weights = LinearFit.Logistic(fitted, used, HalfGiven);
        figures = new JsonObject
        {
            ["answerable"] = heldRows.Count(row => row.Right),
            ["articleMissing"] = held.Count(row => !row.Near),
            ["paragraphMissing"] = held.Count(row => row is { Near: true, Row.Right: false }),
            ["auroc"] = Math.Round(Auroc(weights, heldRows), 4),
        };
        Console.WriteLine($"similarity: held out {figures.ToJsonString()}");
        foreach (var threshold in new[] { 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7 })
            Console.WriteLine(
                $"  threshold {threshold:0.00}: answerable kept "
                    + $"{Share(held.Where(row => row.Row.Right), row => Of(row) >= threshold)}, stopped: "
                    + $"article missing {Share(held.Where(row => !row.Near), row => Of(row) < threshold)}, "
                    + $"paragraph missing {Share(held.Where(row => row is { Near: true, Row.Right: false }), row => Of(row) < threshold)}"
            );
        return LinearFit.Logistic([.. rows.Select(row => row.Row)], used, HalfGiven);

        double Of((bool, bool, LinearFit.Row Row) row) => LinearFit.Sigmoid(LinearFit.Dot(weights, row.Row.Features));
    }

    /// <summary>Takes features away one after another, the least useful first, while held-out questions do no worse without it.</summary>
    private static bool[] Select(
        IReadOnlyList<string> names,
        bool bias,
        Func<bool[], double[]> fit,
        Func<double[], double> likelihood,
        Func<double[], string> figures
    )
    {
        var used = names.Select(name => !Given.ContainsKey(name)).ToArray();
        var whole = fit(used);
        var best = likelihood(whole);
        Console.WriteLine($"  all                      {best:0.00000} {figures(whole)}  [{string.Join(", ", whole)}]");
        var first = true;
        while (true)
        {
            var without = new List<(int Feature, double Likelihood)>();
            for (var i = 0; i < names.Count - (bias ? 1 : 0); i++)
                if (used[i])
                {
                    used[i] = false;
                    var weights = fit(used);
                    used[i] = true;
                    without.Add((i, likelihood(weights)));
                    if (first)
                        Console.WriteLine($"  without {names[i], -16} {likelihood(weights):0.00000} {figures(weights)}");
                }
            first = false;
            var least = without.MaxBy(one => one.Likelihood);
            // No evidence speaks against a passage; what comes out so is a habit of these questions.
            if (fit(used).Index().Where(weight => names[weight.Index] != "bias").MinBy(weight => weight.Item) is { Item: < 0 } against)
                least = without.Find(one => one.Feature == against.Index);
            else if (without.Count == 0 || best - least.Likelihood > Earned)
                return used;
            used[least.Feature] = false;
            best = least.Likelihood;
            Console.WriteLine($"  {names[least.Feature]} earns nothing: {best:0.00000}");
        }
    }

    private static double Recall(double[] weights, List<LinearFit.Row[]> questions, int at) =>
        Math.Round(
            questions.Count(rows => rows.OrderByDescending(row => LinearFit.Dot(weights, row.Features)).Take(at).Any(row => row.Right))
                / (double)questions.Count,
            4
        );

    private static double Auroc(double[] weights, List<LinearFit.Row> rows)
    {
        var ranked = rows.OrderBy(row => LinearFit.Dot(weights, row.Features)).ToList();
        double yes = rows.Count(row => row.Right),
            no = rows.Count - yes;
        return (ranked.Index().Where(row => row.Item.Right).Sum(row => row.Index + 1.0) - yes * (yes + 1) / 2) / (yes * no);
    }

    private static string Share<T>(IEnumerable<T> rows, Func<T, bool> counts)
    {
        var list = rows.ToList();
        return (list.Count(counts) / (double)list.Count).ToString("0.000", CultureInfo.InvariantCulture);
    }

    private static JsonObject Json(IReadOnlyList<string> names, double[] weights)
    {
        var json = new JsonObject();
        foreach (var (i, name) in names.Index())
            if (weights[i] != 0)
                json[name] = weights[i];
        return json;
    }

    private static string? Argument(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is >= 0 and var at && at + 1 < arguments.Length ? arguments[at + 1] : null;

    private static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))[..16];
}
