using ChatBot.Llama.Files;

namespace ChatBot.TestKit.Llama;

/// <summary>
/// Turns the 260K-parameter story model from llama2.c's checkpoint (seven int32: dim, hidden, layers, heads, kv heads, vocabulary, positions;
/// then float32 tensors, each kind for all layers) into GGUF. Both rotate pairs (2i, 2i+1), so nothing is permuted.
/// </summary>
public static class Stories260k
{
    /// <summary>Converts the folder with stories260K.bin and tok512.bin; returns <paramref name="target"/>.</summary>
    public static string Convert(string folder, string target)
    {
        using var reader = new BinaryReader(File.OpenRead(Path.Combine(folder, "stories260K.bin")));
        int dim = reader.ReadInt32(), hidden = reader.ReadInt32(), layers = reader.ReadInt32(), heads = reader.ReadInt32();
        int kvHeads = reader.ReadInt32(), vocabulary = reader.ReadInt32(), positions = reader.ReadInt32();
        var tied = vocabulary > 0; // a negative count says that the head is stored
        vocabulary = Math.Abs(vocabulary);
        var (head, kvDim) = (dim / heads, dim / heads * kvHeads);
        var writer = new GgufWriter()
            .Set("general.architecture", "llama")
            .Set("general.name", "stories260K")
            .Set("llama.block_count", (uint)layers)
            .Set("llama.context_length", (uint)positions)
            .Set("llama.embedding_length", (uint)dim)
            .Set("llama.feed_forward_length", (uint)hidden)
            .Set("llama.attention.head_count", (uint)heads)
            .Set("llama.attention.head_count_kv", (uint)kvHeads)
            .Set("llama.attention.layer_norm_rms_epsilon", 1e-5f)
            .Set("llama.rope.dimension_count", (uint)head);
        foreach (var (key, value) in Stories260kVocabulary.Metadata(Path.Combine(folder, "tok512.bin")))
            writer.Set(key, value);

        Read("token_embd.weight", dim, vocabulary);
        PerLayer("attn_norm", dim);
        PerLayer("attn_q", dim, dim);
        PerLayer("attn_k", dim, kvDim);
        PerLayer("attn_v", dim, kvDim);
        PerLayer("attn_output", dim, dim);
        PerLayer("ffn_norm", dim);
        PerLayer("ffn_gate", dim, hidden);
        PerLayer("ffn_down", hidden, dim);
        PerLayer("ffn_up", dim, hidden);
        Read("output_norm.weight", dim);
        if (!tied)
        {
            Floats(positions * head); // cosines and sines of old checkpoints
            Read("output.weight", dim, vocabulary);
        }
        return writer.Save(target);

        void PerLayer(string name, params long[] dims)
        {
            for (var l = 0; l < layers; l++)
                Read($"blk.{l}.{name}.weight", dims);
        }

        void Read(string name, params long[] dims) =>
            writer.Tensor(name, TensorKind.F32, dims, Floats((int)dims.Aggregate(1L, (a, b) => a * b)));

        float[] Floats(int count)
        {
            var values = new float[count];
            for (var i = 0; i < count; i++)
                values[i] = reader.ReadSingle();
            return values;
        }
    }
}
