using System.Diagnostics;
using System.Numerics.Tensors;
using System.Text.Json;
using ChatBot.Answering.Corrections;
using ChatBot.Embedding;
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
    private static readonly double[] Thresholds = [0.6, 0.65, 0.7, 0.725, 0.75, 0.775, 0.8, 0.825, 0.85, 0.9, 0.95];

    public static Task RunAsync(string[] arguments)
    {
        var draws = arguments.Select(text => int.TryParse(text, out var n) ? n : 0).DefaultIfEmpty(0).Max() is > 0 and var given
            ? given
            : 5;
        var show = arguments.Contains("show");
        if (!arguments.Contains("pairs"))
            Intents(draws, show);
        var folder = Path.Combine(SharedData.RepositoryRoot!, "tests", "Core.Tests", "Answering", "Corrections");
        List<string> own = [.. arguments.Where(argument => argument.EndsWith(".jsonl", StringComparison.Ordinal))];
        Pairs(show, own.Count > 0 ? own : [Path.Combine(folder, "near-misses.jsonl"), Path.Combine(folder, "paraphrases.jsonl")]);
        Speed();
        return Task.CompletedTask;
    }

    private static void Intents(int draws, bool show)
    {
        var train = Read("corrections-clinc/train.jsonl").GroupBy(item => item.Intent).ToList();
        var asked = Read("corrections-clinc/val.jsonl")
            .Select(item => (item.Question, item.Intent, Reading: QuestionReading.Of(item.Question)))
            .ToList();
        var results = new List<(double Score, double Margin, bool Right)>();
        for (var draw = 1; draw <= draws; draw++)
        {
            var random = new Random(draw);
            var intentOf = new Dictionary<string, string>();
            var index = new CorrectionIndex(
                train.Select(group =>
                {
                    var question = group.ElementAt(random.Next(group.Count())).Question;
                    intentOf[group.Key] = group.Key;
                    return new ApprovedCorrection(group.Key, question, "", null, QuestionReading.Of(question));
                })
            );
            foreach (var (question, intent, reading) in asked)
            {
                var best = index.Best(reading, 2);
                if (best.Count == 0)
                    continue;
                best =
                [
                    .. best.Select(match =>
                        match with
                        {
                            Score = VectorEvidence.Weigh(match.Score, Cosine(question, match.Correction.Question)),
                        }
                    ),
                ];
                var right = best[0].Correction.Id == intent;
                results.Add((best[0].Score, best[0].Score - (best.Count > 1 ? best[1].Score : 0), right));
                if (show && !right && best[0].Score > 0.7)
                    Console.WriteLine(
                        $"{best[0].Score:0.00} [{intent}] {question}  <=  [{best[0].Correction.Id}] {best[0].Correction.Question}"
                    );
            }
        }
        foreach (var threshold in Thresholds)
        {
            var fired = results.Where(result => result.Score >= threshold && result.Margin >= 0.04).ToList();
            Console.WriteLine(
                $"intents, threshold {threshold:0.000}: precision "
                    + $"{fired.Count(result => result.Right) / (double)Math.Max(1, fired.Count):0.0000}  recall "
                    + $"{fired.Count(result => result.Right) / (double)(draws * asked.Count):0.0000}  fired {fired.Count}"
            );
        }
    }

    private static void Pairs(bool show, IEnumerable<string> files)
    {
        var lines = files.SelectMany(File.ReadLines).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var misses = lines
            .Where(line => line.TryGetProperty("other", out _))
            .Select(pair => (A: pair.GetProperty("question").GetString()!, B: pair.GetProperty("other").GetString()!))
            .SelectMany(pair => new[] { pair, (A: pair.B, B: pair.A) })
            .Select(pair => (pair.A, pair.B, Score: Score(pair.A, pair.B)))
            .ToList();
        var same = lines
            .Where(line => line.TryGetProperty("paraphrases", out _))
            .SelectMany(group =>
                group
                    .GetProperty("paraphrases")
                    .EnumerateArray()
                    .Select(other => (A: group.GetProperty("question").GetString()!, B: other.GetString()!))
            )
            .Select(pair => (pair.A, pair.B, Score: Score(pair.A, pair.B)))
            .ToList();
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

    private static double Score(string a, string b) =>
        VectorEvidence.Weigh(PairComparison.Compare(QuestionReading.Of(a), QuestionReading.Of(b)), Cosine(a, b));

    private static double Cosine(string a, string b) =>
        TensorPrimitives.Dot(HashingEmbeddingGenerator.Vector(a), HashingEmbeddingGenerator.Vector(b));

    private static void Speed()
    {
        string[] things =
        [
            .. Enumerable
                .Range(0, 100)
                .Select(n =>
                    $"{(char)('a' + n % 26)}{(char)('a' + n / 26)}{"table mart view queue bucket job report feed topic load".Split(' ')[n % 10]}"
                ),
        ];
        string[] acts = "load check export rerun archive compress delete share list rename".Split(' ');
        string[] ends =
            "from the warehouse|in the morning|for a past date|without a lock|by hand|every week|on the server|after a failure|before the release|with a new key".Split(
                '|'
            );
        var corrections = things
            .SelectMany(thing => acts.SelectMany(act => ends.Select(end => $"How do I {act} the {thing} {end}?")))
            .Select((question, n) => new ApprovedCorrection(n.ToString(), question, "", null, QuestionReading.Of(question)))
            .ToList();
        var watch = Stopwatch.StartNew();
        var index = new CorrectionIndex(corrections);
        Console.WriteLine($"index of {corrections.Count}: {watch.Elapsed.TotalMilliseconds:0} ms");
        var random = new Random(1);
        var questions = Enumerable
            .Range(0, 3000)
            .Select(_ => "what is the way to " + corrections[random.Next(corrections.Count)].Question[9..])
            .ToList();
        var times = new List<double>();
        foreach (var question in questions)
        {
            var start = Stopwatch.GetTimestamp();
            index.Best(QuestionReading.Of(question), 2);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        times = [.. times.Skip(1000).Order()];
        Console.WriteLine($"match: p50 {times[times.Count / 2]:0.000} ms, p99 {times[times.Count * 99 / 100]:0.000} ms");
    }

    private static IEnumerable<(string Question, string Intent)> Read(string relative) =>
        File.ReadLines(SharedData.PathOf(relative))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Select(item => (item.GetProperty("question").GetString()!, item.GetProperty("intent").GetString()!));
}
