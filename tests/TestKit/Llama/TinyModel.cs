using ChatBot.Models.Files;

namespace ChatBot.TestKit.Llama;

/// <summary>
/// A random model of any supported shape, small enough to be made for every test. Weights come from a seed, so a file is the same every
/// time.
/// </summary>
public sealed record TinyModel
{
    public string Architecture { get; init; } = "llama";
    public TensorKind Kind { get; init; } = TensorKind.F32;
    public int Layers { get; init; } = 2;
    public int Width { get; init; } = 64;
    public int Heads { get; init; } = 4;
    public int KvHeads { get; init; } = 2;
    public int HeadWidth { get; init; } = 16;
    public int FeedForward { get; init; } = 96;
    public int Vocabulary { get; init; } = 300;
    public int Context { get; init; } = 512;
    public bool Tied { get; init; }
    public bool Biased { get; init; }
    public float[]? RopeFactors { get; init; }
    public int Seed { get; init; } = 1;

    /// <summary>More metadata, such as a RoPE scaling.</summary>
    public IReadOnlyDictionary<string, object> Extra { get; init; } = new Dictionary<string, object>();

    /// <summary>The architectures' variants that the comparison with llama.cpp covers, by name.</summary>
    public static IReadOnlyDictionary<string, TinyModel> Variants { get; } =
        new Dictionary<string, TinyModel>
        {
            ["llama"] = new(),
            ["llama-tied"] = new() { Tied = true },
            ["llama-mha"] = new() { KvHeads = 4 },
            ["llama-biased"] = new() { Biased = true },
            ["llama-wide-heads"] = new() { HeadWidth = 32 },
            ["llama-odd-width"] = new()
            {
                Width = 72,
                FeedForward = 172,
                HeadWidth = 24,
                Heads = 3,
                KvHeads = 1,
            },
            ["llama-linear"] = new() { Extra = Scaling("llama", "linear", 4) },
            ["llama-yarn"] = new() { Extra = Scaling("llama", "yarn", 4) },
            ["llama3-factors"] = new() { RopeFactors = [1, 1, 1.5f, 2, 4, 8, 8, 8] },
            ["llama-base-500000"] = new() { Extra = new Dictionary<string, object> { ["llama.rope.freq_base"] = 500000f } },
            ["qwen2"] = new() { Architecture = "qwen2", Biased = true },
            ["qwen2-tied"] = new()
            {
                Architecture = "qwen2",
                Biased = true,
                Tied = true,
            },
            ["qwen2-yarn"] = new()
            {
                Architecture = "qwen2",
                Biased = true,
                Extra = Scaling("qwen2", "yarn", 4),
            },
            ["qwen3"] = new() { Architecture = "qwen3", HeadWidth = 24 },
            ["gemma2"] = new()
            {
                Architecture = "gemma2",
                HeadWidth = 24,
                Tied = true, // llama.cpp knows no other gemma2
                FeedForward = 32, // on a processor llama.cpp rounds GELU to 16 bits, and each of these is a rounding more
                Extra = new Dictionary<string, object> { ["gemma2.attention.sliding_window"] = 16u },
            },
            ["phi3"] = new() { Architecture = "phi3" },
            ["phi3-partly-turned"] = new()
            {
                Architecture = "phi3",
                Extra = new Dictionary<string, object> { ["phi3.rope.dimension_count"] = 12u },
            },
        };

    /// <summary>The matrices of each layer, with their columns and rows, in the file's order.</summary>
    public IReadOnlyList<(string Name, int Columns, int Rows)> Matrices
    {
        get
        {
            var (query, keys) = (Heads * HeadWidth, KvHeads * HeadWidth);
            return Architecture == "phi3"
                ?
                [
                    ("attn_qkv", Width, query + 2 * keys),
                    ("attn_output", query, Width),
                    ("ffn_up", Width, 2 * FeedForward),
                    ("ffn_down", FeedForward, Width),
                ]
                :
                [
                    ("attn_q", Width, query),
                    ("attn_k", Width, keys),
                    ("attn_v", Width, keys),
                    ("attn_output", query, Width),
                    ("ffn_gate", Width, FeedForward),
                    ("ffn_up", Width, FeedForward),
                    ("ffn_down", FeedForward, Width),
                ];
        }
    }

