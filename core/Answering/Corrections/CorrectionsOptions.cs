using System.ComponentModel.DataAnnotations;

namespace ChatBot.Answering.Corrections;

/// <summary>Section <c>Corrections</c>.</summary>
public sealed class CorrectionsOptions
{
    public const string Section = "Corrections";

    /// <summary>
    /// Probability from which an approved correction answers, 0 to 1, unless the correction has one of its own, or the workspace's
    /// corrections lie so near to each other that they ask for more. The default is where held-out questions of a public set of 150
    /// intents were answered with the precision that <c>corrections-weights.json</c> states.
    /// </summary>
    [Range(0.0, 1.0)]
    public double Threshold { get; set; } = CorrectionModel.Shipped.Threshold;

    /// <summary>Of the corrections that have no threshold of their own.</summary>
    internal double Usual(CorrectionIndex index) => Math.Max(Threshold, index.OwnThreshold);
}
