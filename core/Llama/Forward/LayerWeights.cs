using ChatBot.Llama.Kernels;

namespace ChatBot.Llama.Forward;

/// <summary>
/// The weights of one layer. Matrices are [outputs, inputs]; norms and biases are vectors; an absent bias or norm is null.
/// </summary>
public sealed record LayerWeights
{
    /// <summary>[D].</summary>
    public required float[] AttentionNorm { get; init; }

    /// <summary>Wq: [H·d, D].</summary>
    public required WeightMatrix Query { get; init; }

    /// <summary>Wk: [G·d, D].</summary>
    public required WeightMatrix Key { get; init; }

    /// <summary>Wv: [G·d, D].</summary>
    public required WeightMatrix Value { get; init; }

    /// <summary>Wo: [D, H·d].</summary>
    public required WeightMatrix AttentionOutput { get; init; }

    /// <summary>[H·d], qwen2.</summary>
    public float[]? QueryBias { get; init; }

    /// <summary>[G·d], qwen2.</summary>
    public float[]? KeyBias { get; init; }

    /// <summary>[G·d], qwen2.</summary>
    public float[]? ValueBias { get; init; }

    /// <summary>[D].</summary>
    public float[]? AttentionOutputBias { get; init; }

    /// <summary>[d], applied to every query head, qwen3.</summary>
    public float[]? QueryNorm { get; init; }

    /// <summary>[d], applied to every key head, qwen3.</summary>
    public float[]? KeyNorm { get; init; }

    /// <summary>[D].</summary>
    public required float[] FeedForwardNorm { get; init; }

    /// <summary>Wg: [F, D].</summary>
    public required WeightMatrix Gate { get; init; }

    /// <summary>Wu: [F, D].</summary>
    public required WeightMatrix Up { get; init; }

    /// <summary>Wd: [D, F].</summary>
    public required WeightMatrix Down { get; init; }
}
