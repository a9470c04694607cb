namespace ChatBot.Models.Files;

/// <summary>
/// What a model's header says, checked before llama.cpp sees the file: a failed assertion in native code would end the process. Of any
/// architecture the numbers must be possible, the vocabulary whole and the weights of a kind that can be multiplied; of those whose
/// layers are listed in <see cref="KnownLayers"/> every tensor must have its shape.
/// </summary>
/// <param name="File">The file.</param>
/// <param name="Architecture">llama, qwen2, …</param>
/// <param name="Layers">Blocks.</param>
/// <param name="Width">Elements of the residual stream.</param>
/// <param name="Heads">Query heads; 0 where the model has no attention.</param>
/// <param name="KvHeads">Heads of keys and of values.</param>
/// <param name="KeyWidth">Elements of a key.</param>
/// <param name="ValueWidth">Elements of a value.</param>
/// <param name="FeedForward">Inner width of the feed-forward part; 0 where unknown.</param>
/// <param name="Context">Tokens that the model was made for.</param>
/// <param name="Vocabulary">Tokens.</param>
public sealed record ModelHeader(
    GgufFile File,
    string Architecture,
    int Layers,
    int Width,
    int Heads,
    int KvHeads,
    int KeyWidth,
    int ValueWidth,
    int FeedForward,
    int Context,
    Vocabulary Vocabulary
)
{
    private const int MostLayers = 512, // LLAMA_MAX_LAYERS
        MostExperts = 512; // LLAMA_MAX_EXPERTS

    /// <summary>Opens and checks a model file.</summary>
    /// <exception cref="ModelFileException">It is no model that can be used; the message says why.</exception>
    public static ModelHeader Open(string path)
    {
        var file = GgufFile.Open(path);
        var keys = new MetadataReader(file);
        RefuseOtherFiles(file, keys);
        var vocabulary = Vocabulary.Read(file, keys);
        var header = Read(file, keys, keys.Text("general.architecture"), vocabulary);
        WeightChecks.Check(header);
        KnownLayers.Check(header, keys);
        return header;
    }

    private static void RefuseOtherFiles(GgufFile file, MetadataReader keys)
    {
        var type = keys.Text("general.type", "model");
        if (type == "adapter")
            throw new ModelFileException(file.Path, "this is an adapter, not a model; name it as Model:Adapter (or --adapter) beside one.");
        if (type != "model" || file.Metadata.GetValueOrDefault("general.architecture") is "clip")
            throw new ModelFileException(file.Path, $"this is a file of the type '{type}' for use beside a model, not a model.");
        if (keys.Integer("split.count", 0, int.MaxValue, 1) > 1)
            throw new ModelFileException(
                file.Path,
                "this is one part of a model that was split into several files; join them with llama.cpp's llama-gguf-split --merge."
            );
        var architecture = keys.Text("general.architecture");
        if (
            file.Metadata.ContainsKey(architecture + ".pooling_type")
            || file.Metadata.GetValueOrDefault(architecture + ".attention.causal") is false
        )
            throw new ModelFileException(file.Path, "this is an embedding model, which writes no text.");
    }

    private static ModelHeader Read(GgufFile file, MetadataReader keys, string architecture, Vocabulary vocabulary)
    {
        string Key(string name) => $"{architecture}.{name}";
        var width = keys.Integer(Key("embedding_length"), 8, 1 << 17);
        var heads = keys.Integer(Key("attention.head_count"), 0, 1 << 12, 0);
        var kvHeads = keys.Integer(Key("attention.head_count_kv"), 0, Math.Max(heads, 1), heads);
        if (heads > 0 && (kvHeads == 0 || heads % kvHeads != 0))
            throw new ModelFileException(file.Path, $"{heads} query heads do not share {kvHeads} key heads evenly.");
        var headWidth = heads > 0 ? width / heads : 0;
        var keyWidth = keys.Integer(Key("attention.key_length"), 2, 4096, headWidth);
        var rotated = keys.Integer(Key("rope.dimension_count"), 0, 4096, keyWidth);
        if (rotated % 2 != 0 || (heads > 0 && (keyWidth < 2 || keyWidth % 2 != 0)))
            throw new ModelFileException(file.Path, $"heads of {keyWidth} elements with {rotated} of them rotated are impossible.");
        var experts = keys.Integer(Key("expert_count"), 0, MostExperts, 0);
        keys.Integer(Key("expert_used_count"), experts > 0 ? 1 : 0, experts, experts);
        foreach (
            var name in new[]
            {
                "attention.layer_norm_rms_epsilon",
                "attention.layer_norm_epsilon",
                "rope.freq_base",
                "rope.freq_base_swa",
                "rope.scaling.factor",
                "rope.scaling.attn_factor",
            }
        )
            keys.Positive(Key(name));
        keys.Integer(Key("rope.scaling.original_context_length"), 1, 1 << 30, 1);
        keys.Integer(Key("attention.sliding_window"), 0, 1 << 30, 0);
        return new ModelHeader(
            file,
            architecture,
            keys.Integer(Key("block_count"), 1, MostLayers),
            width,
            heads,
            kvHeads,
            keyWidth,
            keys.Integer(Key("attention.value_length"), 1, 4096, headWidth),
            keys.Integer(Key("feed_forward_length"), 0, 1 << 20, 0),
            keys.Integer(Key("context_length"), 8, 1 << 30),
            vocabulary
        );
    }
}
