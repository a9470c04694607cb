using System.ComponentModel.DataAnnotations;

namespace ChatBot.Trainer.Data;

/// <summary>
/// Section <c>Poisoning</c>: how much of what is learnt may come from one hand. Shares are of all that could be learnt; a person, reviewer
/// or topic that is the only one is compared with nobody and not limited.
/// </summary>
public sealed class PoisoningLimits
{
    public const string Section = "Poisoning";

    /// <summary>Largest share of what one person proposed or rated.</summary>
    [Range(0.01, 1)]
    public double PersonShare { get; set; } = 0.25;

    /// <summary>Largest share of what one reviewer approved.</summary>
    [Range(0.01, 1)]
    public double ReviewerShare { get; set; } = 0.8;

    /// <summary>Largest share of one topic, the category of the documents.</summary>
    [Range(0.01, 1)]
    public double TopicShare { get; set; } = 0.6;

    /// <summary>So many of anybody's and of any topic are taken, whatever their share.</summary>
    [Range(0, 100_000)]
    public int Freely { get; set; } = 20;

    /// <summary>Largest number of wordings of one claim: repeating it more often gives it no more weight.</summary>
    [Range(1, 10_000)]
    public int Wordings { get; set; } = 12;

    /// <summary>
    /// Cosine from which two questions are wordings of one claim. Of 3,000 requests of 150 kinds, 98.5 % lie in a group of one kind then,
    /// by the shipped embedder.
    /// </summary>
    [Range(0.3, 1)]
    public double WordingCosine { get; set; } = 0.85;

    /// <summary>Hosts, with all below them, that answers may link to although no source of theirs does.</summary>
    public IList<string> TrustedHosts { get; set; } = [];
}
