namespace ChatBot.Trainer.Model;

/// <summary>What a decoder computes, beside its weights.</summary>
public sealed record ModelShape
{
    /// <summary>The architecture as GGUF calls it: llama, qwen2, qwen3, gemma2, phi3.</summary>
    public required string Family { get; init; }

    /// <summary>Blocks.</summary>
    public required int Layers { get; init; }

    /// <summary>Elements of the residual stream.</summary>
    public required int Width { get; init; }

    /// <summary>Query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Heads of keys and of values; query heads share them evenly.</summary>
    public required int KvHeads { get; init; }

    /// <summary>Elements of a head: of queries, keys and values alike.</summary>
    public required int HeadWidth { get; init; }

    /// <summary>Inner width of the feed-forward part.</summary>
    public required int FeedForward { get; init; }

    /// <summary>Tokens.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Positions that the model was made for.</summary>
    public required int Context { get; init; }

    /// <summary>Added to the mean square under RMSNorm's root.</summary>
    public required float NormEpsilon { get; init; }

    /// <summary>How positions turn queries and keys.</summary>
    public required RotaryShape Rotary { get; init; }

    /// <summary>Query times key is multiplied by it.</summary>
    public required float AttentionScale { get; init; }

    /// <summary>Attention scores s become cap·tanh(s/cap) (gemma2); 0 for none.</summary>
    public float AttentionSoftCap { get; init; }

    /// <summary>The same for the logits.</summary>
    public float LogitSoftCap { get; init; }

    /// <summary>Embeddings are multiplied by it (gemma2: the root of the width).</summary>
    public float EmbeddingScale { get; init; } = 1;

    /// <summary>Whether the gate goes through GELU (its tanh form) in place of SiLU.</summary>
    public bool IsGelu { get; init; }

    /// <summary>Tokens that every other layer, the first one too, looks back upon, its own among them (gemma2); 0 for all.</summary>
    public int SlidingWindow { get; init; }

    /// <summary>The families that can be trained.</summary>
    public static IReadOnlyList<string> Families { get; } = ["llama", "qwen2", "qwen3", "gemma2", "phi3"];

    /// <summary>Whether Hugging Face stores the rows of queries and keys in another order than GGUF does.</summary>
    internal bool IsPermuted => Family == "llama";
}

/// <summary>Rotary position embedding, with the scalings that llama.cpp knows.</summary>
/// <param name="Width">Elements of each head that are turned, from its first.</param>
/// <param name="Base">Of the frequencies base^(−2i/width).</param>
/// <param name="IsInterleaved">Whether pairs are (2i, 2i+1), as llama's are in GGUF, and not (i, i + width/2).</param>
public sealed record RotaryShape(int Width, float Base, bool IsInterleaved)
{
    /// <summary>Frequencies are divided by it: 1 for none.</summary>
    public float Factor { get; init; } = 1;

    /// <summary>Positions that the model knew before it was stretched by YaRN; 0 where it was not.</summary>
    public int YarnContext { get; init; }

    /// <summary>Cosine and sine are multiplied by it.</summary>
    public float Magnitude { get; init; } = 1;

    /// <summary>A further divisor of each frequency, [width / 2] (llama 3's <c>rope_freqs</c>, phi3's short factors).</summary>
    public IReadOnlyList<float>? Factors { get; init; }
}
