using ChatBot.Language;

namespace ChatBot.Answering.Corrections;

/// <summary>
/// What a learned model sees of a question and an approved correction: how near the two lie in meaning, how much nearer than anything
/// else, how their words agree, and what they ask of what they share: a rare word in common draws two questions together whatever
/// each wants to know of it.
/// </summary>
internal static class PairFeatures
{
    /// <summary>Rivals whose mean is the neighbourhood that a true match stands out of.</summary>
    public const int Neighbourhood = 5;

    /// <summary>In the order of the numbers; the weights' file names them too.</summary>
    public static IReadOnlyList<string> Names { get; } =
    ["cosine", "aboveSecond", "aboveNeighbourhood", "askedEveryday", "words", "approvedShared", "rarestShared", "rarestAdded", "rest"];

    /// <summary>All but the last, which <see cref="CorrectionRanking"/> adds: it takes vectors of its own.</summary>
    /// <param name="others">Cosines of the asked question and corrections that say something else, best first.</param>
    public static double[] Of(PairComparison words, double cosine, IEnumerable<double> others, PlacedQuestion asked)
    {
        var rivals = others.Concat(asked.Everyday).OrderDescending().Take(Neighbourhood).ToList();
        var whole = words.Approved.Content.Sum(word => word.Weight);
        return
        [
            cosine,
            cosine - rivals[0],
            cosine - rivals.Average(),
            asked.Everyday.Average(),
            words.Score,
            whole > 0 ? Math.Min(1, words.SharedWeight / whole) : 0,
            Rarest(words.Asked.Content.Where(words.IsShared)),
            Rarest(words.Asked.Content.Where(word => !words.IsShared(word))),
        ];
    }

    private static double Rarest(IEnumerable<QuestionWord> words) =>
        words.Select(word => CommonWords.Weight(word.Word)).DefaultIfEmpty().Max();
}
