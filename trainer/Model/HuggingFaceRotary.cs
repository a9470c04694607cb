using System.Text.Json;
using ChatBot.Models.Files;

namespace ChatBot.Trainer.Model;

/// <summary>How a Hugging Face configuration turns positions, as llama.cpp's converter writes it into GGUF.</summary>
internal static class HuggingFaceRotary
{
    /// <exception cref="ModelFileException">The scaling is of a type that is not known.</exception>
    public static RotaryShape Of(JsonElement config, string family, int headWidth, string path)
    {
        var share = Number(config, "partial_rotary_factor") ?? 1;
        var scaling = config.TryGetProperty("rope_scaling", out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
        // Newer configurations keep base and scaling together.
        if (config.TryGetProperty("rope_parameters", out var parameters) && parameters.ValueKind == JsonValueKind.Object)
            scaling = parameters;
        var width = (int)(headWidth * share);
        var rotary = new RotaryShape(width, Number(config, "rope_theta") ?? Number(scaling, "rope_theta") ?? 10000, family == "llama");
        var type = Text(scaling, "rope_type") ?? Text(scaling, "type") ?? "default";
        var factor = Number(scaling, "factor") ?? 1;
        var original = Number(scaling, "original_max_position_embeddings") ?? Number(config, "original_max_position_embeddings");
        var context = config.GetProperty("max_position_embeddings").GetInt32();
        return type switch
        {
            "default" => rotary,
            "linear" => rotary with { Factor = factor },
            "yarn" => rotary with { Factor = factor, YarnContext = (int)(original ?? context) },
            "llama3" => rotary with { Factors = Llama3(rotary, scaling, original ?? 8192) },
            "longrope" or "su" => rotary with
            {
                Factors = [.. scaling.GetProperty("short_factor").EnumerateArray().Select(value => value.GetSingle())],
                Magnitude = LongRope(context / (original ?? context), original ?? context),
            },
            _ => throw new ModelFileException(path, $"the scaling of positions '{type}' is not known; convert the folder to GGUF."),
        };
    }

    /// <summary>Llama 3.1: slow frequencies are divided by the factor, fast ones kept, and those between mixed.</summary>
    private static float[] Llama3(RotaryShape rotary, JsonElement scaling, float original)
    {
        var factor = Number(scaling, "factor") ?? 8;
        var (slow, fast) = (Number(scaling, "low_freq_factor") ?? 1, Number(scaling, "high_freq_factor") ?? 4);
        return
        [
            .. Enumerable
                .Range(0, rotary.Width / 2)
                .Select(i =>
                {
                    var wave = 2 * Math.PI * Math.Pow(rotary.Base, 2.0 * i / rotary.Width);
                    if (wave < original / fast)
                        return 1f;
                    if (wave > original / slow)
                        return factor;
                    var smooth = (original / wave - slow) / (fast - slow);
                    return (float)(1 / ((1 - smooth) / factor + smooth));
                }),
        ];
    }

    private static float LongRope(float stretch, float original) =>
        stretch <= 1 ? 1 : (float)Math.Sqrt(1 + Math.Log(stretch) / Math.Log(original));

    private static float? Number(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetSingle()
            : null;

    private static string? Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value.GetString() : null;
}
