using System.ComponentModel.DataAnnotations;
using ChatBot.Knowledge.Searching;

namespace ChatBot.Answering.Retrieval;

/// <summary>Section <c>Retrieval</c>.</summary>
public sealed class RetrievalOptions
{
    public const string Section = "Retrieval";

    /// <summary>Passages that a model writes from; quoting, which pays no tokens, reads a few more.</summary>
    [Range(1, 50)]
    public int TopK { get; set; } = 5;

    /// <summary>
    /// Below this similarity of the best passage the outcome is <c>no_answer</c>. The default is the highest that costs few of the
    /// answerable held-out questions; <c>answerable-weights.json</c> states how many, and what it stops.
    /// </summary>
    [Range(0, 1)]
    public double Threshold { get; set; } = Ranking.Threshold;
}
