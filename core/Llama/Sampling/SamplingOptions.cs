using System.ComponentModel.DataAnnotations;

namespace ChatBot.Llama.Sampling;

/// <summary>How the next token is chosen. The defaults are greedy: the likeliest token, always the same.</summary>
public sealed record SamplingOptions
{
    /// <summary>0 takes the likeliest token; higher flattens the odds.</summary>
    [Range(0.0, 10.0)]
    public float Temperature { get; init; }

    /// <summary>Only the k likeliest tokens stay in play; 0 keeps all.</summary>
    [Range(0, int.MaxValue)]
    public int TopK { get; init; }

    /// <summary>Only the likeliest tokens that together reach this probability stay in play; 1 keeps all (Holtzman et al. 2020).</summary>
    [Range(0.0, 1.0)]
    public float TopP { get; init; } = 1;

    /// <summary>
    /// Divides the positive and multiplies the negative logits of tokens that the answer already used; 1 does nothing
    /// (Keskar et al. 2019). Tokens of the prompt are left alone: an answer from sources has to repeat their words.
    /// </summary>
    [Range(0.1, 10.0)]
    public float RepetitionPenalty { get; init; } = 1;

    /// <summary>How many of the answer's last tokens the penalty looks at.</summary>
    [Range(0, int.MaxValue)]
    public int RepetitionWindow { get; init; } = 64;

    /// <summary>The same seed, prompt and options give the same answer.</summary>
    public ulong Seed { get; init; }
}
