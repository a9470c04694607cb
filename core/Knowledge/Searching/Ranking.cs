namespace ChatBot.Knowledge.Searching;

/// <summary>
/// Weighs evidence into one score to order by, and into a similarity that means the same for every question. The numbers are learned:
/// <c>Benchmarks fit ranking</c> writes <c>ranking-weights.json</c>, on the questions of half the articles, checked on the other half.
/// </summary>
internal sealed class Ranking
{
    private static readonly LearnedWeights Learned = LearnedWeights.Load("ranking");
    private readonly double[] _order;
    private readonly double[] _similarity;

    private Ranking(string kind) =>
        (_order, _similarity) = (
            Learned.Of($"{kind}-order", Evidence.Features),
            Learned.Of($"{kind}-similarity", [.. Evidence.Features, "bias"])
        );

    /// <summary>With vectors that know meanings.</summary>
    public static Ranking Meaning { get; } = new("meaning");

    /// <summary>With vectors that know spellings only.</summary>
    public static Ranking Spelling { get; } = new("spelling");

    /// <summary>By words alone.</summary>
    public static Ranking Words { get; } = new("words");

    public double Score(in Evidence evidence) => Sum(evidence.ToArray(), _order);

    /// <summary>
    /// 0 to 1: how likely the passage answers what the question asks. A logistic regression between the best passages for
    /// questions whose article is indexed and for questions whose article is not.
    /// </summary>
    public double Similarity(in Evidence evidence) => 1 / (1 + Math.Exp(-(Sum(evidence.ToArray(), _similarity) + _similarity[^1])));

    private static double Sum(double[] evidence, double[] weights)
    {
        var sum = 0.0;
        for (var i = 0; i < evidence.Length; i++)
            sum += evidence[i] * weights[i];
        return sum;
    }
}
