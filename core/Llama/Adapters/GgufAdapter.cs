using ChatBot.Llama.Files;
using ChatBot.Llama.Forward;

namespace ChatBot.Llama.Adapters;

/// <summary>
/// An adapter as llama.cpp's converter writes it: <c>general.type=adapter</c>, <c>adapter.type=lora</c>, <c>adapter.lora.alpha</c>, tensors
/// <c>&lt;base tensor&gt;.lora_a</c> [n, r] and <c>.lora_b</c> [r, m].
/// </summary>
internal static unsafe class GgufAdapter
{
    public static AdapterSource Open(string path, LlamaModel model)
    {
        var file = GgufFile.Open(path);
        try
        {
            var keys = new MetadataReader(file);
            Expect(keys, "general.type", "adapter", path);
            Expect(keys, "adapter.type", "lora", path);
            if (keys.Text("general.architecture") is var architecture && architecture != model.Shape.Architecture)
                throw new ModelFileException(path, $"the adapter is for '{architecture}', the model is '{model.Shape.Architecture}'.");
            if (file.Metadata.Keys.FirstOrDefault(key => key.StartsWith("adapter.alora", StringComparison.Ordinal)) is { } activated)
                throw new ModelFileException(path, $"the key '{activated}' makes this an activated adapter, which is not supported.");
            var alpha = keys.Positive("adapter.lora.alpha");
            return new AdapterSource(
                [.. file.Tensors.Values.Select(tensor => Half(path, file, tensor))],
                rank => alpha / rank,
                PermutesHeads: false,
                file
            );
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static AdapterHalf Half(string path, GgufFile file, TensorEntry tensor)
    {
        var b = tensor.Name.EndsWith(".lora_b", StringComparison.Ordinal);
        if (!b && !tensor.Name.EndsWith(".lora_a", StringComparison.Ordinal))
            throw new ModelFileException(
                path,
                $"the tensor '{tensor.Name}' is neither a '.lora_a' nor a '.lora_b'; it would be silently unused."
            );
        return new AdapterHalf(tensor.Name[..^".lora_a".Length], b, tensor.Kind, tensor.Dims, (nint)file.Data(tensor));
    }

    private static void Expect(MetadataReader keys, string key, string expected, string path)
    {
        if (keys.Text(key) is var value && value != expected)
            throw new ModelFileException(path, $"the key '{key}' holds '{value}' where '{expected}' belongs; this is not a LoRA adapter.");
    }
}
