namespace ChatBot.Answering.Corrections;

/// <summary>
/// What the embedding of two questions adds to their comparison word by word: a nudge where that is undecided. It cannot overrule a
/// veto, since vectors hardly see a "not" or another number.
/// </summary>
internal static class VectorEvidence
{
    /// <summary>Furthest that the vectors move a score, and the cosine at which they move it not at all.</summary>
    private const double Reach = 0.1,
        Neutral = 0.75;

    /// <summary>Scores below this stay as they are: nothing that a nudge could decide.</summary>
    public const double Floor = 0.6;

    public static double Weigh(double score, double cosine) =>
        score is < Floor or >= 1 ? score : Math.Clamp(score + Reach * (Math.Clamp(cosine, 0.25, 1) - Neutral), 0, 0.999);
}
