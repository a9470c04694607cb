using ChatBot.Llama.Files;

namespace ChatBot.Llama.Forward;

/// <summary>The extents of a model, in the letters that the comments beside tensors use.</summary>
/// <param name="Architecture">llama, qwen2 or qwen3.</param>
/// <param name="Layers">L.</param>
/// <param name="Width">D, the residual stream.</param>
/// <param name="Heads">H query heads.</param>
/// <param name="KvHeads">G key and value heads; each serves H / G query heads.</param>
/// <param name="HeadWidth">d, elements in a head.</param>
/// <param name="FeedForward">F, the inner width of the feed-forward part.</param>
/// <param name="Vocabulary">V tokens.</param>
/// <param name="Context">Positions the model was trained for.</param>
/// <param name="NormEpsilon">ε of the RMS norms.</param>
public sealed record ModelShape(
    string Architecture,
    int Layers,
    int Width,
    int Heads,
    int KvHeads,
    int HeadWidth,
    int FeedForward,
    int Vocabulary,
    int Context,
    float NormEpsilon
)
{
    /// <summary>Architectures this engine runs.</summary>
    public static IReadOnlyList<string> Supported { get; } = ["llama", "qwen2", "qwen3"];

    /// <summary>H·d, the width of Q.</summary>
    public int QueryWidth => Heads * HeadWidth;

    /// <summary>G·d, the width of K and of V.</summary>
    public int KvWidth => KvHeads * HeadWidth;

    /// <summary>Reads and checks the hyperparameters.</summary>
    /// <exception cref="ModelFileException">Another architecture, or extents that cannot be.</exception>
    public static ModelShape Read(IModelFile file)
    {
        var keys = new MetadataReader(file);
        var architecture = keys.Text("general.architecture");
        if (!Supported.Contains(architecture))
            throw new ModelFileException(
                file.Path,
                $"the architecture '{architecture}' is not supported; it must be one of {string.Join(", ", Supported)}."
            );
        if (keys.Text("general.type", "model") != "model")
            throw new ModelFileException(
                file.Path,
                $"this is a file of the type '{keys.Text("general.type")}', not a model; adapters are loaded beside a model."
            );
        if (keys.Integer("split.count", 0, int.MaxValue, 1) > 1)
            throw new ModelFileException(
                file.Path,
                "this is one part of a model that was split into several files; join them with llama.cpp's llama-gguf-split --merge."
            );
        if (!file.Tensors.TryGetValue("token_embd.weight", out var embedding) || embedding.Dims.Count != 2)
            throw new ModelFileException(file.Path, "the matrix 'token_embd.weight' is missing; this is not a whole model.");

        var width = keys.Integer($"{architecture}.embedding_length", 8, 1 << 17);
        var heads = keys.Integer($"{architecture}.attention.head_count", 1, 1 << 12);
        var kvHeads = keys.Integer($"{architecture}.attention.head_count_kv", 1, heads, heads);
        if (heads % kvHeads != 0)
            throw new ModelFileException(file.Path, $"{heads} query heads do not share {kvHeads} key heads evenly.");
        var headWidth = keys.Integer($"{architecture}.attention.key_length", 8, 1024, width / heads);
        if (headWidth is < 8 or > 1024 || headWidth % 8 != 0)
            throw new ModelFileException(file.Path, $"heads of {headWidth} elements are not supported; multiples of 8 up to 1024 are.");
        if (keys.Integer($"{architecture}.attention.value_length", 1, int.MaxValue, headWidth) != headWidth)
            throw new ModelFileException(file.Path, "value heads of another width than key heads are not supported.");
        if (keys.Integer($"{architecture}.expert_count", 0, int.MaxValue, 0) != 0)
            throw new ModelFileException(file.Path, "a mixture of experts is not supported.");
        return new ModelShape(
            architecture,
            keys.Integer($"{architecture}.block_count", 1, 1024),
            width,
            heads,
            kvHeads,
            headWidth,
            keys.Integer($"{architecture}.feed_forward_length", 8, 1 << 19),
            (int)embedding.Dims[1],
            keys.Integer($"{architecture}.context_length", 1, 1 << 24),
            (float)keys.Positive($"{architecture}.attention.layer_norm_rms_epsilon")
        );
    }
}
