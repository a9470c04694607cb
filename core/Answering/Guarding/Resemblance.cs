namespace ChatBot.Answering.Guarding;

/// <summary>
/// What can be said of a text by its likenesses to known texts of two kinds, the kind that is looked for and any other, whether they are
/// likenesses of words or of meanings.
/// </summary>
internal sealed class Resemblance
{
    /// <summary>By regression, and how near the nearest known texts lie: one and three of the kind, three others.</summary>
    public static IReadOnlyList<string> Voices { get; } = ["regression", "nearest", "nearestThree", "nearestOthers"];

    private readonly int _ofKind;
    private readonly RidgeRegression _regression;
    private readonly float[][] _likenesses;

    /// <param name="likenesses">Of each known text with each.</param>
    /// <param name="ofKind">How many of them, the first ones, are of the kind.</param>
    public Resemblance(float[][] likenesses, int ofKind, double penalty)
    {
        (_likenesses, _ofKind) = (likenesses, ofKind);
        _regression = new RidgeRegression(likenesses, ofKind, penalty);
    }

    /// <param name="likenesses">To the known texts, in their order.</param>
    /// <param name="ofKind">To texts of the kind that were learnt since.</param>
    /// <param name="others">To others that were.</param>
    public double[] Of(float[] likenesses, float[] ofKind, float[] others) => Of(_regression.Score(likenesses), likenesses, ofKind, others);

    /// <summary>What it would say of a known text if it did not know that one.</summary>
    public double[] HeldOut(int i)
    {
        var likenesses = (float[])_likenesses[i].Clone();
        likenesses[i] = -1;
        return Of(_regression.HeldOut(i, i + 1)[0], likenesses, [], []);
    }

    /// <summary>What the regression would say of each of some known texts if it knew none of them.</summary>
    public double[] HeldOut(int from, int to) => _regression.HeldOut(from, to);

    private double[] Of(double regression, float[] likenesses, float[] ofKind, float[] others)
    {
        var near = Nearest([.. likenesses[.._ofKind], .. ofKind]);
        return [regression, near[0], near.Average(), Nearest([.. likenesses[_ofKind..], .. others]).Average()];
    }

    /// <summary>The three highest, best first; 0 where there are fewer.</summary>
    private static float[] Nearest(float[] likenesses)
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
