using System.Text.Json;
using ChatBot.Llama.Files;

namespace ChatBot.TestKit.Llama;

/// <summary>Writes a tiny model or adapter the way Hugging Face's libraries do, from the same weights as its GGUF file.</summary>
public static unsafe class HuggingFaceFolder
{
    private static readonly (string Gguf, string HuggingFace)[] Parts =
    [
        ("attn_norm", "input_layernorm"),
        ("attn_q_norm", "self_attn.q_norm"),
        ("attn_k_norm", "self_attn.k_norm"),
        ("attn_q", "self_attn.q_proj"),
        ("attn_k", "self_attn.k_proj"),
        ("attn_v", "self_attn.v_proj"),
        ("attn_output", "self_attn.o_proj"),
        ("ffn_norm", "post_attention_layernorm"),
        ("ffn_gate", "mlp.gate_proj"),
        ("ffn_up", "mlp.up_proj"),
        ("ffn_down", "mlp.down_proj"),
    ];

    /// <summary>
    /// Saves <paramref name="tiny"/> (F32) as config.json and model.safetensors, or several of them with their index, in
    /// <paramref name="folder"/>.
    /// </summary>
    public static string SaveModel(TinyModel tiny, string folder, int shards = 1)
    {
        Directory.CreateDirectory(folder);
        using var gguf = GgufFile.Open(tiny.Save(Path.Combine(folder, "source.gguf")));
        File.WriteAllText(
            Path.Combine(folder, "config.json"),
            JsonSerializer.Serialize(
                new
                {
                    architectures = new[]
                    {
                        tiny.Architecture switch
                        {
                            "llama" => "LlamaForCausalLM",
                            "qwen2" => "Qwen2ForCausalLM",
                            _ => "Qwen3ForCausalLM",
                        },
                    },
                    hidden_size = tiny.Width,
                    num_hidden_layers = tiny.Layers,
                    num_attention_heads = tiny.Heads,
                    num_key_value_heads = tiny.KvHeads,
                    head_dim = tiny.HeadWidth,
                    intermediate_size = tiny.FeedForward,
                    rms_norm_eps = 1e-5,
                    rope_theta = 10000.0,
                    max_position_embeddings = tiny.Context,
                    tie_word_embeddings = tiny.Tied,
                }
            )
        );
        var tensors = gguf
            .Tensors.Values.Select(tensor =>
                (
                    tensor.Name switch
                    {
                        "token_embd.weight" => "model.embed_tokens.weight",
                        "output_norm.weight" => "model.norm.weight",
                        "output.weight" => "lm_head.weight",
                        _ => Layer(tensor.Name),
                    },
                    tensor.Dims,
                    Values(gguf, tensor, tiny, tensor.Name)
                )
            )
            .ToList();
        if (shards == 1)
        {
            Save(Path.Combine(folder, "model.safetensors"), tensors);
            return folder;
        }
        var files = tensors.Select((tensor, i) => (Tensor: tensor, File: $"model-{i % shards + 1:D5}-of-{shards:D5}.safetensors")).ToList();
        foreach (var shard in files.GroupBy(pair => pair.File))
            Save(Path.Combine(folder, shard.Key), shard.Select(pair => pair.Tensor));
        File.WriteAllText(
            Path.Combine(folder, "model.safetensors.index.json"),
            JsonSerializer.Serialize(new { weight_map = files.ToDictionary(pair => pair.Tensor.Item1, pair => pair.File) })
        );
        return folder;
    }

    /// <summary>Saves <paramref name="tiny"/> as a PEFT adapter in <paramref name="folder"/>.</summary>
    public static string SaveAdapter(TinyAdapter tiny, string folder)
    {
        Directory.CreateDirectory(folder);
        using var gguf = GgufFile.Open(tiny.Save(Path.Combine(folder, "source.gguf")));
        File.WriteAllText(
            Path.Combine(folder, "adapter_config.json"),
            JsonSerializer.Serialize(
                new
                {
                    peft_type = "LORA",
                    r = tiny.Rank,
                    lora_alpha = tiny.Alpha,
                    bias = "none",
                    use_dora = false,
                    fan_in_fan_out = false,
                }
            )
        );
        Save(
            Path.Combine(folder, "adapter_model.safetensors"),
            gguf.Tensors.Values.Select(tensor =>
            {
                var (name, half) = (tensor.Name[..^7], tensor.Name[^1] == 'a' ? "lora_A" : "lora_B");
                var module = name == "output.weight" ? "lm_head" : Layer(name)[..^".weight".Length];
                return (
                    $"base_model.model.{module}.{half}.weight",
                    tensor.Dims,
                    Values(gguf, tensor, tiny.Model, half == "lora_B" ? name : "")
                );
            })
        );
        return folder;
    }

    /// <summary>A safetensors file of F32 tensors; dims fastest-running first.</summary>
    private static void Save(string path, IEnumerable<(string Name, IReadOnlyList<long> Dims, float[] Values)> tensors)
    {
        var all = tensors.ToList();
        var offset = 0L;
        var header = JsonSerializer.SerializeToUtf8Bytes(
            all.ToDictionary(
                tensor => tensor.Name,
                tensor => new
                {
                    dtype = "F32",
                    shape = tensor.Dims.Reverse(),
                    data_offsets = new[] { offset, offset += tensor.Values.Length * 4L },
                }
            )
        );
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write((long)header.Length);
        writer.Write(header);
        foreach (var (_, _, values) in all)
        foreach (var value in values)
            writer.Write(value);
    }

    private static string Layer(string name)
    {
        var parts = name.Split('.');
        return $"model.layers.{parts[1]}.{Parts.First(part => part.Gguf == parts[2]).HuggingFace}.{parts[3]}";
    }

    /// <summary>The values, with the rows of Llama's q and k put back into Hugging Face's order.</summary>
    private static float[] Values(GgufFile file, TensorEntry tensor, TinyModel model, string rowsOf)
    {
        var values = new ReadOnlySpan<float>(file.Data(tensor), (int)tensor.Elements).ToArray();
        if (model.Architecture != "llama" || !(rowsOf.Contains(".attn_q.") || rowsOf.Contains(".attn_k.")))
            return values;
        var width = tensor.Dims.Count > 1 ? (int)tensor.Dims[0] : 1;
        var turned = new float[values.Length];
        for (var row = 0; row < values.Length / width; row++)
        {
            int head = row / model.HeadWidth,
                pair = row % model.HeadWidth / 2,
                part = row % 2;
            values.AsSpan(row * width, width).CopyTo(turned.AsSpan((head * model.HeadWidth + part * model.HeadWidth / 2 + pair) * width));
        }
        return turned;
    }
}
