using System.Text.Json;
using ChatBot.Models.Files;

namespace ChatBot.Trainer.Model;

/// <summary>A model's shape from a Hugging Face <c>config.json</c>.</summary>
internal static class HuggingFaceShape
{
    /// <returns>The shape, and whether the embedding is the head too.</returns>
    /// <exception cref="ModelFileException">There is no such file, or it is of a model that cannot be trained.</exception>
    public static (ModelShape Shape, bool IsTied) Read(string folder)
    {
        var path = Path.Combine(folder, "config.json");
        if (!File.Exists(path))
            throw new ModelFileException(folder, "this is a folder without config.json; name a GGUF file or a Hugging Face folder.");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Of(document.RootElement, path);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or IOException)
        {
            throw new ModelFileException(path, $"the configuration cannot be read ({e.Message.Split('\n')[0]}).", e);
        }
    }

    private static (ModelShape, bool) Of(JsonElement config, string path)
    {
        var family = config.GetProperty("model_type").GetString()!;
        if (!ModelShape.Families.Contains(family))
            throw new ModelFileException(
                path,
                $"models of the type '{family}' cannot be trained here; {string.Join(", ", ModelShape.Families)} can."
            );
        var (width, heads) = (Integer("hidden_size"), Integer("num_attention_heads"));
        var headWidth = Optional("head_dim") is { ValueKind: JsonValueKind.Number } given ? given.GetInt32() : width / Math.Max(1, heads);
        var shape = new ModelShape
        {
            Family = family,
            Layers = Integer("num_hidden_layers"),
            Width = width,
            Heads = heads,
            KvHeads = Optional("num_key_value_heads") is { ValueKind: JsonValueKind.Number } shared ? shared.GetInt32() : heads,
            HeadWidth = headWidth,
            FeedForward = Integer("intermediate_size"),
            Vocabulary = Integer("vocab_size"),
            Context = Integer("max_position_embeddings"),
            NormEpsilon = config.GetProperty("rms_norm_eps").GetSingle(),
            AttentionScale = 1 / MathF.Sqrt(headWidth),
            Rotary = HuggingFaceRotary.Of(config, family, headWidth, path),
        };
        if (shape.KvHeads == 0 || heads % shape.KvHeads != 0 || headWidth % 2 != 0)
            throw new ModelFileException(path, $"{heads} heads of {headWidth} with {shape.KvHeads} for keys are impossible.");
        if (family == "gemma2")
            shape = shape with
            {
                AttentionScale = 1 / MathF.Sqrt(Number("query_pre_attn_scalar") ?? headWidth),
                AttentionSoftCap = Number("attn_logit_softcapping") ?? 0,
                LogitSoftCap = Number("final_logit_softcapping") ?? 0,
                EmbeddingScale = MathF.Sqrt(width),
                IsGelu = true,
                SlidingWindow = (int)(Number("sliding_window") ?? 0),
            };
        // gemma2's configuration says so only where it is not.
        var isTied = Optional("tie_word_embeddings")?.ValueKind is { } said ? said == JsonValueKind.True : family == "gemma2";
        return (shape, isTied);

        JsonElement? Optional(string name) => config.TryGetProperty(name, out var value) ? value : null;
        float? Number(string name) => Optional(name) is { ValueKind: JsonValueKind.Number } value ? value.GetSingle() : null;
        int Integer(string name) =>
            config.GetProperty(name).GetInt32() is > 0 and < 1 << 30 and var value
                ? value
                : throw new ModelFileException(path, $"'{name}' holds a number that cannot be.");
    }
}
