using System.Diagnostics;
using System.Text.Json;
using ChatBot.Answering.Corrections;
using ChatBot.Benchmarks.Fitting;
using ChatBot.Language;
using ChatBot.TestKit;

namespace ChatBot.Benchmarks;

/// <summary>
/// One random training question of each intent stands for an approved correction; the other questions are asked. Precision and recall
/// by threshold over several draws; then near misses and paraphrases; then the time a match takes among 10,000 corrections.
/// Arguments: number of draws, <c>show</c> to print what goes wrong, <c>pairs</c> to leave the intents out, files of near misses or
/// paraphrases of your own.
/// </summary>
internal static class CorrectionsBenchmark
{
    private static readonly double[] Thresholds = [0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, CorrectionModel.Shipped.Threshold];

    public static async Task RunAsync(string[] arguments)
    {
        var draws = arguments.Select(text => int.TryParse(text, out var n) ? n : 0).DefaultIfEmpty(0).Max() is > 0 and var given
            ? given
            : 5;
        var show = arguments.Contains("show");
        if (!arguments.Contains("pairs"))
            await IntentsAsync(draws, show);
        var folder = Path.Combine(SharedData.RepositoryRoot!, "tests", "Core.Tests", "Answering", "Corrections");
        List<string> own = [.. arguments.Where(argument => argument.EndsWith(".jsonl", StringComparison.Ordinal))];
        await PairsAsync(
            show,
            own.Count > 0 ? own : [Path.Combine(folder, "near-misses.jsonl"), Path.Combine(folder, "paraphrases.jsonl")]
        );
        Speed();
    }

    /// <summary>With a correction for every intent, and with one correction only, so that nearly all questions are strangers'.</summary>
    private static async Task IntentsAsync(int draws, bool show)
    {
        var data = await CorrectionDraws.ReadAsync(SharedData.PathOf("corrections-clinc"));
        foreach (var (kind, intents, seeds) in ((string, int, int)[])[("intents", int.MaxValue, draws), ("alone", 1, 4 * draws)])
        {
            var results = new List<(double Score, bool Right)>();
            for (var draw = 1; draw <= seeds; draw++)
            {
                var index = data.Draw(draw, intents);
                var rankings = await CorrectionRanking.OfAsync(
                    [.. data.Held.Select(asked => index.Candidates(asked.Reading, asked.Place))],
                    CorrectionDraws.Space,
                    default
                );
                foreach (var (asked, ranking) in data.Held.Zip(rankings))
                {
                    if (ranking is not [var best, ..])
                        continue;
                    results.Add((best.Score, best.Correction.Id == asked.Intent));
                    if (show && best.Correction.Id != asked.Intent && best.Score >= CorrectionModel.Shipped.Threshold)
                        Console.WriteLine($"{best.Score:0.00} {asked.Reading}  <=  [{best.Correction.Id}] {best.Correction.Question}");
                }
            }
            foreach (var threshold in Thresholds)
            {
                var fired = results.Where(result => result.Score >= threshold).ToList();
                var right = fired.Count(result => result.Right);
                Console.WriteLine(
                    $"{kind}, threshold {threshold:0.000}: precision {right / (double)Math.Max(1, fired.Count):0.0000}  recall "
                        + $"{right / (double)(seeds * data.Held.Count):0.0000}  fired {fired.Count} of {seeds * data.Held.Count}"
                );
            }
        }
    }

