using ChatBot.Learning.Experiments;

namespace ChatBot.Learning.Registry;

/// <summary>
/// When figures that grow may be judged, and how sure a judgement must be, so that looking often does not make it wrong more often. Looks
/// are taken when the smaller arm has reached n, 2n, 4n, … units; look k may err with α / (k (k + 1)), which over all looks adds up to α
/// (alpha spending; union bound). When a look comes depends on how many units there are and not on what they say.
/// </summary>
public static class LookSchedule
{
    public const string Method =
        "looks at n, 2n, 4n, … units of the smaller arm; look k may err with alpha / (k (k + 1)), together alpha at most; each by Fisher's "
        + "exact test, that is the Beta posterior under the priors Beta(1, 0) and Beta(0, 1)";

    /// <summary>The number of the look that so many units have reached, from 1; 0 for none yet.</summary>
    /// <param name="units">Of the smaller arm.</param>
    /// <param name="first">Units of the first look.</param>
    public static int Reached(long units, int first)
    {
        var look = 0;
        for (var at = (long)first; at <= units; at *= 2)
            look++;
        return look;
    }

    /// <summary>Units at which a look comes.</summary>
    public static long UnitsAt(int look, int first) => (long)first << (look - 1);

    /// <summary>What a look may err with, of <paramref name="alpha"/> for all.</summary>
    public static double Spend(double alpha, int look) => alpha / (look * (look + 1.0));

    /// <summary>
    /// How sure it is that B's share is the larger one, on the careful side: 1 − p of Fisher's exact one-sided test, which never errs more
    /// often than p says, in arms of any size. It is the posterior probability under the priors Beta(1, 0) for A and Beta(0, 1) for B
    /// (P. M. E. Altham, "Exact Bayesian analysis of a 2 × 2 contingency table, and Fisher's 'exact' significance test", 1969).
    /// </summary>
    /// <returns>0 to 1; 0 where nothing speaks for it.</returns>
    public static double SureThatBIsHigher(long goodA, long badA, long goodB, long badB) =>
        badA < 1 || goodB < 1 ? 0 : BetaPosterior.ProbabilityBIsBetter(goodA, badA - 1, goodB - 1, badB);
}
