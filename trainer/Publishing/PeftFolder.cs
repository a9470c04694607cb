using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.Models.Files;
using ChatBot.Trainer.Model;

namespace ChatBot.Trainer.Publishing;

/// <summary>
/// Adapters as PEFT has them (vLLM, transformers, axolotl, TRL): <c>adapter_config.json</c> beside <c>adapter_model.safetensors</c>, with
/// Hugging Face's names and its order of rows. <c>github.com/huggingface/peft/blob/main/docs/source/developer_guides/checkpoint.md</c>.
/// </summary>
public static class PeftFolder
{
    private const string Configuration = "adapter_config.json",
        Weights = "adapter_model.safetensors",
        Prefix = "base_model.model.",
        Magnitude = ".lora_magnitude";

    private static readonly (string Gguf, string Peft)[] Kinds =
    [
        (".lora_a", ".lora_A.weight"),
        (".lora_b", ".lora_B.weight"),
        (Magnitude, ".lora_magnitude_vector"),
    ];

    /// <summary>Writes the folder and returns its path.</summary>
    /// <param name="weights">The adapter.</param>
    /// <param name="shape">Of its base.</param>
    /// <param name="folder">Where to; it is made.</param>
    /// <param name="baseName">The base as Hugging Face or the serving machine knows it.</param>
    public static string Save(AdapterWeights weights, ModelShape shape, string folder, string baseName)
    {
        Directory.CreateDirectory(folder);
        var modules = weights.Matrices.Select(name => Module(weights.Family, name)).ToList();
        var settings = weights.Settings;
        var configuration = new JsonObject
        {
            ["peft_type"] = "LORA",
            ["task_type"] = "CAUSAL_LM",
            ["base_model_name_or_path"] = baseName,
            ["r"] = settings.Rank,
            ["lora_alpha"] = settings.Alpha,
            ["lora_dropout"] = settings.Dropout,
            ["use_rslora"] = settings.IsRankStabilised,
            ["use_dora"] = settings.IsDora,
            ["bias"] = "none",
            ["fan_in_fan_out"] = false,
            ["inference_mode"] = true,
            ["init_lora_weights"] = true,
            ["target_modules"] = JsonSerializer.SerializeToNode(modules.Select(module => module.Split('.')[^1]).Distinct().Order()),
        };
        // Where not every layer has them, the names alone would say too much.
        if (modules.Count != shape.Layers * modules.Select(module => module.Split('.')[^1]).Distinct().Count())
            configuration["target_modules"] = JsonSerializer.SerializeToNode(modules);
        WholeFile.Write(
            Path.Combine(folder, Weights),
            path => SafetensorsWriter.Save(path, weights.Tensors.Select(tensor => Written(tensor.Key, tensor.Value, shape)))
        );
        WholeFile.Write(
            Path.Combine(folder, Configuration),
            path => File.WriteAllText(path, configuration.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n")
        );
        return folder;
    }

    /// <summary>Reads a folder for a base.</summary>
    /// <exception cref="ModelFileException">It is no such folder, or its adapter does not fit the base; one line says why.</exception>
    public static AdapterWeights Read(string folder, ModelShape shape)
    {
        var settings = PeftSettings.Read(Path.Combine(folder, Configuration));
        using var file = SafetensorsFile.Open(Path.Combine(folder, Weights));
        var tensors = new Dictionary<string, AdapterTensor>(StringComparer.Ordinal);
        foreach (var (name, entry) in file.Tensors)
        {
            var (matrix, kind) = GgufName(file.Path, name, shape);
            var (rows, columns) = entry.Extents switch
            {
                [var length] when kind == Magnitude => (1, (int)length),
                [var r, var c] => ((int)r, (int)c),
                _ => throw new ModelFileException(file.Path, $"the tensor '{name}' has {entry.Extents.Count} extents."),
            };
            if (kind != Magnitude && (kind == ".lora_a" ? rows : columns) != settings.Rank)
                throw new ModelFileException(file.Path, $"the tensor '{name}' is not of the rank {settings.Rank} that the folder says.");
            tensors[matrix + kind] = Ordered(matrix, kind, new AdapterTensor(file.Values(name), rows, columns), shape, toGguf: true);
        }
        var weights = new AdapterWeights(shape.Family, settings, tensors);
        foreach (var tensor in tensors.Keys)
            if (!tensors.ContainsKey(tensor[..tensor.LastIndexOf('.')] + (tensor.EndsWith('b') ? ".lora_a" : ".lora_b")))
                throw new ModelFileException(file.Path, $"the adapter needs an A and a B beside '{tensor}'.");
        return tensors.Count > 0
            ? weights with
            {
                Settings = settings with { Targets = [.. weights.Matrices.Select(name => name[..^".weight".Length])] },
            }
            : throw new ModelFileException(file.Path, "the adapter holds no tensors.");
    }

    private static (string Matrix, string Kind) GgufName(string path, string name, ModelShape shape)
    {
        var plain = name.Replace(".default.", ".", StringComparison.Ordinal);
        foreach (var (gguf, peft) in Kinds)
            if (
                plain.StartsWith(Prefix, StringComparison.Ordinal)
                && plain.EndsWith(peft, StringComparison.Ordinal)
                && HuggingFaceNames.ToGguf(shape.Family, plain[Prefix.Length..^peft.Length]) is { } matrix
            )
                return (matrix, gguf);
        throw new ModelFileException(path, $"the tensor '{name}' changes what an adapter for a layer's matrices cannot.");
    }

    private static string Module(string family, string matrix) => HuggingFaceNames.Of(family, matrix)[..^".weight".Length];

    private static (string, long[], float[]) Written(string name, AdapterTensor tensor, ModelShape shape)
    {
        var at = name.LastIndexOf('.');
        var (matrix, kind) = (name[..at], name[at..]);
        var peft = Kinds.First(pair => pair.Gguf == kind).Peft;
        long[] extents = kind == Magnitude ? [tensor.Columns] : [tensor.Rows, tensor.Columns];
        return (Prefix + Module(shape.Family, matrix) + peft, extents, Ordered(matrix, kind, tensor, shape, toGguf: false).Values);
    }

    /// <summary>B has the matrix's rows, in whose order the two formats differ; so have magnitudes.</summary>
    private static AdapterTensor Ordered(string matrix, string kind, AdapterTensor tensor, ModelShape shape, bool toGguf)
    {
        if (kind == ".lora_a" || !shape.IsPermuted)
            return tensor;
        var width = kind == Magnitude ? 1 : tensor.Columns;
        var ordered = new float[tensor.Values.Length];
        for (var row = 0; row < ordered.Length / width; row++)
        {
            var theirs = (int)HuggingFaceNames.Row(shape, matrix, row);
            var (from, to) = toGguf ? (theirs, row) : (row, theirs);
            Array.Copy(tensor.Values, from * width, ordered, to * width, width);
        }
        return tensor with { Values = ordered };
    }
}
