using System.Diagnostics;
using System.Text.Json;
using ChatBot.Answering;
using ChatBot.Answering.Evaluation;

namespace ChatBot.Benchmarks.Comparison;

/// <summary>What an engine tells of one round of all questions: a line of JSON, the same from <c>search.mjs</c>.</summary>
/// <param name="ProcessorMs">Of one question, all threads together.</param>
/// <param name="At1">Share of the questions whose document was found first.</param>
/// <param name="At5">The same among the first five.</param>
/// <param name="PeakMegabytes">The most that the process has held in memory so far, its build included.</param>
/// <param name="Answered">Share of the answers that hold an expected one; null where only documents are found.</param>
/// <param name="Others">Share of the machine that other programs used meanwhile, where it is known.</param>
internal sealed record ComparedRound(
    string Engine,
    int Documents,
    double BuildSeconds,
    double ProcessorMs,
    double P50,
    double P95,
    double At1,
    double At5,
    double PeakMegabytes,
    double? Answered = null,
    double? Others = null
)
{
    public static ComparedRound Read(string line) => JsonSerializer.Deserialize<ComparedRound>(line, JsonSerializerOptions.Web)!;

    public string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>Asks every question once.</summary>
    public static async Task<ComparedRound> AskAsync(
        string engine,
        int documents,
        double buildSeconds,
        IReadOnlyList<EvaluationCase> cases,
        Func<string, Task<FoundDocuments>> findAsync
    )
    {
        var times = new List<double>();
        int at1 = 0,
            at5 = 0;
        int? answered = null;
        var (others, processor) = (new OtherWork(), Environment.CpuUsage.TotalTime);
        foreach (var one in cases)
        {
            var start = Stopwatch.GetTimestamp();
            var found = await findAsync(one.Question);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            var rank = found.Ids.Index().Where(entry => one.ExpectedDocuments!.Contains(entry.Item)).Select(entry => entry.Index + 1);
            at1 += rank.FirstOrDefault() == 1 ? 1 : 0;
            at5 += rank.FirstOrDefault() is > 0 and <= 5 ? 1 : 0;
            if (found.Answer is { } text)
                answered = (answered ?? 0) + (IsRight(one, text) ? 1 : 0);
        }
        processor = Environment.CpuUsage.TotalTime - processor;
        times.Sort();
        double count = cases.Count;
        return new ComparedRound(
            engine,
            documents,
            buildSeconds,
            processor.TotalMilliseconds / count,
            times[times.Count / 2],
            times[times.Count * 95 / 100],
            at1 / count,
            at5 / count,
            Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0,
            answered / count,
            others.Share
        );
    }

    /// <summary>It holds an expected wording, or all the facts.</summary>
    private static bool IsRight(EvaluationCase one, string text) =>
        one.HasFacts ? FactMatch.Judge(one, text, Outcome.Answered, []).Helpful : AnswerMatch.Contains(text, one.ExpectedAnswers ?? []);
}

/// <param name="Ids">The best first.</param>
/// <param name="Answer">What was said, where the engine says something.</param>
internal sealed record FoundDocuments(IReadOnlyList<string> Ids, string? Answer = null);