    private static async Task PairsAsync(bool show, IEnumerable<string> files)
    {
        var lines = files.SelectMany(File.ReadLines).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var near = lines
            .Where(line => line.TryGetProperty("other", out _))
            .Select(pair => (A: pair.GetProperty("question").GetString()!, B: pair.GetProperty("other").GetString()!))
            .SelectMany(pair => new[] { pair, (A: pair.B, B: pair.A) })
            .ToList();
        var misses = await ScoreAsync(near);
        var other = lines
            .Where(line => line.TryGetProperty("paraphrases", out _))
            .SelectMany(group =>
                group
                    .GetProperty("paraphrases")
                    .EnumerateArray()
                    .Select(other => (A: group.GetProperty("question").GetString()!, B: other.GetString()!))
            )
            .ToList();
        var same = await ScoreAsync(other);
        foreach (var threshold in Thresholds)
            Console.WriteLine(
                $"pairs, threshold {threshold:0.000}: near misses fired {misses.Count(pair => pair.Score >= threshold)} of "
                    + $"{misses.Count}, paraphrases {same.Count(pair => pair.Score >= threshold)} of {same.Count}"
            );
        if (!show)
            return;
        foreach (var (a, b, score) in misses.Where(pair => pair.Score > 0.5))
            Console.WriteLine($"miss {score:0.00} {a} | {b}");
        foreach (var (a, b, score) in same.Where(pair => pair.Score < 0.8).OrderBy(pair => pair.Score))
            Console.WriteLine($"same {score:0.00} {a} | {b}");
    }

    /// <summary>Each pair's first question is the only correction.</summary>
    private static async Task<List<(string A, string B, double Score)>> ScoreAsync(List<(string A, string B)> pairs)
    {
        var approved = await CorrectionDraws.Space.PlaceAsync([.. pairs.Select(pair => pair.A)]);
        var asked = await CorrectionDraws.Space.PlaceAsync([.. pairs.Select(pair => pair.B)]);
        var candidates = pairs.Select(
            (pair, n) =>
                new CorrectionIndex([new("", pair.A, "", null, QuestionReading.Of(pair.A))]) { Places = [approved[n]] }.Candidates(
                    QuestionReading.Of(pair.B),
                    asked[n]
                )
        );
        var rankings = await CorrectionRanking.OfAsync([.. candidates], CorrectionDraws.Space, default);
        return [.. pairs.Zip(rankings, (pair, ranking) => (pair.A, pair.B, ranking.FirstOrDefault().Score))];
    }

    private static void Speed()
    {
        var kinds = "table mart view queue bucket job report feed topic load".Split(' ');
        string[] things = [.. Enumerable.Range(0, 100).Select(n => $"{(char)('a' + n % 26)}{(char)('a' + n / 26)}{kinds[n % 10]}")];
        string[] acts = "load check export rerun archive compress delete share list rename".Split(' ');
        string[] ends =
        [
            "from the warehouse",
            "in the morning",
            "for a past date",
            "without a lock",
            "by hand",
            "every week",
            "on the server",
            "after a failure",
            "before the release",
            "with a new key",
        ];
        var corrections = things
            .SelectMany(thing => acts.SelectMany(act => ends.Select(end => $"How do I {act} the {thing} {end}?")))
            .Select((question, n) => new ApprovedCorrection(n.ToString(), question, "", null, QuestionReading.Of(question)))
            .ToList();
        var watch = Stopwatch.StartNew();
        var index = new CorrectionIndex(corrections);
        var random = new Random(1);
        index.Places = [.. corrections.Select(_ => RandomPlace(random))];
        Console.WriteLine($"index of {corrections.Count}: {watch.Elapsed.TotalMilliseconds:0} ms");
        var questions = Enumerable
            .Range(0, 3000)
            .Select(_ => "what is the way to " + corrections[random.Next(corrections.Count)].Question[9..])
            .ToList();
        var times = new List<double>();
        foreach (var question in questions)
        {
            var place = RandomPlace(random);
            var start = Stopwatch.GetTimestamp();
            index.Candidates(QuestionReading.Of(question), place);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        times = [.. times.Skip(1000).Order()];
        Console.WriteLine($"match: p50 {times[times.Count / 2]:0.000} ms, p99 {times[times.Count * 99 / 100]:0.000} ms");
    }

    /// <summary>What a match takes does not hang on where the questions lie.</summary>
    private static PlacedQuestion RandomPlace(Random random)
    {
        var vector = new float[384];
        for (var i = 0; i < vector.Length; i++)
            vector[i] = (random.NextSingle() - 0.5f) * 0.18f;
        return new PlacedQuestion(vector, new double[PairFeatures.Neighbourhood]);
    }
}
