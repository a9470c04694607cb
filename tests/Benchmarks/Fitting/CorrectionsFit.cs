using System.Security.Cryptography;
using System.Text.Json;
using ChatBot.Answering.Corrections;
using ChatBot.TestKit;

namespace ChatBot.Benchmarks.Fitting;

/// <summary>
/// Fits what says how likely a correction is what a question wants, and writes <c>corrections-weights.json</c>. The rows are draws of
/// one question of each intent from <c>train.jsonl</c>, asked the others of that file. Threshold and figures come from models that were
/// fitted without the intents that they judge: a company's questions are of no intent that the file knows.
/// </summary>
internal static class CorrectionsFit
{
    private const double Promised = 0.97;

    /// <summary>
    /// The threshold is where intents that were not fitted are answered this precisely. Those models lack a fifth of the intents; the one
    /// that ships is more precise by a point, which is its distance from the promise: draws differ by as much.
    /// </summary>
    private const double Precision = 0.965;

    private const double Penalty = 1e-4;
    private const int Folds = 5;

    private static readonly int[] TrainingDraws = [.. Enumerable.Range(100, 8)],
        HeldOutDraws = [.. Enumerable.Range(1, 12)];

    /// <param name="folder">With <c>train.jsonl</c> and <c>val.jsonl</c>.</param>
    public static async Task RunAsync(string folder)
    {
        var draws = await CorrectionDraws.ReadAsync(folder);
        var intents = draws.Train.Select(item => item.Intent).Distinct().Order(StringComparer.Ordinal).ToList();
        var foldOf = intents.Index().ToDictionary(intent => intent.Item, intent => intent.Index % Folds);
        var training = await ReadAsync(draws, TrainingDraws, draws.Train);
        var heldOut = await ReadAsync(draws, HeldOutDraws, draws.Held);
        var strangers = Enumerable
            .Range(0, Folds)
            .Select(fold =>
                FitTo(training.Where(question => foldOf[question.Intent] != fold && foldOf.GetValueOrDefault(question.Nearest, -1) != fold))
            )
            .ToList();
        var threshold = ThresholdOf(training.ConvertAll(question => question.Best(strangers[foldOf[question.Intent]])), Precision);
        var judged = heldOut.ConvertAll(question => (question.Draw, Match: question.Best(strangers[foldOf[question.Intent]])));
        var byDraw = judged.GroupBy(item => item.Draw, item => item.Match).Select(group => group.ToList()).ToList();
        var figures = byDraw.ConvertAll(draw => FiguresAt(draw, threshold));
        var (precision, precisionSpread) = MeanAndSpread(figures.Select(figure => figure.Precision));
        var (recall, recallSpread) = MeanAndSpread(figures.Select(figure => figure.Recall));
        var model = FitTo(training) with
        {
            Data = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, "train.jsonl")))),
            HeldOut = new(byDraw.Count, precision, precisionSpread, recall, recallSpread),
            Threshold = threshold,
        };
        var path = Path.Combine(SharedData.RepositoryRoot!, "core", "Answering", "Corrections", "corrections-weights.json");
        File.WriteAllText(
            path,
            JsonSerializer.Serialize(model, new JsonSerializerOptions(WireJson.Options) { WriteIndented = true }) + "\n"
        );
        Console.WriteLine($"{training.Count} questions; threshold {threshold}; written to {path}");
        Report("other intents", byDraw, threshold);
        Report(
            "other questions",
            heldOut.GroupBy(item => item.Draw).Select(group => group.Select(one => one.Best(model)).ToList()),
            threshold
        );
    }

    private static void Report(string name, IEnumerable<List<(double, bool)>> draws, double threshold)
    {
        var all = draws.ToList();
        var there = all.ConvertAll(draw => FiguresAt(draw, threshold));
        Console.WriteLine(
            $"{name}, {all.Count} draws: precision {MeanAndSpread(there.Select(figure => figure.Precision))}, recall "
                + $"{MeanAndSpread(there.Select(figure => figure.Recall))}; recall at {Promised} "
                + MeanAndSpread(all.Select(draw => FiguresAt(draw, ThresholdOf(draw, Promised)).Recall))
        );
    }

    /// <summary>Every question that is no correction's own, with its candidates, the nearest first.</summary>
    private static async Task<List<Asked>> ReadAsync(CorrectionDraws draws, int[] seeds, IReadOnlyList<CorrectionDraws.Item> items)
    {
        var questions = seeds
            .Select(seed => (seed, Index: draws.Draw(seed)))
            .SelectMany(draw =>
                items
                    .Where(item => draw.Index.Own(item.Reading) is null)
                    .Select(item => (draw.seed, item.Intent, Candidates: draw.Index.Candidates(item.Reading, item.Place)))
            )
            .ToList();
        var rests = new Queue<double>(
            await CorrectionRanking.RestsAsync([.. questions.SelectMany(question => question.Candidates)], CorrectionDraws.Space, default)
        );
        return
        [
            .. questions.Select(question => new Asked(
                question.seed,
                question.Intent,
                [.. question.Candidates.Select(candidate => (candidate.Correction.Id, (double[])[.. candidate.Evidence!, rests.Dequeue()]))]
            )),
        ];
    }

    private static CorrectionModel FitTo(IEnumerable<Asked> questions)
    {
        var nearest = questions.Where(question => question.Candidates.Count > 0).ToList();
        var rows = nearest.ConvertAll(question => question.Candidates[0].Features);
        var (means, deviations) = Spread(rows);
        var (weights, bias) = LogisticFit.Fit(
            [.. rows.Select(row => CorrectionModel.Terms(row, means, deviations))],
            [.. nearest.Select(question => question.Nearest == question.Intent)],
            Penalty
        );
        return new("", new(0, 0, 0, 0, 0), PairFeatures.Names, 0, means, deviations, Rounded(bias), [.. weights.Select(Rounded)]);
    }

    private static (double Precision, double Recall) FiguresAt(List<(double Score, bool Right)> asked, double threshold)
    {
        var fired = asked.Where(match => match.Score >= threshold).ToList();
        var right = fired.Count(match => match.Right);
        return (right / (double)Math.Max(1, fired.Count), right / (double)asked.Count);
    }

    /// <summary>The lowest that is precise enough.</summary>
    private static double ThresholdOf(List<(double Score, bool Right)> asked, double precision) =>
        Enumerable
            .Range(500, 500)
            .Select(thousandth => thousandth / 1000.0)
            .FirstOrDefault(threshold => FiguresAt(asked, threshold).Precision >= precision, 1);

    private static (double Mean, double Spread) MeanAndSpread(IEnumerable<double> figures)
    {
        var all = figures.ToList();
        var mean = all.Average();
        return (Rounded(mean), Rounded(Math.Sqrt(all.Average(figure => (figure - mean) * (figure - mean)))));
    }

    private static (double[] Means, double[] Deviations) Spread(List<double[]> rows)
    {
        var features = Enumerable.Range(0, rows[0].Length).Select(i => MeanAndSpread(rows.Select(row => row[i]))).ToList();
        return ([.. features.Select(feature => feature.Mean)], [.. features.Select(feature => Rounded(feature.Spread + 1e-3))]);
    }

    private static double Rounded(double number) => Math.Round(number, 4);

    private sealed record Asked(int Draw, string Intent, List<(string Intent, double[] Features)> Candidates)
    {
        public string Nearest => Candidates.Count > 0 ? Candidates[0].Intent : "";

        /// <summary>What would answer with the highest score, and whether that is right.</summary>
        public (double Score, bool Right) Best(CorrectionModel model) =>
            Candidates
                .Select(candidate => (Score: model.Probability(candidate.Features), Right: candidate.Intent == Intent))
                .DefaultIfEmpty()
                .MaxBy(match => match.Score);
    }
}
