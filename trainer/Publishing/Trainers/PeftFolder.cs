using System.Text.Json;
using System.Text.RegularExpressions;
using ChatBot.Models.Files;

namespace ChatBot.Trainer.Publishing.Trainers;

/// <summary>
/// A LoRA adapter as PEFT saves it: https://huggingface.co/docs/peft/developer_guides/checkpoint. Its matrices are called as the model's
/// modules are in Hugging Face's library; each must be one of the base's, in its extents.
/// </summary>
internal static partial class PeftFolder
{
    public const string Config = "adapter_config.json",
        Weights = "adapter_model.safetensors";

    /// <summary>Hugging Face's name of a projection, and GGUF's.</summary>
    private static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["self_attn.q_proj"] = "attn_q",
        ["self_attn.k_proj"] = "attn_k",
        ["self_attn.v_proj"] = "attn_v",
        ["self_attn.o_proj"] = "attn_output",
        ["self_attn.qkv_proj"] = "attn_qkv",
        ["mlp.gate_proj"] = "ffn_gate",
        ["mlp.up_proj"] = "ffn_up",
        ["mlp.gate_up_proj"] = "ffn_up",
        ["mlp.down_proj"] = "ffn_down",
    };

    /// <exception cref="AdapterImportException">It is none, or does not fit the model.</exception>
    public static ImportedAdapter Check(string folder, ModelHeader model)
    {
        var (rank, alpha, stabilised, decomposed) = ReadConfig(Path.Combine(folder, Config));
        var weights = Path.Combine(folder, Weights);
        if (!File.Exists(weights))
            throw new AdapterImportException($"{weights} is missing; save the adapter as safetensors.");
        var halves = new Dictionary<(string Matrix, string Half), SafetensorsEntry>();
        foreach (var (name, entry) in SafetensorsHeader.Read(weights))
            if (!halves.TryAdd(MatrixOf(name, weights), entry))
                throw new AdapterImportException($"{weights}: '{name}' stands for a matrix that another tensor stands for too.");
        if (halves.Count == 0)
            throw new AdapterImportException($"{weights} holds no tensors.");
        var matrices = halves.Keys.Select(key => key.Matrix).Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var matrix in matrices)
            CheckPair(matrix, halves, rank, decomposed, model, weights);
        return new ImportedAdapter(folder, IsGguf: false, rank, alpha, stabilised, decomposed, matrices);
    }

    private static (int Rank, double Alpha, bool Stabilised, bool Decomposed) ReadConfig(string path)
    {
        if (!File.Exists(path))
            throw new AdapterImportException($"{path} is missing; name the folder that the trainer saved the adapter in.");
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = json.RootElement;
            if (root.GetProperty("peft_type").GetString() is var type and not "LORA")
                throw new AdapterImportException($"{path}: an adapter of the type {type}; only LORA can be served.");
            if (IsSet("bias", out var bias) && bias.GetString() is not "none")
                throw new AdapterImportException($"{path}: bias is trained too, which no adapter file can hold; train with bias none.");
            foreach (var varied in (string[])["rank_pattern", "alpha_pattern"])
                if (IsSet(varied, out var pattern) && pattern.EnumerateObject().Any())
                    throw new AdapterImportException($"{path}: {varied} is set; train with one rank and one alpha for all matrices.");
            if (IsSet("modules_to_save", out var saved) && saved.GetArrayLength() > 0)
                throw new AdapterImportException(
                    $"{path}: modules_to_save holds whole modules, which no adapter file can; leave it empty."
                );
            return (root.GetProperty("r").GetInt32(), root.GetProperty("lora_alpha").GetDouble(), IsTrue("use_rslora"), IsTrue("use_dora"));

            bool IsSet(string name, out JsonElement value) =>
                root.TryGetProperty(name, out value) && value.ValueKind is not JsonValueKind.Null;

            bool IsTrue(string name) => IsSet(name, out var value) && value.ValueKind == JsonValueKind.True;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new AdapterImportException($"{path} is no configuration of a LoRA adapter.", fault);
        }
    }

    private static (string Matrix, string Half) MatrixOf(string name, string path)
    {
        var match = Tensor().Match(name);
        return match.Success && Names.TryGetValue(match.Groups["module"].Value, out var matrix)
            ? ($"blk.{match.Groups["layer"].Value}.{matrix}.weight", match.Groups["half"].Value)
            : throw new AdapterImportException($"{path}: '{name}' changes what no adapter file can; it would be silently unused.");
    }

    private static void CheckPair(
        string matrix,
        Dictionary<(string, string), SafetensorsEntry> halves,
        int rank,
        bool decomposed,
        ModelHeader model,
        string path
    )
    {
        if (!model.File.Tensors.TryGetValue(matrix, out var weights))
            throw new AdapterImportException($"{path} changes '{matrix}', which the base does not have; it was made for another one.");
        if (!halves.TryGetValue((matrix, "lora_A"), out var a) || !halves.TryGetValue((matrix, "lora_B"), out var b))
            throw new AdapterImportException($"{path} needs an A and a B for '{matrix}'.");
        var (width, rows) = (weights.Dims[0], weights.Dims[1]);
        if (!a.Shape.SequenceEqual([rank, width]) || !b.Shape.SequenceEqual([rows, rank]))
            throw new AdapterImportException(
                $"{path}: A [{string.Join(", ", a.Shape)}] and B [{string.Join(", ", b.Shape)}] of rank {rank} do not fit '{matrix}' "
                    + $"[{rows}, {width}]; it was made for another base."
            );
        if (halves.ContainsKey((matrix, "lora_magnitude_vector")) != decomposed)
            throw new AdapterImportException($"{path}: use_dora and the magnitudes of '{matrix}' contradict each other.");
    }

    [GeneratedRegex(
        @"^base_model\.model\.model\.layers\.(?<layer>\d+)\.(?<module>\w+\.\w+)\.(?<half>lora_A|lora_B|lora_magnitude_vector)"
            + @"(?:\.default)?(?:\.weight)?$"
    )]
    private static partial Regex Tensor();
}
