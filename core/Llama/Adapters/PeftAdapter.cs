using System.Text.Json;
using ChatBot.Llama.Files;
using ChatBot.Llama.Forward;

namespace ChatBot.Llama.Adapters;

/// <summary>
/// An adapter as Hugging Face's PEFT writes it: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c> with
/// <c>base_model.model.&lt;module&gt;.lora_A.weight</c> [r, n] and <c>.lora_B.weight</c> [m, r]. Variants that compute something else
/// (DoRA, trained biases, modules saved whole) are refused.
/// </summary>
internal static unsafe class PeftAdapter
{
    private const string Prefix = "base_model.model.";

    public static AdapterSource Open(string path, LlamaModel model)
    {
        var folder = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        var scale = ReadConfig(Path.Combine(folder, "adapter_config.json"));
        var file = SafetensorsFile.Open(Directory.Exists(path) ? Path.Combine(folder, "adapter_model.safetensors") : path);
        try
        {
            return new AdapterSource(
                [.. file.Tensors.Values.Select(tensor => Half(file, tensor))],
                scale,
                model.Shape.Architecture == "llama",
                file
            );
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static AdapterHalf Half(SafetensorsFile file, TensorEntry tensor)
    {
        var b = tensor.Name.EndsWith(".lora_B.weight", StringComparison.Ordinal);
        var ending = b ? ".lora_B.weight" : ".lora_A.weight";
        var name =
            tensor.Name.StartsWith(Prefix, StringComparison.Ordinal) && tensor.Name.EndsWith(ending, StringComparison.Ordinal)
                ? SafetensorsModel.Translate(tensor.Name[Prefix.Length..^ending.Length] + ".weight")
                : null;
        return name is null
            ? throw new ModelFileException(
                file.Path,
                $"the tensor '{tensor.Name}' is not half of a LoRA pair; it would be silently unused."
            )
            : new AdapterHalf(name, b, tensor.Kind, tensor.Dims, (nint)file.Data(tensor));
    }

    /// <summary>The factor of B·A for a rank: alpha / r, or alpha / √r where the adapter says so (rank-stabilised).</summary>
    private static Func<int, double> ReadConfig(string path)
    {
        if (!File.Exists(path))
            throw new ModelFileException(path, "the adapter's settings are missing; copy the adapter's whole folder.");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 16 });
            var config = document.RootElement;
            if (!config.TryGetProperty("peft_type", out var type) || type.GetString() != "LORA")
                throw new ModelFileException(path, "this is not a LoRA adapter (peft_type is not LORA).");
            foreach (
                var key in new[]
                {
                    "use_dora",
                    "fan_in_fan_out",
                    "alpha_pattern",
                    "modules_to_save",
                    "lora_bias",
                    "trainable_token_indices",
                }
            )
                if (config.TryGetProperty(key, out var value) && Set(value))
                    throw new ModelFileException(path, $"the setting '{key}' is not supported.");
            if (config.TryGetProperty("bias", out var bias) && bias.GetString() != "none")
                throw new ModelFileException(path, "an adapter with trained biases is not supported.");
            var alpha = config.GetProperty("lora_alpha").GetDouble();
            if (!double.IsFinite(alpha) || alpha <= 0)
                throw new ModelFileException(path, "'lora_alpha' must be above zero.");
            var stabilised = config.TryGetProperty("use_rslora", out var rs) && rs.ValueKind == JsonValueKind.True;
            return rank => stabilised ? alpha / Math.Sqrt(rank) : alpha / rank;
        }
        catch (Exception e)
            when (e
                    is JsonException
                        or UnauthorizedAccessException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
                        or IOException
            )
        {
            throw new ModelFileException(path, $"the adapter's settings cannot be read ({e.Message}).", e);
        }
    }

    private static bool Set(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.Object => value.EnumerateObject().Any(),
            JsonValueKind.Array => value.GetArrayLength() > 0,
            JsonValueKind.String => true,
            JsonValueKind.Number => true,
            _ => false,
        };
}
