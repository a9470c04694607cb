using System.ComponentModel.DataAnnotations;

namespace ChatBot.Answering.Retrieval;

/// <summary>Section <c>Retrieval</c>.</summary>
public sealed class RetrievalOptions
{
    public const string Section = "Retrieval";

    /// <summary>Passages that a model writes from; quoting, which pays no tokens, reads a few more.</summary>
    [Range(1, 50)]
    public int TopK { get; set; } = 5;

    /// <summary>
    /// Below this similarity of the best passage the outcome is <c>no_answer</c>. On held-out questions .1 lets 98 % of the
    /// answerable pass and stops 71 % of those whose subject is not indexed and 35 % of those whose subject is, but not their answer
    /// (.05: 99.7, 51 and 14; .2: 95, 84 and 52); the topic guard stops most of the former before.
    /// </summary>
    [Range(0, 1)]
    public double Threshold { get; set; } = 0.1;
}
