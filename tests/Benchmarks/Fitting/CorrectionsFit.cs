using System.Security.Cryptography;
using System.Text.Json;
using ChatBot.Answering.Corrections;
using ChatBot.TestKit;

namespace ChatBot.Benchmarks.Fitting;

/// <summary>
/// Fits what says how likely a correction is what a question wants, and writes <c>corrections-weights.json</c>: on draws of one
/// question of each intent from <c>train.jsonl</c>, asked the others of that file; shown on <c>val.jsonl</c>.
/// </summary>
internal static class CorrectionsFit
{
    /// <summary>The threshold is where draws of the training file are answered this precisely.</summary>
    private const double StatedPrecision = 0.97;

    private const double Penalty = 1e-4;

    private static readonly int[] TrainingDraws = [.. Enumerable.Range(100, 6)],
        HeldOutDraws = [1, 2, 3, 4, 5];

    /// <param name="folder">With <c>train.jsonl</c> and <c>val.jsonl</c>.</param>
    public static async Task RunAsync(string folder)
    {
        var draws = await CorrectionDraws.ReadAsync(folder);
        var rows = new List<double[]>();
        var right = new List<bool>();
        foreach (var seed in TrainingDraws)
        {
            var index = draws.Draw(seed);
            foreach (var asked in draws.Train.Where(item => index.Own(item.Reading) is null))
            {
                var pairs = index.Compare(asked.Reading, asked.Place).Where(pair => !pair.Words.Vetoed).ToList();
                if (pairs.Count == 0)
                    continue;
                var nearest = pairs.MaxBy(pair => pair.Features[0]);
                rows.Add(nearest.Features);
                right.Add(nearest.Correction.Id == asked.Intent);
            }
        }
        var (means, deviations) = Spread(rows);
        var (weights, bias) = LogisticFit.Fit([.. rows.Select(row => CorrectionModel.Terms(row, means, deviations))], right, Penalty);
        var model = new CorrectionModel(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, "train.jsonl")))),
            new HeldOutFigures(0, 0),
            PairFeatures.Names,
            0,
            means,
            deviations,
            Rounded(bias),
            [.. weights.Select(Rounded)]
        );
        model = model with { Threshold = ThresholdOf(Asked(draws, model, TrainingDraws, draws.Train)) };
        var held = Asked(draws, model, HeldOutDraws, draws.Held);
        model = model with { HeldOut = FiguresAt(held, model.Threshold) };
        var path = Path.Combine(SharedData.RepositoryRoot!, "core", "Answering", "Corrections", "corrections-weights.json");
        File.WriteAllText(
            path,
            JsonSerializer.Serialize(model, new JsonSerializerOptions(WireJson.Options) { WriteIndented = true }) + "\n"
        );
        Console.WriteLine(
            $"{rows.Count} pairs; threshold {model.Threshold}, held out: precision {model.HeldOut.Precision}, recall "
                + $"{model.HeldOut.Recall}; written to {path}"
        );
    }

    /// <summary>The best match of every question that is not a correction's own.</summary>
    private static List<(double Score, bool Right)> Asked(
        CorrectionDraws draws,
        CorrectionModel model,
        IEnumerable<int> seeds,
        IReadOnlyList<CorrectionDraws.Item> items
    ) =>
        [
            .. seeds
                .Select(seed => draws.Draw(seed))
                .SelectMany(index =>
                    items
                        .Where(asked => index.Own(asked.Reading) is null)
                        .Select(asked =>
                            index
                                .Compare(asked.Reading, asked.Place)
                                .Where(pair => !pair.Words.Vetoed)
                                .Select(pair => (Score: model.Probability(pair.Features), Right: pair.Correction.Id == asked.Intent))
                                .DefaultIfEmpty()
                                .MaxBy(match => match.Score)
                        )
                ),
        ];

    private static HeldOutFigures FiguresAt(List<(double Score, bool Right)> asked, double threshold)
    {
        var fired = asked.Where(match => match.Score >= threshold).ToList();
        var right = fired.Count(match => match.Right);
        return new(Rounded(right / (double)fired.Count), Rounded(right / (double)asked.Count));
    }

    /// <summary>The lowest that is precise enough.</summary>
    private static double ThresholdOf(List<(double Score, bool Right)> asked) =>
        Enumerable
            .Range(500, 500)
            .Select(thousandth => thousandth / 1000.0)
            .First(threshold => FiguresAt(asked, threshold).Precision is >= StatedPrecision or double.NaN);

    private static (double[] Means, double[] Deviations) Spread(List<double[]> rows)
    {
        double[] means = [.. Enumerable.Range(0, rows[0].Length).Select(i => Rounded(rows.Average(row => row[i])))];
        double[] deviations =
        [
            .. means.Select((mean, i) => Rounded(Math.Sqrt(rows.Average(row => (row[i] - mean) * (row[i] - mean))) + 1e-3)),
        ];
        return (means, deviations);
    }

    private static double Rounded(double number) => Math.Round(number, 4);
}
