using ChatBot.Language;

namespace ChatBot.Answering.Corrections;

/// <summary>
/// What a learned model sees of a question and an approved correction: how near the two lie in meaning, how much nearer than anything
/// else, and how their words agree.
/// </summary>
internal static class PairFeatures
{
    /// <summary>Rivals whose mean is the neighbourhood that a true match stands out of.</summary>
    public const int Neighbourhood = 5;

    /// <summary>In the order of the numbers; the weights' file names them too.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "cosine",
        "aboveSecond",
        "aboveNeighbourhood",
        "aboveOthers",
        "askedEveryday",
        "approvedEveryday",
        "words",
        "askedShared",
        "approvedShared",
        "askedHeaviest",
        "approvedHeaviest",
        "sameAsked",
    ];

    /// <param name="others">Cosines of the asked question and corrections that say something else, best first.</param>
    public static double[] Of(
        in PairComparison words,
        double cosine,
        IReadOnlyList<double> others,
        PlacedQuestion approved,
        PlacedQuestion asked
    )
    {
        var shared = words.SharedWeight;
        var rivals = others.Concat(asked.Everyday).OrderDescending().Take(Neighbourhood).ToList();
        return
        [
            cosine,
            cosine - rivals[0],
            cosine - rivals.Average(),
            cosine - others.Concat(asked.Everyday).Take(Neighbourhood).Average(),
            asked.Everyday.Average(),
            approved.Everyday.Average(),
            words.Score,
            Share(shared, words.Asked),
            Share(shared, words.Approved),
            Heaviest(words.OnlyAsked),
            Heaviest(words.OnlyApproved),
            (words.Approved.Asked & Asked.Decisive) == (words.Asked.Asked & Asked.Decisive) ? 1 : 0,
        ];
    }

    private static double Share(double shared, QuestionReading question)
    {
        var whole = question.Content.Sum(word => word.Weight);
        return whole > 0 ? Math.Min(1, shared / whole) : 0;
    }

    private static double Heaviest(List<QuestionWord> words) => words.Count == 0 ? 0 : words.Max(word => word.Weight);
}
