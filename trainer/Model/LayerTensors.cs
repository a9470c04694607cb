namespace ChatBot.Trainer.Model;

/// <summary>The tensors of a decoder by GGUF's names. A file with others computes something that is not known here.</summary>
internal static class LayerTensors
{
    /// <summary>Matrices of a layer, e.g. <c>blk.0.attn_q.weight</c>; each model has some of them.</summary>
    public static IReadOnlyList<string> Matrices { get; } =
    ["attn_q", "attn_k", "attn_v", "attn_qkv", "attn_output", "ffn_gate", "ffn_up", "ffn_down"];

    /// <summary>Norms of a layer; their names end in <c>.weight</c>.</summary>
    public static IReadOnlyList<string> Norms { get; } =
    ["attn_norm", "attn_q_norm", "attn_k_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm"];

    private static readonly string[] Others =
    [
        "token_embd.weight",
        "output_norm.weight",
        "output.weight",
        "rope_freqs.weight",
        "rope_factors_long.weight",
        "rope_factors_short.weight",
    ];

    /// <summary>The full name of a layer's part.</summary>
    public static string Name(int layer, string part, string kind = "weight") => $"blk.{layer}.{part}.{kind}";

    /// <summary>Whether a tensor of this name is computed with.</summary>
    public static bool IsKnown(string name)
    {
        if (Others.Contains(name))
            return true;
        if (name.Split('.') is not ["blk", _, var part, var kind])
            return false;
        return kind == "weight" ? Matrices.Contains(part) || Norms.Contains(part) : kind == "bias" && Matrices.Contains(part);
    }
}
