namespace ChatBot;

/// <summary>What logistic regressions add up, and the chances that it stands for.</summary>
internal static class LogOdds
{
    /// <summary>0 to 1.</summary>
    public static double Chance(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    /// <param name="chance">Above 0 and below 1.</param>
    public static double Of(double chance) => Math.Log(chance / (1 - chance));
}
