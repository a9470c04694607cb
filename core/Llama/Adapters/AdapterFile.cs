using ChatBot.Llama.Files;
using ChatBot.Llama.Forward;
using ChatBot.Llama.Kernels;

namespace ChatBot.Llama.Adapters;

/// <summary>
/// Opens an adapter in either format and checks it against its base: every tensor must find its matrix, with the extents that matrix needs.
/// </summary>
internal static unsafe class AdapterFile
{
    private const int LargestRank = 4096;

    public static LoraAdapter Open(string path, LlamaModel model)
    {
        using var source =
            Directory.Exists(path) || path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)
                ? PeftAdapter.Open(path, model)
                : GgufAdapter.Open(path, model);
        if (source.Halves.Count == 0)
            throw new ModelFileException(path, "the adapter holds no tensors.");
        var pairs = new LoraPair?[model.Shape.Layers * LoraTargets.Names.Count + 1];
        var memory = new List<IDisposable>();
        try
        {
            foreach (var halves in source.Halves.GroupBy(half => half.BaseName))
                pairs[Slot(path, model, halves.Key)] = Pair(path, model, source, halves.Key, [.. halves], memory);
            return new LoraAdapter(path, pairs, memory);
        }
        catch
        {
            memory.ForEach(part => part.Dispose());
            throw;
        }
    }

    /// <summary>Where the pair of a base tensor belongs; refuses a tensor that no pair can change.</summary>
    private static int Slot(string path, LlamaModel model, string name)
    {
        if (!model.File.Tensors.ContainsKey(name))
            throw new ModelFileException(
                path,
                $"the adapter changes '{name}', which the model does not have; it was made for another model."
            );
        if (name == "output.weight")
            return model.Shape.Layers * LoraTargets.Names.Count;
        var parts = name.Split('.');
        var target = parts is ["blk", _, _, "weight"] ? LoraTargets.Names.ToList().IndexOf(parts[2]) : -1;
        return target >= 0
            ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) * LoraTargets.Names.Count + target
            : throw new ModelFileException(
                path,
                $"the adapter changes '{name}'; only {string.Join(", ", LoraTargets.Names)} and output can be changed."
            );
    }

    private static LoraPair Pair(
        string path,
        LlamaModel model,
        AdapterSource source,
        string name,
        AdapterHalf[] halves,
        List<IDisposable> memory
    )
    {
        if (halves is not [var first, var second] || first.IsB == second.IsB)
            throw new ModelFileException(path, $"the adapter needs exactly one A and one B for '{name}'.");
        var (a, b) = first.IsB ? (second, first) : (first, second);
        var weights = model.File.Tensors[name];
        var rank = a.Dims.Count == 2 ? a.Dims[1] : 0;
        if (
            rank is < 1 or > LargestRank
            || a.Dims[0] != weights.Dims[0]
            || b.Dims.Count != 2
            || b.Dims[0] != rank
            || b.Dims[1] != weights.Dims[1]
        )
            throw new ModelFileException(
                path,
                $"the adapter's extents A [{string.Join(", ", a.Dims)}] and B [{string.Join(", ", b.Dims)}] do not fit '{name}' "
                    + $"{weights.Shape}."
            );
        var heads =
            source.PermutesHeads && name.EndsWith(".attn_q.weight", StringComparison.Ordinal) ? model.Shape.Heads
            : source.PermutesHeads && name.EndsWith(".attn_k.weight", StringComparison.Ordinal) ? model.Shape.KvHeads
            : 0;
        return new LoraPair(Floats(path, a, memory, 0), Floats(path, b, memory, heads), (float)source.Scale((int)rank));
    }

    private static WeightMatrix Floats(string path, AdapterHalf half, List<IDisposable> memory, int permutedHeads)
    {
        int columns = (int)half.Dims[0],
            rows = (int)half.Dims[1];
        var stored = new WeightMatrix(half.BaseName, half.Data, half.Kind, rows, columns);
        var buffer = new NativeBuffer<float>((long)rows * columns);
        memory.Add(buffer);
        if (permutedHeads == 0)
        {
            MatrixProduct.Dequantise(stored, 0, rows, buffer.Pointer);
        }
        else
        {
            using var original = new NativeBuffer<float>(buffer.Length);
            MatrixProduct.Dequantise(stored, 0, rows, original.Pointer);
            HeadPermutation.Copy((byte*)original.Pointer, (byte*)buffer.Pointer, rows, permutedHeads, columns * sizeof(float));
        }
        for (var i = 0L; i < buffer.Length; i++)
            if (!float.IsFinite(buffer.Pointer[i]))
                throw new ModelFileException(path, $"the adapter's change of '{half.BaseName}' holds a value that is not a number.");
        return new WeightMatrix(half.BaseName + (half.IsB ? ".lora_b" : ".lora_a"), (nint)buffer.Pointer, TensorKind.F32, rows, columns);
    }
}
