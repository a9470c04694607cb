namespace ChatBot.Knowledge.Searching;

/// <summary>Weighs evidence into one score to order by, and into a similarity that means the same for every question.</summary>
internal static class Ranking
{
    public static double Score(in Evidence evidence) =>
        evidence.Bm25 + 0.5 * evidence.Window + 0.3 * evidence.Pairs + 0.2 * evidence.Coverage + 0.3 * evidence.Names;

    /// <summary>0 to 1.</summary>
    public static double Similarity(in Evidence evidence) =>
        1 / (1 + Math.Exp(-(8 * (0.5 * evidence.Coverage + 0.5 * evidence.Window) - 4)));
}
