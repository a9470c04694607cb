using System.Text.Json.Serialization;

namespace ChatBot.Answering.Evaluation;

/// <summary>The figures of a run. A share that no case speaks about is null.</summary>
/// <param name="RecallAt1">Share of cases with expected documents whose first document is one of them; likewise at 5 and 10.</param>
/// <param name="Mrr10">Mean of 1/rank over the same cases, 0 beyond ten.</param>
/// <param name="AnswerContained">Share of cases with expected answers whose answer contains one.</param>
/// <param name="MaxWords">The longest answer.</param>
/// <param name="BlockRecall">Share of the cases to block that were blocked.</param>
/// <param name="FalseBlockRate">Share of the others that were blocked.</param>
/// <param name="Helpful">Share of the cases with facts whose answer holds all of them, and nothing that it must not.</param>
/// <param name="Partial">Mean share of the facts that answers to these cases hold.</param>
/// <param name="RightPage">Share of these cases that expect documents whose answer cites one of them.</param>
/// <param name="Refused">Share of these cases that got no answer, or were blocked.</param>
/// <param name="Honest">Share of the cases that nothing is written about that got no answer, or were blocked; they count in no other
/// share.</param>
/// <param name="ByKind">The cases with facts by their kind.</param>
/// <param name="Faults">Answers that are hard to read, by what is wrong with them (<see cref="Readability"/>).</param>
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
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Helpful,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Partial,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? RightPage,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Refused,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Honest,
    IReadOnlyDictionary<string, KindShare> ByKind,
    IReadOnlyDictionary<string, int> Faults,
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
            Share(results, result => result.ShouldBlock || !result.Answerable ? null : result.Outcome == Outcome.Blocked),
            Share(results, result => result.Facts?.Helpful),
            Mean(results, result => result.Facts?.Partial),
            Share(results, result => result.Rank is null ? null : result.Facts?.RightPage),
            Share(results, result => result.Facts?.Refused),
            Share(results, result => result.Answerable ? null : result.Outcome is Outcome.NoAnswer or Outcome.Blocked),
            results
                .Where(result => result.Facts is not null)
                .SelectMany(result => result.Kinds, (result, kind) => (kind, result))
                .GroupBy(pair => pair.kind, pair => pair.result)
                .OrderBy(kind => kind.Key, StringComparer.Ordinal)
                .ToDictionary(kind => kind.Key, kind => new KindShare(kind.Count(), Share(kind, result => result.Facts!.Helpful) ?? 0)),
            Readability.Counts(results.Select(result => result.Faults)),
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

/// <summary>Cases of one kind of question.</summary>
/// <param name="Helpful">Share of them whose answer was helpful.</param>
public sealed record KindShare(int N, double Helpful);

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
