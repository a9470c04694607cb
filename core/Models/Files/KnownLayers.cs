namespace ChatBot.Models.Files;

/// <summary>
/// The tensors of the architectures that most models have, each with its shape, so that a damaged file is refused with the tensor's
/// name. Tensors beyond these are llama.cpp's to judge, and so are mixtures of experts.
/// </summary>
internal static class KnownLayers
{
    private static readonly string[] Names = ["llama", "qwen2", "qwen3", "gemma", "gemma2", "phi3"];

    public static void Check(ModelHeader header, MetadataReader keys)
    {
        if (!Names.Contains(header.Architecture) || keys.Integer($"{header.Architecture}.expert_count", 0, int.MaxValue, 0) > 0)
            return;
        if (header.Heads == 0 || header.FeedForward == 0)
            throw new ModelFileException(header.File.Path, "the model has no attention heads or no feed-forward part.");
        foreach (var name in new[] { "attention.head_count", "attention.head_count_kv", "feed_forward_length" })
            if (header.File.Metadata.GetValueOrDefault($"{header.Architecture}.{name}") is Array several && several.Length != header.Layers)
                throw new ModelFileException(header.File.Path, $"the key '{name}' does not hold one number for each layer.");
        if (header.File.Metadata.GetValueOrDefault($"{header.Architecture}.attention.head_count_kv") is Array)
            return; // layers of different widths
        var rotated = keys.Integer($"{header.Architecture}.rope.dimension_count", 0, 4096, header.KeyWidth);
        if (rotated > header.KeyWidth || (header.Architecture is "llama" && rotated != header.KeyWidth))
            throw new ModelFileException(header.File.Path, $"{rotated} elements of heads of {header.KeyWidth} cannot be rotated.");

        var (width, inner) = (header.Width, header.FeedForward);
        var (query, key, value) = (header.Heads * header.KeyWidth, header.KvHeads * header.KeyWidth, header.KvHeads * header.ValueWidth);
        var attended = header.Heads * header.ValueWidth;
        for (var l = 0; l < header.Layers; l++)
        {
            Vector("attn_norm.weight", width);
            Vector("ffn_norm.weight", width);
            if (header.Architecture == "phi3" && Has("attn_qkv.weight"))
                Matrix("attn_qkv.weight", width, query + key + value);
            else
            {
                Matrix("attn_q.weight", width, query);
                Matrix("attn_k.weight", width, key);
                Matrix("attn_v.weight", width, value);
                Vector("attn_q.bias", query, optional: true);
                Vector("attn_k.bias", key, optional: true);
                Vector("attn_v.bias", value, optional: true);
            }
            Matrix("attn_output.weight", attended, width);
            Vector("attn_output.bias", width, optional: true);
            Vector("attn_q_norm.weight", header.KeyWidth, optional: header.Architecture != "qwen3");
            Vector("attn_k_norm.weight", header.KeyWidth, optional: header.Architecture != "qwen3");
            Vector("post_attention_norm.weight", width, optional: header.Architecture != "gemma2");
            Vector("post_ffw_norm.weight", width, optional: header.Architecture != "gemma2");
            if (header.Architecture == "phi3")
                Matrix("ffn_up.weight", width, 2 * inner);
            else
            {
                Matrix("ffn_gate.weight", width, inner);
                Matrix("ffn_up.weight", width, inner);
            }
            Matrix("ffn_down.weight", inner, width);

            bool Has(string name) => header.File.Tensors.ContainsKey($"blk.{l}.{name}");
            void Matrix(string name, long columns, long rows) => Expect($"blk.{l}.{name}", optional: false, columns, rows);
            void Vector(string name, long length, bool optional = false) => Expect($"blk.{l}.{name}", optional, length);
        }
        Expect("output_norm.weight", optional: false, width);
        Expect("output.weight", optional: true, width, header.Vocabulary.Tokens.Count);
        Expect("rope_freqs.weight", optional: true, rotated / 2);

        void Expect(string name, bool optional, params ReadOnlySpan<long> dims)
        {
            if (!header.File.Tensors.TryGetValue(name, out var tensor))
            {
                if (!optional)
                    throw new ModelFileException(header.File.Path, $"the tensor '{name}' is missing.");
            }
            else if (!tensor.Is(dims))
                throw new ModelFileException(
                    header.File.Path,
                    $"the tensor '{name}' is {tensor.Shape} where [{string.Join(", ", dims.ToArray())}] belongs."
                );
        }
    }
}
