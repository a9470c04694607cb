namespace ChatBot.Trainer.Model;

/// <summary>
/// What Hugging Face calls GGUF's tensors, and the order of rows that the two have (llama.cpp's <c>convert_hf_to_gguf.py</c>): rotated
/// pairs of llama's queries and keys are neighbours in GGUF and half a head apart in Hugging Face.
/// </summary>
internal static class HuggingFaceNames
{
    private static readonly Dictionary<string, string> Parts = new(StringComparer.Ordinal)
    {
        ["attn_q"] = "self_attn.q_proj",
        ["attn_k"] = "self_attn.k_proj",
        ["attn_v"] = "self_attn.v_proj",
        ["attn_qkv"] = "self_attn.qkv_proj",
        ["attn_output"] = "self_attn.o_proj",
        ["attn_q_norm"] = "self_attn.q_norm",
        ["attn_k_norm"] = "self_attn.k_norm",
        ["attn_norm"] = "input_layernorm",
        ["ffn_gate"] = "mlp.gate_proj",
        ["ffn_up"] = "mlp.up_proj",
        ["ffn_down"] = "mlp.down_proj",
    };

    /// <summary>The name of a tensor of <paramref name="family"/>, e.g. <c>model.layers.0.self_attn.q_proj.weight</c>.</summary>
    public static string Of(string family, string name)
    {
        switch (name)
        {
            case "token_embd.weight":
                return "model.embed_tokens.weight";
            case "output_norm.weight":
                return "model.norm.weight";
            case "output.weight":
                return "lm_head.weight";
        }
        var pieces = name.Split('.');
        return $"model.layers.{pieces[1]}.{Part(family, pieces[2])}.{pieces[3]}";
    }

    /// <summary>GGUF's name of a matrix, by the module that Hugging Face has for it; null for one that is not of a layer.</summary>
    public static string? ToGguf(string family, string module)
    {
        var pieces = module.Split('.');
        var at = Array.IndexOf(pieces, "layers");
        if (at < 0 || pieces.Length != at + 4 || !int.TryParse(pieces[at + 1], out var layer))
            return null;
        var part = LayerTensors.Matrices.FirstOrDefault(part => Part(family, part) == $"{pieces[at + 2]}.{pieces[at + 3]}");
        return part is null ? null : LayerTensors.Name(layer, part);
    }

    /// <summary>Which of Hugging Face's rows is GGUF's <paramref name="row"/>.</summary>
    /// <param name="shape">Of the model.</param>
    /// <param name="name">Of the tensor, as GGUF has it.</param>
    public static long Row(ModelShape shape, string name, long row)
    {
        if (!shape.IsPermuted || name.Split('.') is not ["blk", _, "attn_q" or "attn_k", ..])
            return row;
        var (head, within) = Math.DivRem(row, shape.HeadWidth);
        return head * shape.HeadWidth + within % 2 * (shape.HeadWidth / 2) + within / 2;
    }

    private static string? Part(string family, string part) =>
        (family, part) switch
        {
            ("gemma2", "ffn_norm") => "pre_feedforward_layernorm",
            ("gemma2", "post_attention_norm") => "post_attention_layernorm",
            ("gemma2", "post_ffw_norm") => "post_feedforward_layernorm",
            (_, "ffn_norm") => "post_attention_layernorm",
            ("phi3", "ffn_up") => "mlp.gate_up_proj",
            _ => Parts.GetValueOrDefault(part),
        };
}
