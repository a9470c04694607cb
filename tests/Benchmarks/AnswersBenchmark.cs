using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChatBot.Answering;
using ChatBot.TestKit;
using ChatBot.TestKit.Answering;
using ChatBot.TestKit.Knowledge;

namespace ChatBot.Benchmarks;

/// <summary>
/// Questions with known answers through the whole Answerer: <c>answers [max words] [cases | tune] [failures to print]</c>.
/// </summary>
internal static partial class AnswersBenchmark
{
    private sealed record Case(string Question, IReadOnlyList<string> ExpectedDocuments, IReadOnlyList<string> ExpectedAnswers);

    public static async Task RunAsync(string[] args)
    {
        var maxWords = args.Length > 0 ? args[0] : "100";
        var cases = Cases(args.Length > 1 ? args[1] : "cases");
        var failures = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 0;
        await using var knowledge = await KnowledgeDriver.StartAsync();
        await knowledge.IngestAsync(SharedData.PathOf("squad/corpus.jsonl"));
        var answerer = new AnswererBuilder(knowledge.Index).Set("Answer:MaxWords", maxWords).Build();

        foreach (var warm in cases.Take(100))
            await answerer.AnswerAsync(new Question(warm.Question));
        int contained = 0,
            most = 0,
            within = 0;
        var words = 0L;
        var outcomes = new Dictionary<Outcome, int>();
        var latencies = new List<double>();
        foreach (var one in cases)
        {
            var start = Stopwatch.GetTimestamp();
            var answer = await answerer.AnswerAsync(new Question(one.Question));
            latencies.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            outcomes[answer.Outcome] = outcomes.GetValueOrDefault(answer.Outcome) + 1;
            most = Math.Max(most, answer.Words);
            words += answer.Words;
            var text = Normalise(answer.Text);
            if (answer.Receipt.Sources.Any(source => one.ExpectedDocuments.Any(id => source.Uri.Contains(id, StringComparison.Ordinal))))
                within++;
            if (one.ExpectedAnswers.Any(expected => text.Contains(Normalise(expected), StringComparison.Ordinal)))
                contained++;
            else if (failures-- > 0)
                Console.WriteLine(
                    $"Q: {one.Question}\nWANTED: {string.Join(" | ", one.ExpectedAnswers)}  in {one.ExpectedDocuments[0]}; "
                        + "retrieved "
                        + $"{string.Join(", ", answer.Receipt.Sources.Select(source => source.Uri.Split('/')[^1]))}\n{answer.Text}\n"
                );
        }
        latencies.Sort();
        double At(double share) => latencies[(int)(share * (latencies.Count - 1))];
        Console.WriteLine(
            $"{cases.Count} questions, at most {maxWords} words: contained {contained / (double)cases.Count:0.000} (document "
                + $"retrieved {within / (double)cases.Count:0.000}), longest {most}, average {words / (double)cases.Count:0}, "
                + $"p50 {At(.5):0.0} ms, p95 {At(.95):0.0} ms, p99 {At(.99):0.0} ms; "
                + $"{string.Join(", ", outcomes.Select(pair => $"{pair.Key} {pair.Value}"))}"
        );
    }

    private static List<Case> Cases(string which)
    {
        List<Case> Read(string file) =>
            [.. File.ReadLines(SharedData.PathOf(file)).Select(line => JsonSerializer.Deserialize<Case>(line, WireJson.Options)!)];
        var fixedThousand = Read("squad/cases-1000.jsonl");
        if (which == "cases")
            return fixedThousand;
        var held = fixedThousand.Select(one => one.Question).ToHashSet();
        return [.. Read("squad/cases.jsonl").Where(one => !held.Contains(one.Question)).Where((_, i) => which == "all" || i % 4 == 0)];
    }

    /// <summary>As the SQuAD scorer does: lower case, no punctuation, no articles, single spaces.</summary>
    private static string Normalise(string text)
    {
        var plain = new string([.. text.ToLowerInvariant().Where(c => !char.IsPunctuation(c) && !char.IsSymbol(c))]);
        return Space().Replace(Article().Replace(plain, " "), " ").Trim();
    }

    [GeneratedRegex(@"\b(a|an|the)\b")]
    private static partial Regex Article();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
