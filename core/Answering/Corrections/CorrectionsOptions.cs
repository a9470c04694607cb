using System.ComponentModel.DataAnnotations;

namespace ChatBot.Answering.Corrections;

/// <summary>Section <c>Corrections</c>.</summary>
public sealed class CorrectionsOptions
{
    public const string Section = "Corrections";

    /// <summary>
    /// Similarity from which an approved correction answers, 0 to 1, unless the correction has one of its own. The default is where
    /// questions of a public set of 150 intents are answered with a precision of 0.97; see the benchmark <c>corrections</c>.
    /// </summary>
    [Range(0.0, 1.0)]
    public double Threshold { get; set; } = 0.77;
}
