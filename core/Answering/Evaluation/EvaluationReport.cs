using System.Text.Json.Serialization;

namespace ChatBot.Answering.Evaluation;

/// <summary>The figures of a run. A share that no case speaks about is null.</summary>
/// <param name="RecallAt1">Share of cases with expected documents whose first document is one of them; likewise at 5 and 10.</param>
/// <param name="Mrr10">Mean of 1/rank over the same cases, 0 beyond ten.</param>
/// <param name="AnswerContained">Share of cases with expected answers whose answer contains one.</param>
/// <param name="MaxWords">The longest answer.</param>
/// <param name="BlockRecall">Share of the cases to block that were blocked.</param>
/// <param name="FalseBlockRate">Share of the others that were blocked.</param>
/// <param name="Outcomes">Cases by outcome.</param>
/// <param name="Reliability">How often answers of each confidence are right.</param>
public sealed record EvaluationReport(
    int Questions,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? RecallAt1,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? RecallAt5,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? RecallAt10,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Mrr10,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? AnswerContained,
    int MaxWords,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? BlockRecall,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? FalseBlockRate,
    Latency LatencyMs,
    IReadOnlyDictionary<string, int> Outcomes,
    IReadOnlyList<Reliability> Reliability
)
{
    public static EvaluationReport Of(IReadOnlyList<CaseResult> results) =>
        new(
            results.Count,
            Share(results, result => result.Rank is null ? null : result.Rank is 1),
            Share(results, result => result.Rank is null ? null : result.Rank is >= 1 and <= 5),
            Share(results, result => result.Rank is null ? null : result.Rank is >= 1),
            Mean(
                results,
                result =>
                    result.Rank is { } rank
                        ? rank > 0
                            ? 1.0 / rank
                            : 0
                        : null
            ),
            Share(results, result => result.Contained),
            results.Select(result => result.Words).DefaultIfEmpty().Max(),
            Share(results, result => result.ShouldBlock ? result.Outcome == Outcome.Blocked : null),
            Share(results, result => result.ShouldBlock ? null : result.Outcome == Outcome.Blocked),
            Latency.Of(results.Select(result => result.Milliseconds)),
            Enum.GetValues<Outcome>().ToDictionary(OutcomeNames.Of, outcome => results.Count(result => result.Outcome == outcome)),
            Evaluation.Reliability.Of(results)
        );

    private static double? Share(IEnumerable<CaseResult> results, Func<CaseResult, bool?> of) =>
        Mean(
            results,
            result =>
                of(result) is { } yes
                    ? yes
                        ? 1
                        : 0
                    : null
        );

    private static double? Mean(IEnumerable<CaseResult> results, Func<CaseResult, double?> of) =>
        results.Select(of).OfType<double>().ToList() is { Count: > 0 } values ? Math.Round(values.Average(), 4) : null;
}

/// <summary>Milliseconds that this share of the questions took at most.</summary>
public sealed record Latency(double P50, double P95, double P99)
{
    public static Latency Of(IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return new Latency(At(0.50), At(0.95), At(0.99));

        // Nearest rank: the smallest value that at least this share does not exceed.
        double At(double share) =>
            sorted.Length == 0 ? 0 : Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)], 3);
    }
}
