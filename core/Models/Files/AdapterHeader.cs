namespace ChatBot.Models.Files;

/// <summary>
/// A LoRA adapter's header (<c>general.type=adapter</c>, tensors <c>&lt;base tensor&gt;.lora_a</c> [n, r] and <c>.lora_b</c> [r, m]),
/// checked against its base: every tensor must find its matrix, and what computes something else is refused.
/// </summary>
/// <param name="File">The file.</param>
public sealed record AdapterHeader(GgufFile File)
{
    private const int LargestRank = 4096;
    private const string A = ".lora_a",
        B = ".lora_b";

    /// <summary>Opens and checks an adapter for <paramref name="model"/>.</summary>
    /// <exception cref="ModelFileException">It is no adapter, or not one for this model.</exception>
    public static AdapterHeader Open(string path, ModelHeader model)
    {
        var file = GgufFile.Open(path);
        var keys = new MetadataReader(file);
        if (keys.Text("general.type", "model") != "adapter")
            throw new ModelFileException(path, "this is a model, not an adapter; name it as Model:Path.");
        if (keys.Text("adapter.type") is var type and not "lora")
            throw new ModelFileException(path, $"this is an adapter of the type '{type}', not LoRA.");
        if (keys.Text("general.architecture") is var architecture && architecture != model.Architecture)
            throw new ModelFileException(path, $"the adapter is for '{architecture}', the model is '{model.Architecture}'.");
        if (file.Metadata.Keys.FirstOrDefault(key => key.StartsWith("adapter.alora", StringComparison.Ordinal)) is { } activated)
            throw new ModelFileException(path, $"the key '{activated}' makes this an activated adapter, which is not supported.");
        if (keys.Positive("adapter.lora.alpha") is null)
            throw new ModelFileException(path, "the key 'adapter.lora.alpha' is missing.");
        if (file.Tensors.Count == 0)
            throw new ModelFileException(path, "the adapter holds no tensors.");
        foreach (var tensor in file.Tensors.Values)
            CheckPair(file, tensor, model);
        return new AdapterHeader(file);
    }

    private static void CheckPair(GgufFile file, TensorEntry half, ModelHeader model)
    {
        var name =
            half.Name.EndsWith(A, StringComparison.Ordinal) || half.Name.EndsWith(B, StringComparison.Ordinal)
                ? half.Name[..^A.Length]
                : null;
        if (name is null)
            throw new ModelFileException(
                file.Path,
                $"the tensor '{half.Name}' is neither a '{A}' nor a '{B}'; it would be silently unused."
            );
        if (!file.Tensors.TryGetValue(name + A, out var a) || !file.Tensors.TryGetValue(name + B, out var b))
            throw new ModelFileException(file.Path, $"the adapter needs an A and a B for '{name}'.");
        if (!model.File.Tensors.TryGetValue(name, out var weights))
            throw new ModelFileException(
                file.Path,
                $"the adapter changes '{name}', which the model does not have; it was made for another one."
            );
        if (weights.Dims.Count < 2 || name == "token_embd.weight" || half.Kind is not (TensorKind.F32 or TensorKind.F16 or TensorKind.BF16))
            throw new ModelFileException(file.Path, $"the adapter's '{half.Name}' of kind {half.Kind} cannot be computed with.");
        var rank = a.Dims.Count > 1 ? a.Dims[1] : 1;
        var more = weights.Dims.Skip(2).ToArray(); // experts
        if (rank > LargestRank || !a.Is([weights.Dims[0], rank, .. more]) || !b.Is([rank, weights.Dims[1], .. more]))
            throw new ModelFileException(
                file.Path,
                $"the adapter's extents A {a.Shape} and B {b.Shape} do not fit '{name}' {weights.Shape}."
            );
    }
}
