using System.Globalization;
using ChatBot.Learning.Registry;

namespace ChatBot.Trainer.Evaluation;

/// <summary>The rules that an adapter keeps to. What could not be measured is no figure.</summary>
internal static class Gates
{
    /// <summary>By so much, as a share, general text may grow more perplexing: more is forgetting.</summary>
    private const double Forgetting = 0.02;

    /// <summary>Figures are printed to three digits: a smaller difference is none.</summary>
    private const double Rounding = 0.0005;

    public static GateFigure NotHigher(string name, double before, double after) =>
        new(name, before, after, after <= before + Rounding, "not higher");

    public static GateFigure NotLower(string name, double before, double after) =>
        new(name, before, after, after >= before - Rounding, "not lower");

    public static GateFigure NotForgotten(string name, double before, double after) =>
        new(name, before, after, after <= before * (1 + Forgetting), "at most 2 % higher");

    public static GateFigure AtMost(string name, double before, double after, double limit) =>
        new(name, before, after, after <= limit, string.Create(CultureInfo.InvariantCulture, $"at most {limit:0}"));

    /// <summary>For people to read; decides nothing.</summary>
    public static GateFigure Told(string name, double before, double after) => new(name, before, after, true);
}
