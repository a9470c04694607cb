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
        };

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
            foreach (
                var (name, rows) in new[]
                {
                    ("attn_q", Heads * HeadWidth),
                    ("attn_k", KvHeads * HeadWidth),
                    ("attn_v", KvHeads * HeadWidth),
                }
            )
            {
                Matrix($"blk.{l}.{name}.weight", Width, rows);
                if (Biased)
                    Vector($"blk.{l}.{name}.bias", rows, 0);
            }
            if (Architecture == "qwen3")
            {
                Vector($"blk.{l}.attn_q_norm.weight", HeadWidth, 1);
                Vector($"blk.{l}.attn_k_norm.weight", HeadWidth, 1);
            }
            Matrix($"blk.{l}.attn_output.weight", Heads * HeadWidth, Width);
            Vector($"blk.{l}.ffn_norm.weight", Width, 1);
            Matrix($"blk.{l}.ffn_gate.weight", Width, FeedForward);
            Matrix($"blk.{l}.ffn_up.weight", Width, FeedForward);
            Matrix($"blk.{l}.ffn_down.weight", FeedForward, Width);
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
