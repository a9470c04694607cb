namespace ChatBot.Knowledge.Searching;

/// <summary>
/// Weighs evidence into one score to order by, and into a similarity that means the same for every question. The numbers come
/// from the benchmark <c>retrieval-tuning</c>: fitted on the questions of half the articles, checked on the other half.
/// </summary>
internal static class Ranking
{
    /// <summary>Order of <see cref="Evidence.ToArray"/>. Names are weighed by hand: the tuning questions ask for no files.</summary>
    public static readonly double[] Weights = [3.8, 5.0, 3.8, 3.6, 2.2, 8.0, 4.0, 1.2, 5.1];

    private static readonly double[] SimilarityWeights = [3.8, 1.6, 0.9, 0.8, 3.0, 5.0, 3.0, 0, 3.0];
    private const double SimilarityBias = -6.2;

    public static double Score(in Evidence evidence) => Weigh(evidence, Weights);

    /// <summary>
    /// 0 to 1: how likely the passage is about what the question asks. A logistic regression between the best passages for
    /// questions whose article is indexed and for questions whose article is not (AUROC .98 on articles it was not fitted on).
    /// </summary>
    public static double Similarity(in Evidence evidence) => 1 / (1 + Math.Exp(-(Weigh(evidence, SimilarityWeights) + SimilarityBias)));

    private static double Weigh(in Evidence evidence, double[] weights) =>
        weights[0] * evidence.Bm25
        + weights[1] * evidence.Coverage
        + weights[2] * evidence.Window
        + weights[3] * evidence.Sentence
        + weights[4] * evidence.Pairs
        + weights[5] * evidence.Title
        + weights[6] * evidence.Names
        + weights[7] * evidence.Figure
        + weights[8] * evidence.Cosine;
}
