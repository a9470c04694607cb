namespace ChatBot.Answering.Evaluation;

/// <summary>
/// Answers whose confidence lay in one tenth: where they are right as often as they are sure, confidence means what it says.
/// </summary>
/// <param name="From">Confidence from here on, up to a tenth more.</param>
/// <param name="Confidence">Mean confidence of these answers.</param>
/// <param name="Right">Share of them that were helpful; where a case names no facts, held an expected answer; where it names none either,
/// came with an expected document first. An answer to what nothing is written about is not right.</param>
public sealed record Reliability(double From, int Answers, double Confidence, double Right)
{
    private const int Bins = 10;

    /// <summary>The tenths that have answers, lowest first; cases that say nothing of what is right are left out.</summary>
    public static IReadOnlyList<Reliability> Of(IEnumerable<CaseResult> results) =>
        [
            .. results
                .Where(result => result.Answered && result.Right is not null)
                .GroupBy(result => Math.Min(Bins - 1, (int)(result.Confidence * Bins)))
                .OrderBy(bin => bin.Key)
                .Select(bin => new Reliability(
                    bin.Key / (double)Bins,
                    bin.Count(),
                    Math.Round(bin.Average(result => result.Confidence), 3),
                    Math.Round(bin.Average(result => result.Right is true ? 1.0 : 0), 3)
                )),
        ];
}
