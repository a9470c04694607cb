using System.Runtime.InteropServices;
using ChatBot.Models.Files;

namespace ChatBot.TestKit.Llama;

/// <summary>
/// Turns the 260K-parameter story model (llama2.c's checkpoint: seven int32 extents, then float32 tensors, each over all
/// layers) into a GGUF file.
/// </summary>
public static class Stories260kModel
{
    /// <summary>Reads <paramref name="folder"/> (stories260K.bin, tok512.bin), writes <paramref name="path"/> and returns it.</summary>
    public static string Save(string folder, string path)
    {
        var words = MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(Path.Combine(folder, "stories260K.bin")));
        int width = words[0],
            inner = words[1],
            layers = words[2],
            heads = words[3],
            kvHeads = words[4],
            vocabulary = Math.Abs(words[5]),
            context = words[6];
        int kv = width / heads * kvHeads,
            next = 7;
        var floats = MemoryMarshal.Cast<int, float>(words).ToArray();
        var writer = new GgufWriter()
            .Set("general.architecture", "llama")
            .Set("general.name", "stories260k")
            .Set("llama.block_count", (uint)layers)
            .Set("llama.context_length", (uint)context)
            .Set("llama.embedding_length", (uint)width)
            .Set("llama.feed_forward_length", (uint)inner)
            .Set("llama.attention.head_count", (uint)heads)
            .Set("llama.attention.head_count_kv", (uint)kvHeads)
            .Set("llama.attention.layer_norm_rms_epsilon", 1e-5f)
            .Set("llama.rope.dimension_count", (uint)(width / heads));
        foreach (var (key, value) in Stories260kVocabulary.Metadata(Path.Combine(folder, "tok512.bin")))
            writer.Set(key, value);

        Add("token_embd", width, vocabulary);
        AddLayers("attn_norm", width);
        AddLayers("attn_q", width, width);
        AddLayers("attn_k", width, kv);
        AddLayers("attn_v", width, kv);
        AddLayers("attn_output", width, width);
        AddLayers("ffn_norm", width);
        AddLayers("ffn_gate", width, inner);
        AddLayers("ffn_down", inner, width);
        AddLayers("ffn_up", width, inner);
        Add("output_norm", width);
        return writer.Save(path);

        void AddLayers(string name, params long[] dims)
        {
            for (var layer = 0; layer < layers; layer++)
                Add($"blk.{layer}.{name}", dims);
        }

        void Add(string name, params long[] dims)
        {
            var count = (int)dims.Aggregate(1L, (product, dim) => product * dim);
            writer.Tensor(name + ".weight", TensorKind.F32, dims, floats.AsSpan(next, count));
            next += count;
        }
    }
}
