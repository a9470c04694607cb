using ChatBot.Models.Files;

namespace ChatBot.Trainer.Model;

/// <summary>A model's shape from a GGUF header, each key as llama.cpp reads it (<c>src/llama-model.cpp</c>, <c>load_hparams</c>).</summary>
internal static class GgufShape
{
    /// <exception cref="ModelFileException">The architecture, or a variant of it, is none that can be trained.</exception>
    public static ModelShape Of(ModelHeader header)
    {
        var (family, keys) = (header.Architecture, new MetadataReader(header.File));
        string Key(string name) => $"{family}.{name}";
        Refuse(header, keys);
        var shape = new ModelShape
        {
            Family = family,
            Layers = header.Layers,
            Width = header.Width,
            Heads = header.Heads,
            KvHeads = header.KvHeads,
            HeadWidth = header.KeyWidth,
            FeedForward = header.FeedForward,
            Vocabulary = header.Vocabulary.Tokens.Count,
            Context = header.Context,
            NormEpsilon = keys.Positive(Key("attention.layer_norm_rms_epsilon")) ?? throw Missing("attention.layer_norm_rms_epsilon"),
            AttentionScale = 1 / MathF.Sqrt(header.KeyWidth),
            Rotary = Rotary(header, keys),
        };
        return family == "gemma2" ? Gemma2(shape, header, keys) : shape;

        ModelFileException Missing(string name) => new(header.File.Path, $"the key '{Key(name)}' is missing.");
    }

    private static void Refuse(ModelHeader header, MetadataReader keys)
    {
        var (family, path) = (header.Architecture, header.File.Path);
        if (!ModelShape.Families.Contains(family))
            throw new ModelFileException(
                path,
                $"models of the architecture '{family}' cannot be trained here; {string.Join(", ", ModelShape.Families)} can."
            );
        if (keys.Integer($"{family}.expert_count", 0, int.MaxValue, 0) > 0)
            throw new ModelFileException(path, "this is a mixture of experts, which cannot be trained here.");
        if (header.KeyWidth != header.ValueWidth)
            throw new ModelFileException(path, $"keys of {header.KeyWidth} and values of {header.ValueWidth} elements cannot be trained.");
        foreach (var name in new[] { "attention.head_count", "attention.head_count_kv", "feed_forward_length" })
            if (
                header.File.Metadata.GetValueOrDefault($"{family}.{name}") is Array several
                && several.Cast<object>().Distinct().Count() > 1
            )
                throw new ModelFileException(path, $"layers that differ in '{name}' cannot be trained here.");
        if (header.File.Tensors.Keys.FirstOrDefault(name => !LayerTensors.IsKnown(name)) is { } unknown)
            throw new ModelFileException(path, $"the tensor '{unknown}' is part of a computation that the trainer does not know.");
    }

    private static RotaryShape Rotary(ModelHeader header, MetadataReader keys)
    {
        string Key(string name) => $"{header.Architecture}.rope.{name}";
        var type = keys.Text(Key("scaling.type"), "linear");
        var width = keys.Integer(Key("dimension_count"), 2, 4096, header.KeyWidth);
        var rotary = new RotaryShape(width, keys.Positive(Key("freq_base")) ?? 10000, header.Architecture == "llama")
        {
            Factor = type == "none" ? 1 : keys.Positive(Key("scaling.factor")) ?? keys.Positive(Key("scale_linear")) ?? 1,
            YarnContext = type == "yarn" ? keys.Integer(Key("scaling.original_context_length"), 1, 1 << 30, header.Context) : 0,
            Magnitude = keys.Positive(Key("scaling.attn_factor")) ?? 1,
        };
        // Of the two lists of phi3 the runtime takes the short one for contexts within the original length, and those are trained on.
        foreach (var name in new[] { "rope_freqs.weight", "rope_factors_short.weight" })
            if (header.File.Tensors.TryGetValue(name, out var factors))
            {
                if (!factors.Is(width / 2))
                    throw new ModelFileException(header.File.Path, $"the tensor '{name}' is {factors.Shape} where [{width / 2}] belongs.");
                return rotary with { Factors = FactorsOf(header.File, factors) };
            }
        return rotary;
    }

    private static float[] FactorsOf(GgufFile file, TensorEntry entry)
    {
        using var stream = File.OpenRead(file.Path);
        stream.Position = file.DataStart + entry.Offset;
        var bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        var factors = new float[entry.Elements];
        Unpacking.Unpack(entry.Kind, bytes, factors);
        return factors.All(factor => float.IsFinite(factor) && factor > 0)
            ? factors
            : throw new ModelFileException(file.Path, $"the tensor '{entry.Name}' holds a number that is no divisor.");
    }

    private static ModelShape Gemma2(ModelShape shape, ModelHeader header, MetadataReader keys) =>
        shape with
        {
            // The 27B model divides by its width per head, not by the width of a head: llama.cpp knows it by its layers.
            AttentionScale = 1 / MathF.Sqrt(shape.Layers == 46 ? shape.Width / shape.Heads : shape.HeadWidth),
            AttentionSoftCap = keys.Positive("gemma2.attn_logit_softcapping") ?? 50,
            LogitSoftCap = keys.Positive("gemma2.final_logit_softcapping") ?? 30,
            EmbeddingScale = MathF.Sqrt(shape.Width),
            IsGelu = true,
            SlidingWindow = keys.Integer("gemma2.attention.sliding_window", 0, 1 << 30, 4096),
        };
}
