namespace ChatBot.Llama.Adapters;

/// <summary>The matrices of a layer that an adapter may change, in the order of <see cref="LoraTargets.Names"/>.</summary>
public enum LoraTarget
{
    Query,
    Key,
    Value,
    AttentionOutput,
    Gate,
    Up,
    Down,
}

/// <summary>Names of the targets.</summary>
public static class LoraTargets
{
    /// <summary>GGUF names, as in <c>blk.0.attn_q.weight.lora_a</c>; the index is the target.</summary>
    public static IReadOnlyList<string> Names { get; } = ["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"];
}
