using System.Diagnostics;
using ChatBot.Answering;
using ChatBot.TestKit;
using ChatBot.TestKit.Answering;
using ChatBot.TestKit.Knowledge;

namespace ChatBot.Benchmarks;

/// <summary>Generated texts through the whole Answerer over the sample knowledge: <c>fuzz [count] [seed] [longest]</c>.</summary>
internal static class FuzzBenchmark
{
    public static async Task RunAsync(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0]) : 100_000;
        var text = new AnyText(args.Length > 1 ? int.Parse(args[1]) : 1);
        var longest = args.Length > 2 ? int.Parse(args[2]) : 50_000;
        await using var knowledge = await KnowledgeDriver.StartAsync();
        await knowledge.IngestAsync(Path.Combine(SharedData.RepositoryRoot!, "bot/Sample/knowledge"));
        // Without a topic, so that as many texts as possible reach the later stages.
        var answerer = new AnswererBuilder(knowledge.Index).Set("Guard:MaxQuestionLength", "60000").Build();

        var faults = 0;
        var most = 0;
        var slowest = 0.0;
        var outcomes = new Dictionary<Outcome, int>();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            var question = text.Next(longest);
            var start = Stopwatch.GetTimestamp();
            var answer = await answerer.AnswerAsync(new Question(question));
            slowest = Math.Max(slowest, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            outcomes[answer.Outcome] = outcomes.GetValueOrDefault(answer.Outcome) + 1;
            most = Math.Max(most, AnswerRules.CountWords(answer.Text));
            if (AnswerRules.Fault(answer, 100) is { } fault && ++faults <= 10)
                Console.WriteLine($"text {i} ({question.Length} units): {fault}");
        }
        Console.WriteLine(
            $"{count} texts in {watch.Elapsed.TotalSeconds:0} s: {faults} faults, longest answer {most} words, slowest "
                + $"{slowest:0} ms; {string.Join(", ", outcomes.Select(pair => $"{pair.Key} {pair.Value}"))}"
        );
    }
}
