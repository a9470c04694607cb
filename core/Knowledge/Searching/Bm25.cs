namespace ChatBot.Knowledge.Searching;

/// <summary>
/// BM25F (Robertson, Zaragoza: "The Probabilistic Relevance Framework", 2009) without the weights of terms: what a term's frequencies in
/// the body, the title and the names of a chunk count for. Flat around these values on the tuning questions.
/// </summary>
internal static class Bm25
{
    private const double K1 = 2,
        B = 0.75,
        TitleBoost = 0.6,
        NamesBoost = 1.5;

    /// <summary>What a body's length divides its frequencies by.</summary>
    public static double Norm(int length, double averageLength) => 1 - B + B * length / averageLength;

    public static double Frequency(double body, double title, double names, double norm) =>
        body / norm + TitleBoost * title + NamesBoost * Math.Min(1, names);

    /// <summary>From 0 to <see cref="K1"/> + 1: the tenth time says less than the first.</summary>
    public static double Saturated(double frequency) => frequency * (K1 + 1) / (frequency + K1);
}
