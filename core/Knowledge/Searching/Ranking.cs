namespace ChatBot.Knowledge.Searching;

/// <summary>
/// Weighs evidence into one score to order by (<c>ranking-weights.json</c>), and into a similarity that means the same for every question
/// (<c>answerable-weights.json</c>). The numbers are learned by <c>Benchmarks fit ranking</c> and <c>fit answerable</c>, on the questions
/// of half the articles, checked on the other half.
/// </summary>
internal sealed class Ranking
{
    private static readonly LearnedWeights Order = LearnedWeights.Load("ranking"),
        Answerable = LearnedWeights.Load("answerable");

    private readonly double[] _order;
    private readonly double[] _similarity;

    private Ranking(string kind) =>
        (Kind, _order, _similarity) = (kind, Order.Of(kind, Evidence.Features), Answerable.Of(kind, [.. Evidence.Features, "bias"]));

    /// <summary>The set of weights: meaning, spelling or words.</summary>
    public string Kind { get; }

    /// <summary>Similarity of the best passage from which on a question counts as answerable.</summary>
    public static double Threshold { get; } = Answerable.Of("threshold", ["similarity"])[0];

    /// <summary>With vectors that know meanings.</summary>
    public static Ranking Meaning { get; } = new("meaning");

    /// <summary>With vectors that know spellings only.</summary>
    public static Ranking Spelling { get; } = new("spelling");

    /// <summary>By words alone.</summary>
    public static Ranking Words { get; } = new("words");

    public double Score(in Evidence evidence) => Sum(evidence.ToArray(), _order);

    /// <summary>
    /// 0 to 1: how likely the passage answers what the question asks. A logistic regression between the best passages for questions that
    /// the index answers and for those whose article or paragraph it lacks, or that are about something else altogether.
    /// </summary>
    public double Similarity(in Evidence evidence) => LogOdds.Chance(Sum(evidence.ToArray(), _similarity) + _similarity[^1]);

    /// <summary>What each piece of evidence adds, the heaviest first; what counts for nothing is left out.</summary>
    public IReadOnlyList<WeighedEvidence> Weigh(in Evidence evidence)
    {
        var values = evidence.ToArray();
        return
        [
            .. values
                .Select((value, i) => new WeighedEvidence(Evidence.Features[i], value, value * _order[i], value * _similarity[i]))
                .Where(part => part.ToOrder != 0 || part.ToSimilarity != 0)
                .OrderByDescending(part => Math.Abs(part.ToOrder))
                .ThenByDescending(part => Math.Abs(part.ToSimilarity)),
        ];
    }

    private static double Sum(double[] evidence, double[] weights)
    {
        var sum = 0.0;
        for (var i = 0; i < evidence.Length; i++)
            sum += evidence[i] * weights[i];
        return sum;
    }
}
