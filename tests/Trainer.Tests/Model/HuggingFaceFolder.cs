using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.Models.Files;
using ChatBot.TestKit.Llama;
using ChatBot.Trainer.Model;
using ChatBot.Trainer.Publishing;

namespace ChatBot.Trainer.Tests.Model;

/// <summary>
/// The weights of a tiny GGUF file as a Hugging Face folder, with the rows of llama's queries and keys put in order by the formula of
/// llama.cpp's converter read backwards, not by the trainer's own.
/// </summary>
internal static class HuggingFaceFolder
{
    public static string Save(TinyModel tiny, string gguf, string folder, bool sharded = false)
    {
        Directory.CreateDirectory(folder);
        var file = GgufFile.Open(gguf);
        var tensors = file
            .Tensors.Values.Where(entry => entry.Name != "rope_freqs.weight")
            .Select(entry => Converted(tiny, entry.Name, [.. entry.Dims.Reverse()], ValuesOf(file, entry)))
            .ToList();
        if (sharded)
        {
            var map = new JsonObject();
            foreach (var (index, shard) in tensors.Chunk(tensors.Count / 2 + 1).Index())
            {
                SafetensorsWriter.Save(Path.Combine(folder, $"model-{index}.safetensors"), shard);
                foreach (var tensor in shard)
                    map[tensor.Name] = $"model-{index}.safetensors";
            }
            File.WriteAllText(Path.Combine(folder, "model.safetensors.index.json"), new JsonObject { ["weight_map"] = map }.ToJsonString());
        }
        else
            SafetensorsWriter.Save(Path.Combine(folder, "model.safetensors"), tensors);
        File.WriteAllText(Path.Combine(folder, "config.json"), Configuration(tiny).ToJsonString());
        return folder;
    }

    public static float[] ValuesOf(GgufFile file, TensorEntry entry)
    {
        using var stream = File.OpenRead(file.Path);
        stream.Position = file.DataStart + entry.Offset;
        var values = new float[entry.Elements];
        stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>GGUF holds reshape(heads, 2, d/2, …).swapaxes(1, 2) of Hugging Face's rows.</summary>
    public static float[] Unpermuted(float[] values, int rows, int heads)
    {
        var (width, half) = (values.Length / rows, rows / heads / 2);
        var theirs = new float[values.Length];
        for (var head = 0; head < heads; head++)
        for (var part = 0; part < 2; part++)
        for (var i = 0; i < half; i++)
            Array.Copy(values, (head * 2 * half + i * 2 + part) * width, theirs, (head * 2 * half + part * half + i) * width, width);
        return theirs;
    }

    private static (string Name, long[] Extents, float[] Values) Converted(TinyModel tiny, string name, long[] extents, float[] values)
    {
        if (tiny.Architecture == "llama" && name.Contains(".attn_q.", StringComparison.Ordinal))
            values = Unpermuted(values, (int)extents[0], tiny.Heads);
        if (tiny.Architecture == "llama" && name.Contains(".attn_k.", StringComparison.Ordinal))
            values = Unpermuted(values, (int)extents[0], tiny.KvHeads);
        if (tiny.Architecture == "gemma2" && name.Contains("norm", StringComparison.Ordinal))
            values = [.. values.Select(value => value - 1)];
        return (HuggingFaceNames.Of(tiny.Architecture, name), extents, values);
    }

    private static JsonObject Configuration(TinyModel tiny)
    {
        var config = new JsonObject
        {
            ["model_type"] = tiny.Architecture,
            ["num_hidden_layers"] = tiny.Layers,
            ["hidden_size"] = tiny.Width,
            ["num_attention_heads"] = tiny.Heads,
            ["num_key_value_heads"] = tiny.KvHeads,
            ["head_dim"] = tiny.HeadWidth,
            ["intermediate_size"] = tiny.FeedForward,
            ["vocab_size"] = tiny.Vocabulary,
            ["max_position_embeddings"] = tiny.Context,
            ["rms_norm_eps"] = 1e-5,
            ["rope_theta"] = 10000,
            ["tie_word_embeddings"] = tiny.Tied,
        };
        if (tiny.Architecture == "gemma2")
            foreach (
                var (key, value) in new[]
                {
                    ("query_pre_attn_scalar", tiny.HeadWidth),
                    ("attn_logit_softcapping", 50),
                    ("final_logit_softcapping", 30),
                    ("sliding_window", 16),
                }
            )
                config[key] = value;
        if (tiny.Extra.Keys.Any(key => key.EndsWith("rope.dimension_count", StringComparison.Ordinal)))
            config["partial_rotary_factor"] = 0.75;
        if (tiny.Extra.TryGetValue("llama.rope.freq_base", out var given))
            config["rope_theta"] = JsonSerializer.SerializeToNode((float)given);
        if (tiny.Extra.Keys.FirstOrDefault(key => key.EndsWith("scaling.type", StringComparison.Ordinal)) is { } scaling)
            config["rope_scaling"] = new JsonObject
            {
                ["rope_type"] = (string)tiny.Extra[scaling],
                ["factor"] = 4,
                ["original_max_position_embeddings"] = 64,
            };
        return config;
    }
}
