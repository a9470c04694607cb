namespace ChatBot.Answering.Guarding;

/// <summary>
/// What the voices of the views count, learned over several topics: <c>topic-weights.json</c>, made by the benchmark <c>fit guard</c>.
/// </summary>
/// <param name="Weights">By voice, of one view after the other.</param>
/// <param name="Means">What the voices usually say of a topic's own examples, held out: for topics of few examples.</param>
/// <param name="Spreads">Their standard deviations.</param>
/// <param name="Deviations">So many standard deviations below the mean score of held-out examples lies the threshold.</param>
/// <param name="Spread">The usual standard deviation of the score.</param>
internal sealed record TopicModel(double[] Weights, double[] Means, double[] Spreads, double Deviations, double Spread)
{
    /// <summary>Standard deviations that a voice counts at most.</summary>
    private const double Furthest = 6;

    /// <summary>By words alone, and by words and meaning.</summary>
    public static TopicModel OfWords { get; } = Load("words", [.. VoicesOf("words")]);

    /// <inheritdoc cref="OfWords"/>
    public static TopicModel OfMeaning { get; } = Load("meaning", [.. VoicesOf("words"), .. VoicesOf("meaning")]);

    public static IEnumerable<string> VoicesOf(string view) => Resemblance.Voices.Select(voice => $"{view}.{voice}");

    public double Score(double[] standardised)
    {
        var sum = 0.0;
        for (var i = 0; i < standardised.Length; i++)
            sum += Weights[i] * standardised[i];
        return sum;
    }

    public static double[] Standardised(double[] voices, double[] means, double[] spreads) =>
        [.. voices.Select((voice, i) => Math.Clamp((voice - means[i]) / spreads[i], -Furthest, Furthest))];

    private static TopicModel Load(string name, IReadOnlyList<string> voices)
    {
        var weights = LearnedWeights.Load("topic");
        var threshold = weights.Of($"{name}.threshold", ["deviations", "spread"]);
        return new TopicModel(
            weights.Of(name, voices),
            weights.Of($"{name}.means", voices),
            weights.Of($"{name}.spreads", voices),
            threshold[0],
            threshold[1]
        );
    }
}
