using ChatBot.Models.Files;
using ChatBot.Trainer.Lora;
using ChatBot.Trainer.Model;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Publishing;

/// <summary>An adapter's numbers apart from any model: what is written to files and read from them.</summary>
/// <param name="Family">The base's architecture, as GGUF calls it.</param>
/// <param name="Settings">Rank, alpha and targets; the targets are the matrices' full names.</param>
/// <param name="Tensors">By GGUF's names: <c>blk.0.attn_q.weight.lora_a</c> [rank, in], <c>….lora_b</c> [out, rank], and of DoRA
/// <c>….lora_magnitude</c> [1, out].</param>
public sealed record AdapterWeights(string Family, LoraSettings Settings, IReadOnlyDictionary<string, AdapterTensor> Tensors)
{
    /// <summary>The adapted matrices' names.</summary>
    public IEnumerable<string> Matrices =>
        Tensors.Keys.Where(name => name.EndsWith(".lora_a", StringComparison.Ordinal)).Select(name => name[..^".lora_a".Length]);

    /// <summary>What is learnt for one matrix, to compute with.</summary>
    internal LoraPair Pair(string matrix)
    {
        return LoraPair.Of(
            Extended(Tensors[matrix + ".lora_a"]),
            Extended(Tensors[matrix + ".lora_b"]),
            Tensors.TryGetValue(matrix + ".lora_magnitude", out var magnitude) ? tensor(magnitude.Values) : null,
            Settings.Scale
        );

        static Tensor Extended(AdapterTensor values) => tensor(values.Values).reshape(values.Rows, values.Columns);
    }

    /// <summary>What a model has learnt.</summary>
    /// <exception cref="InvalidOperationException">The model has no adapter.</exception>
    public static AdapterWeights Of(CausalModel model)
    {
        var settings = model.Lora ?? throw new InvalidOperationException("The model has no adapter.");
        var tensors = new Dictionary<string, AdapterTensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in model.Adapter)
        {
            using var values = tensor.detach().to(ScalarType.Float32).cpu();
            var rows = tensor.dim() == 1 ? 1 : (int)tensor.shape[0];
            tensors[name] = new AdapterTensor(values.data<float>().ToArray(), rows, (int)tensor.shape[^1]);
        }
        var weights = new AdapterWeights(model.Shape.Family, settings, tensors);
        return weights with { Settings = settings with { Targets = Targets(weights.Matrices) } };
    }

    /// <summary>Reads an adapter for a base, checked as the serving runtime checks it.</summary>
    /// <exception cref="ModelFileException">It is none, or not one for this base.</exception>
    public static AdapterWeights ReadGguf(string path, string basePath)
    {
        var header = ModelHeader.Open(basePath);
        var file = AdapterHeader.Open(path, header).File;
        var tensors = new Dictionary<string, AdapterTensor>(StringComparer.Ordinal);
        using var stream = File.OpenRead(path);
        foreach (var entry in file.Tensors.Values)
        {
            var bytes = new byte[entry.Length];
            stream.Position = file.DataStart + entry.Offset;
            stream.ReadExactly(bytes);
            var values = new float[entry.Elements];
            Unpacking.Unpack(entry.Kind, bytes, values);
            tensors[entry.Name] = new AdapterTensor(values, entry.Dims.Count > 1 ? (int)entry.Dims[1] : 1, (int)entry.Dims[0]);
        }
        var ranks = tensors
            .Where(pair => pair.Key.EndsWith(".lora_a", StringComparison.Ordinal))
            .Select(pair => pair.Value.Rows)
            .Distinct();
        if (ranks.ToArray() is not [var rank])
            throw new ModelFileException(path, "the adapter's matrices have different ranks, which the trainer cannot learn on from.");
        var alpha = new MetadataReader(file).Positive("adapter.lora.alpha")!.Value;
        var weights = new AdapterWeights(header.Architecture, new LoraSettings { Rank = rank, Alpha = alpha }, tensors);
        return weights with { Settings = weights.Settings with { Targets = Targets(weights.Matrices) } };
    }

    /// <summary>Puts the numbers into a model that was loaded with these settings.</summary>
    /// <exception cref="ArgumentException">The model's adapter has other tensors.</exception>
    public void CopyTo(CausalModel model)
    {
        if (!model.Adapter.Keys.ToHashSet().SetEquals(Tensors.Keys) || model.Lora!.Scale != Settings.Scale)
            throw new ArgumentException("The model's adapter has other matrices or another scale; load it with the adapter's settings.");
        using var off = no_grad();
        foreach (var (name, tensor) in model.Adapter)
        {
            using var values = from(Tensors[name]);
            tensor.copy_(values.reshape(tensor.shape));
        }

        static Tensor from(AdapterTensor tensor) => TorchSharp.torch.tensor(tensor.Values);
    }

    private static string[] Targets(IEnumerable<string> matrices) => [.. matrices.Select(name => name[..^".weight".Length])];
}

/// <summary>Numbers row by row.</summary>
public sealed record AdapterTensor(float[] Values, int Rows, int Columns);
