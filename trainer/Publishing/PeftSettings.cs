using System.Text.Json;
using ChatBot.Models.Files;
using ChatBot.Trainer.Lora;

namespace ChatBot.Trainer.Publishing;

/// <summary>What PEFT's <c>adapter_config.json</c> says. What would compute something else than LoRA is refused, never dropped.</summary>
internal static class PeftSettings
{
    /// <exception cref="ModelFileException">The file is absent, unreadable, or asks for something else.</exception>
    public static LoraSettings Read(string path)
    {
        if (!File.Exists(path))
            throw new ModelFileException(path, "there is no such file; name the folder of a PEFT adapter.");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            if (root.GetProperty("peft_type").GetString() is not "LORA" and var type)
                throw new ModelFileException(path, $"this is an adapter of the type '{type}', not LoRA.");
            foreach (
                var name in new[] { "rank_pattern", "alpha_pattern", "modules_to_save", "target_parameters", "trainable_token_indices" }
            )
                if (root.TryGetProperty(name, out var value) && !IsEmpty(value))
                    throw new ModelFileException(path, $"'{name}' is set, which a GGUF adapter has no place for.");
            if (root.TryGetProperty("bias", out var bias) && bias.GetString() is not ("none" or null))
                throw new ModelFileException(path, "the adapter learns biases, which a GGUF adapter has no place for.");
            return new LoraSettings
            {
                Rank = root.GetProperty("r").GetInt32() is > 0 and <= 4096 and var rank
                    ? rank
                    : throw new ModelFileException(path, "the rank 'r' is not possible."),
                Alpha = root.GetProperty("lora_alpha").GetSingle() is > 0 and var alpha
                    ? alpha
                    : throw new ModelFileException(path, "'lora_alpha' is not above 0."),
                Dropout = root.TryGetProperty("lora_dropout", out var dropout) ? dropout.GetSingle() : 0,
                IsRankStabilised = Is("use_rslora"),
                IsDora = Is("use_dora"),
            };

            bool Is(string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or IOException)
        {
            throw new ModelFileException(path, $"the adapter's configuration cannot be read ({e.Message.Split('\n')[0]}).", e);
        }
    }

    private static bool IsEmpty(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.False => true,
            JsonValueKind.Object => !value.EnumerateObject().Any(),
            JsonValueKind.Array => value.GetArrayLength() == 0,
            _ => false,
        };
}