    /// <summary>A model whose rows are whole blocks of every kind.</summary>
    public static TinyModel Quantised(TensorKind kind) =>
        new()
        {
            Kind = kind,
            Width = 256,
            Heads = 8,
            KvHeads = 4,
            HeadWidth = 32,
            FeedForward = 512,
        };

    /// <summary>Saves it as GGUF and returns the path.</summary>
    public string Save(string path) => Write().Save(path);

    /// <summary>The file, to add to.</summary>
    public GgufWriter Write()
    {
        var writer = new GgufWriter()
            .Set("general.architecture", Architecture)
            .Set("general.name", "tiny")
            .Set($"{Architecture}.block_count", (uint)Layers)
            .Set($"{Architecture}.context_length", (uint)Context)
            .Set($"{Architecture}.embedding_length", (uint)Width)
            .Set($"{Architecture}.feed_forward_length", (uint)FeedForward)
            .Set($"{Architecture}.attention.head_count", (uint)Heads)
            .Set($"{Architecture}.attention.head_count_kv", (uint)KvHeads)
            .Set($"{Architecture}.attention.key_length", (uint)HeadWidth)
            .Set($"{Architecture}.attention.value_length", (uint)HeadWidth)
            .Set($"{Architecture}.attention.layer_norm_rms_epsilon", 1e-5f)
            .Set($"{Architecture}.rope.dimension_count", (uint)HeadWidth)
            .Set($"{Architecture}.rope.freq_base", 10000f);
        foreach (var (key, value) in Extra)
            writer.Set(key, value);
        TinyVocabulary.Write(writer, Vocabulary);

        var random = new Random(Seed);
        Matrix("token_embd.weight", Width, Vocabulary);
        Vector("output_norm.weight", Width, 1);
        if (!Tied)
            Matrix("output.weight", Width, Vocabulary);
        if (RopeFactors is not null)
            writer.Tensor("rope_freqs.weight", TensorKind.F32, [RopeFactors.Length], RopeFactors);
        for (var l = 0; l < Layers; l++)
        {
            Vector($"blk.{l}.attn_norm.weight", Width, 1);
            foreach (var (name, columns, rows) in Matrices)
            {
                if (name == "attn_output" && Architecture == "qwen3")
                {
                    Vector($"blk.{l}.attn_q_norm.weight", HeadWidth, 1);
                    Vector($"blk.{l}.attn_k_norm.weight", HeadWidth, 1);
                }
                Matrix($"blk.{l}.{name}.weight", columns, rows);
                if (Biased && name is ("attn_q" or "attn_k" or "attn_v"))
                    Vector($"blk.{l}.{name}.bias", rows, 0);
                if (name == "attn_output")
                    Vector($"blk.{l}.ffn_norm.weight", Width, 1);
            }
            if (Architecture == "gemma2")
            {
                Vector($"blk.{l}.post_attention_norm.weight", Width, 1);
                Vector($"blk.{l}.post_ffw_norm.weight", Width, 1);
            }
        }
        return writer;

        void Matrix(string name, int columns, int rows) =>
            writer.Tensor(name, Kind, [columns, rows], RandomWeights.Normal(random, columns * rows, 1.4f / MathF.Sqrt(columns)));

        void Vector(string name, int length, float around) =>
            writer.Tensor(name, TensorKind.F32, [length], RandomWeights.Around(random, length, around, 0.1f));
    }

    private static Dictionary<string, object> Scaling(string architecture, string type, float factor) =>
        new()
        {
            [$"{architecture}.rope.scaling.type"] = type,
            [$"{architecture}.rope.scaling.factor"] = factor,
            [$"{architecture}.rope.scaling.original_context_length"] = 64u,
        };
}
