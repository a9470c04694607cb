namespace ChatBot.Answering.Guarding;

/// <summary>
/// One view of what is known of a topic, by words or by meaning: what it says of a text goes by the text's likenesses to the known ones,
/// of which the first are on topic and the others are not.
/// </summary>
internal sealed class TopicView
{
    /// <summary>What a view says of a text: by regression, and how near the nearest known texts of both kinds lie, one and three.</summary>
    public static IReadOnlyList<string> Voices { get; } = ["regression", "onTopic1", "offTopic1", "onTopic3", "offTopic3"];

    private readonly int _onTopic;
    private readonly RidgeRegression _regression;
    private readonly float[][] _likenesses;

    /// <param name="likenesses">Of each known text with each.</param>
    public TopicView(float[][] likenesses, int onTopic, double penalty)
    {
        (_likenesses, _onTopic) = (likenesses, onTopic);
        _regression = new RidgeRegression(likenesses, onTopic, penalty);
    }

    /// <param name="likenesses">To the known texts, in their order.</param>
    public double[] Of(float[] likenesses) => Of(_regression.Score(likenesses), likenesses);

    /// <summary>What it would say of a text on topic if it did not know that one.</summary>
    public double[] HeldOut(int i)
    {
        var likenesses = (float[])_likenesses[i].Clone();
        likenesses[i] = -1;
        return Of(_regression.HeldOut(i, i + 1), likenesses);
    }

    /// <summary>What the regression would say on average of some known texts if it knew none of them.</summary>
    public double HeldOut(int from, int to) => _regression.HeldOut(from, to);

    private double[] Of(double regression, float[] likenesses)
    {
        var (on, off) = (Nearest(likenesses.AsSpan(0, _onTopic)), Nearest(likenesses.AsSpan(_onTopic)));
        return [regression, on[0], off[0], on.Average(), off.Average()];
    }

    /// <summary>The three highest, best first; 0 where there are fewer.</summary>
    private static float[] Nearest(ReadOnlySpan<float> likenesses)
    {
        float[] best = [0, 0, 0];
        foreach (var likeness in likenesses)
            if (likeness > best[0])
                (best[0], best[1], best[2]) = (likeness, best[0], best[1]);
            else if (likeness > best[1])
                (best[1], best[2]) = (likeness, best[1]);
            else if (likeness > best[2])
                best[2] = likeness;
        return best;
    }
}
