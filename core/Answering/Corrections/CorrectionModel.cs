namespace ChatBot.Answering.Corrections;

/// <summary>
/// How likely a correction is what a question wants: a logistic regression over <see cref="PairFeatures"/>. Its numbers lie in
/// <c>corrections-weights.json</c>, made by the benchmark <c>fit corrections</c>.
/// </summary>
/// <param name="Data">SHA-256 of the file that it was fitted on.</param>
/// <param name="Threshold">Probability from which it is as precise on held-out questions as <see cref="HeldOut"/> says.</param>
/// <param name="Bias">Log-odds.</param>
internal sealed record CorrectionModel(
    string Data,
    HeldOutFigures HeldOut,
    IReadOnlyList<string> Features,
    double Threshold,
    double[] Means,
    double[] Deviations,
    double Bias,
    double[] Weights
)
{
    /// <summary>Standard deviations that a feature counts at most.</summary>
    private const double Furthest = 3;

    /// <summary>Words agree this well in 98 of 100 questions that a correction answers rightly.</summary>
    private const double SureByWords = 0.77;

    public static CorrectionModel Shipped { get; } = Load();

    public double Probability(double[] features)
    {
        var terms = Terms(features, Means, Deviations);
        var sum = Bias;
        for (var i = 0; i < terms.Length; i++)
            sum += terms[i] * Weights[i];
        return Math.Round(LogOdds.Chance(sum), 4);
    }

    /// <summary>
    /// A comparison of words, where there are no vectors, on the scale of probabilities, so that one threshold holds for both: what
    /// answers surely by words answers from the shipped threshold on.
    /// </summary>
    public double OnScale(double words) =>
        Math.Round(words < SureByWords ? words / SureByWords * Threshold : 1 - (1 - words) / (1 - SureByWords) * (1 - Threshold), 4);

    /// <summary>Whether a comparison of words is surely of two questions that want the same answer.</summary>
    public static bool IsSureByWords(double score) => score >= SureByWords;

    /// <summary>Standardised features.</summary>
    public static double[] Terms(double[] features, double[] means, double[] deviations) =>
        [.. features.Select((feature, i) => Math.Clamp((feature - means[i]) / deviations[i], -Furthest, Furthest))];

    private static CorrectionModel Load()
    {
        using var reader = new StreamReader(LearnedWeights.Open("corrections"));
        return WireJson.Read<CorrectionModel>(reader.ReadToEnd());
    }
}

/// <summary>
/// On questions of intents that no number was fitted to, one correction for each intent: means over draws, and how far a draw lies off.
/// </summary>
internal sealed record HeldOutFigures(int Draws, double Precision, double PrecisionSpread, double Recall, double RecallSpread);
