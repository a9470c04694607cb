namespace ChatBot.Learning.Experiments;

/// <summary>How likely it is that B's share of good ratings is the larger one, given what was rated so far.</summary>
public static class BetaPosterior
{
    public const string Method =
        "Beta(1 + good, 1 + bad) posteriors of the share of good ratings, uniform prior; probability that B's share exceeds A's, "
        + "in closed form";

    /// <summary>Counts above this are scaled down: the answer is then 0 or 1 to many digits, or the arms are alike.</summary>
    private const long MostCounted = 200_000;

    /// <summary>
    /// P(B &gt; A) = Σ i = 0 … αB − 1 of B(αA + i, βA + βB) / ((βB + i) · B(1 + i, βB) · B(αA, βA)), with α = 1 + good and β = 1 + bad
    /// (E. Miller, "Formulas for Bayesian A/B testing", 2014).
    /// </summary>
    public static double ProbabilityBIsBetter(long goodA, long badA, long goodB, long badB)
    {
        var most = Math.Max(Math.Max(goodA, badA), Math.Max(goodB, badB));
        var scale = most > MostCounted ? (double)MostCounted / most : 1;
        double alphaA = 1 + Math.Floor(goodA * scale),
            betaA = 1 + Math.Floor(badA * scale),
            alphaB = 1 + Math.Floor(goodB * scale),
            betaB = 1 + Math.Floor(badB * scale);
        var sum = 0.0;
        var known = LogBeta(alphaA, betaA);
        for (var i = 0; i < alphaB; i++)
            sum += Math.Exp(LogBeta(alphaA + i, betaA + betaB) - Math.Log(betaB + i) - LogBeta(1 + i, betaB) - known);
        return Math.Clamp(sum, 0, 1);
    }

    private static double LogBeta(double a, double b) => LogGamma(a) + LogGamma(b) - LogGamma(a + b);

    /// <summary>Stirling's series, after shifting small arguments up; error below 1e-12 for x ≥ 1.</summary>
    internal static double LogGamma(double x)
    {
        var shift = 0.0;
        for (; x < 10; x++)
            shift += Math.Log(x);
        var inverse = 1 / x;
        var square = inverse * inverse;
        return ((x - 0.5) * Math.Log(x))
            - x
            + (0.5 * Math.Log(2 * Math.PI))
            + (inverse * ((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square / 1680)))))))
            - shift;
    }
}
