using System.Text.Json;

namespace ChatBot.Llama.Files;

/// <summary>Turns a Hugging Face <c>config.json</c> into GGUF's keys.</summary>
internal static class HuggingFaceConfig
{
    /// <summary>Reads <paramref name="path"/>.</summary>
    /// <exception cref="ModelFileException">Not JSON, or an architecture or setting that is not supported.</exception>
    public static Dictionary<string, object> Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 32 });
            return Translate(path, document.RootElement);
        }
        catch (Exception e)
            when (e
                    is JsonException
                        or IOException
                        or UnauthorizedAccessException
                        or InvalidOperationException
                        or FormatException
                        or KeyNotFoundException
                        or IndexOutOfRangeException
            )
        {
            throw new ModelFileException(path, $"the model's settings cannot be read ({e.Message}).", e);
        }
    }

    /// <summary>Llama 3's scaling as factors that divide the frequencies, [d / 2], or null when the model has none.</summary>
    public static float[]? Llama3Factors(IReadOnlyDictionary<string, object> metadata)
    {
        if (!metadata.TryGetValue("huggingface.llama3", out var value) || value is not double[] settings)
            return null;
        var (factor, low, high, original, frequencyBase, rotated) = (
            settings[0],
            settings[1],
            settings[2],
            settings[3],
            settings[4],
            (int)settings[5]
        );
        return
        [
            .. Enumerable
                .Range(0, rotated / 2)
                .Select(i =>
                {
                    var wavelength = 2 * Math.PI * Math.Pow(frequencyBase, 2.0 * i / rotated);
                    if (wavelength < original / high)
                        return 1f;
                    if (wavelength > original / low)
                        return (float)factor;
                    var smooth = (original / wavelength - low) / (high - low);
                    return (float)(1 / ((1 - smooth) / factor + smooth));
                }),
        ];
    }

    /// <summary>What some models set beyond YaRN's paper; they change the attention's temperature or the ramp.</summary>
    private static readonly string[] YarnExtras = ["attention_factor", "mscale", "mscale_all_dim", "truncate"];

    private static Dictionary<string, object> Translate(string path, JsonElement config)
    {
        var named = config.GetProperty("architectures")[0].GetString() ?? "";
        var architecture = named switch
        {
            "LlamaForCausalLM" or "MistralForCausalLM" => "llama",
            "Qwen2ForCausalLM" => "qwen2",
            "Qwen3ForCausalLM" => "qwen3",
            _ => throw new ModelFileException(
                path,
                $"the architecture '{named}' is not supported; LlamaForCausalLM, MistralForCausalLM, Qwen2ForCausalLM and "
                    + "Qwen3ForCausalLM are."
            ),
        };
        var metadata = new Dictionary<string, object>(StringComparer.Ordinal) { ["general.architecture"] = architecture };
        Copy("num_hidden_layers", "block_count");
        Copy("hidden_size", "embedding_length");
        Copy("intermediate_size", "feed_forward_length");
        Copy("num_attention_heads", "attention.head_count");
        Copy("num_key_value_heads", "attention.head_count_kv");
        Copy("max_position_embeddings", "context_length");
        Copy("head_dim", "attention.key_length");
        metadata[$"{architecture}.attention.layer_norm_rms_epsilon"] = Number(config, "rms_norm_eps", 1e-6);
        if (config.TryGetProperty("tie_word_embeddings", out var tied) && tied.ValueKind is JsonValueKind.True or JsonValueKind.False)
            metadata["huggingface.tied"] = tied.GetBoolean();
        if (config.TryGetProperty("hidden_act", out var activation) && activation.GetString() is not ("silu" or "swish"))
            throw new ModelFileException(path, $"the activation '{activation.GetString()}' is not supported; silu is.");
        if (Number(config, "partial_rotary_factor", 1) != 1)
            throw new ModelFileException(path, "heads of which only a part is rotated are not supported.");

        var windowed = !config.TryGetProperty("use_sliding_window", out var used) || used.ValueKind == JsonValueKind.True;
        if (windowed && Number(config, "sliding_window", double.MaxValue) < Number(config, "max_position_embeddings", 0))
            throw new ModelFileException(path, "attention within a sliding window is not supported.");

        var scaling =
            config.TryGetProperty("rope_parameters", out var v5) && v5.ValueKind == JsonValueKind.Object ? v5
            : config.TryGetProperty("rope_scaling", out var v4) && v4.ValueKind == JsonValueKind.Object ? v4
            : default;
        var frequencyBase = Number(
            config,
            "rope_theta",
            scaling.ValueKind == JsonValueKind.Object ? Number(scaling, "rope_theta", 10000) : 10000
        );
        metadata[$"{architecture}.rope.freq_base"] = frequencyBase;
        if (scaling.ValueKind == JsonValueKind.Object)
            Scale(scaling);
        return metadata;

        void Copy(string from, string to)
        {
            if (config.TryGetProperty(from, out var value) && value.ValueKind == JsonValueKind.Number)
                metadata[$"{architecture}.{to}"] = value.TryGetInt64(out var whole) ? (object)whole : value.GetDouble();
        }

        void Scale(JsonElement rope)
        {
            var type =
                (rope.TryGetProperty("rope_type", out var a) || rope.TryGetProperty("type", out a) ? a.GetString() : null) ?? "default";
            var factor = Number(rope, "factor", 1);
            var original = Number(rope, "original_max_position_embeddings", Number(config, "max_position_embeddings", 0));
            switch (type)
            {
                case "default":
                    break;
                case "yarn"
                    when YarnExtras.FirstOrDefault(key => rope.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null)
                        is { } extra:
                    throw new ModelFileException(path, $"YaRN's setting '{extra}' is not supported.");
                case "linear" or "yarn":
                    metadata[$"{architecture}.rope.scaling.type"] = type;
                    metadata[$"{architecture}.rope.scaling.factor"] = factor;
                    metadata[$"{architecture}.rope.scaling.original_context_length"] = (long)original;
                    Turns("beta_fast", "yarn_beta_fast");
                    Turns("beta_slow", "yarn_beta_slow");
                    break;
                case "llama3":
                    var rotated = Number(config, "head_dim", Number(config, "hidden_size", 0) / Number(config, "num_attention_heads", 1));
                    metadata["huggingface.llama3"] = new[]
                    {
                        factor,
                        Number(rope, "low_freq_factor", 1),
                        Number(rope, "high_freq_factor", 4),
                        original,
                        frequencyBase,
                        double.IsFinite(rotated) ? Math.Clamp(rotated, 2, 1024) : 2,
                    };
                    break;
                default:
                    throw new ModelFileException(
                        path,
                        $"the RoPE scaling '{type}' is not supported; default, linear, llama3 and yarn are."
                    );
            }

            void Turns(string from, string to)
            {
                if (Number(rope, from, 0) is var turns and not 0)
                    metadata[$"{architecture}.rope.scaling.{to}"] = turns;
            }
        }
    }

    private static double Number(JsonElement owner, string key, double otherwise) =>
        owner.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : otherwise;
}
