namespace ChatBot.Answering.Corrections;

/// <summary>
/// The threshold that a workspace's own corrections ask for: each approved question is asked as if it had not been approved, and what
/// then answers with another text would have answered somebody wrongly. The lowest threshold at which no more of them do than the
/// stated precision allows, or one, as two that overlap can be an oversight.
/// </summary>
internal static class OwnThreshold
{
    /// <summary>Of questions, the share that another's answer may reach.</summary>
    public const double Precision = 0.97;

    /// <summary>Questions that are asked: the newest.</summary>
    private const int Most = 500;

    private const double Step = 0.0001;

    public static async Task<double> OfAsync(CorrectionIndex index, QuestionSpace space, CancellationToken cancel)
    {
        var asked = index.Corrections.Take(Most).ToList();
        var rankings = await CorrectionRanking.OfAsync([.. asked.Select(index.CandidatesOf)], space, cancel);
        var wrong = rankings
            .Zip(asked)
            .Select(pair => pair.First.FirstOrDefault() is { Score: > 0 } best && best.Correction.Text != pair.Second.Text ? best.Score : 0)
            .OrderDescending()
            .ToList();
        return wrong.ElementAtOrDefault((int)Math.Ceiling((1 - Precision) * wrong.Count)) + Step;
    }
}
