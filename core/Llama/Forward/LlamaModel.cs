using ChatBot.Llama.Files;
using ChatBot.Llama.Kernels;

namespace ChatBot.Llama.Forward;

/// <summary>A model ready to compute with: extents checked, every tensor of the file claimed, weights left where they are mapped.</summary>
public sealed class LlamaModel : IDisposable
{
    private LlamaModel(
        IModelFile file,
        ModelShape shape,
        Rope rope,
        WeightMatrix embedding,
        LayerWeights[] layers,
        float[] outputNorm,
        WeightMatrix output
    )
    {
        File = file;
        Shape = shape;
        Rope = rope;
        Embedding = embedding;
        Layers = layers;
        OutputNorm = outputNorm;
        Output = output;
    }

    /// <summary>The file, for its metadata (tokenizer, chat template).</summary>
    public IModelFile File { get; }

    public ModelShape Shape { get; }

    public Rope Rope { get; }

    /// <summary>E: [V, D], a row a token.</summary>
    public WeightMatrix Embedding { get; }

    /// <summary>[L].</summary>
    public IReadOnlyList<LayerWeights> Layers { get; }

    /// <summary>[D].</summary>
    public float[] OutputNorm { get; }

    /// <summary>The head: [V, D]; the embedding again where the model ties them.</summary>
    public WeightMatrix Output { get; }

    /// <summary>All parameters.</summary>
    public long Parameters => File.Tensors.Values.Sum(tensor => tensor.Elements);

    /// <summary>Bytes of all weights.</summary>
    public long WeightBytes => File.Tensors.Values.Sum(tensor => tensor.Length);

    /// <summary>The kind that most weights are stored in.</summary>
    public TensorKind Quantisation =>
        File.Tensors.Values.GroupBy(tensor => tensor.Kind).MaxBy(group => group.Sum(tensor => tensor.Elements))!.Key;

    /// <summary>Opens a GGUF file, or a folder (or file) of Hugging Face safetensors with its <c>config.json</c>.</summary>
    /// <exception cref="ModelFileException">The file cannot be used; the message says why.</exception>
    public static LlamaModel Open(string path)
    {
        IModelFile file =
            Directory.Exists(path) || path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)
                ? SafetensorsModel.Open(path)
                : GgufFile.Open(path);
        try
        {
            return Read(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => File.Dispose();

    private static LlamaModel Read(IModelFile file)
    {
        var shape = ModelShape.Read(file);
        var tensors = new TensorClaims(file);
        int width = shape.Width,
            query = shape.QueryWidth,
            kv = shape.KvWidth,
            inner = shape.FeedForward;

        // Layers first: a header that claims a thousand of them fails at the first that is missing.
        var layers = new List<LayerWeights>();
        for (var l = 0; l < shape.Layers; l++)
            layers.Add(
                new LayerWeights
                {
                    AttentionNorm = tensors.Vector($"blk.{l}.attn_norm.weight", width),
                    Query = tensors.Matrix($"blk.{l}.attn_q.weight", query, width),
                    Key = tensors.Matrix($"blk.{l}.attn_k.weight", kv, width),
                    Value = tensors.Matrix($"blk.{l}.attn_v.weight", kv, width),
                    AttentionOutput = tensors.Matrix($"blk.{l}.attn_output.weight", width, query),
                    QueryBias = tensors.OptionalVector($"blk.{l}.attn_q.bias", query),
                    KeyBias = tensors.OptionalVector($"blk.{l}.attn_k.bias", kv),
                    ValueBias = tensors.OptionalVector($"blk.{l}.attn_v.bias", kv),
                    AttentionOutputBias = tensors.OptionalVector($"blk.{l}.attn_output.bias", width),
                    QueryNorm = shape.Architecture == "qwen3" ? tensors.Vector($"blk.{l}.attn_q_norm.weight", shape.HeadWidth) : null,
                    KeyNorm = shape.Architecture == "qwen3" ? tensors.Vector($"blk.{l}.attn_k_norm.weight", shape.HeadWidth) : null,
                    FeedForwardNorm = tensors.Vector($"blk.{l}.ffn_norm.weight", width),
                    Gate = tensors.Matrix($"blk.{l}.ffn_gate.weight", inner, width),
                    Up = tensors.Matrix($"blk.{l}.ffn_up.weight", inner, width),
                    Down = tensors.Matrix($"blk.{l}.ffn_down.weight", width, inner),
                }
            );
        var embedding = tensors.Matrix("token_embd.weight", shape.Vocabulary, width);
        var output = file.Tensors.ContainsKey("output.weight") ? tensors.Matrix("output.weight", shape.Vocabulary, width) : embedding;
        var outputNorm = tensors.Vector("output_norm.weight", width);
        var rope = Rope.Read(file, shape, tensors.OptionalVector("rope_freqs.weight", length: null));
        tensors.RefuseUnclaimed();
        return new LlamaModel(file, shape, rope, embedding, [.. layers], outputNorm, output);
    }
}
