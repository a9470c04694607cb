using ChatBot.Models.Files;

namespace ChatBot.Trainer.Publishing.Trainers;

/// <summary>An adapter that another trainer made, found to fit its base.</summary>
/// <param name="Path">The GGUF file, or the PEFT folder.</param>
/// <param name="IsGguf">Whether the serving runtime reads it as it is; a PEFT folder is converted first.</param>
/// <param name="IsDecomposed">DoRA: no adapter file can hold it, only weights that it was merged into.</param>
/// <param name="Matrices">Names of the base's matrices that it changes.</param>
public sealed record ImportedAdapter(
    string Path,
    bool IsGguf,
    int Rank,
    double Alpha,
    bool IsRankStabilised,
    bool IsDecomposed,
    IReadOnlyList<string> Matrices
);

/// <summary>Checks what another trainer brought back against the base that is served, before anything is made of it.</summary>
public static class TrainerImport
{
    /// <param name="path">A GGUF adapter, or a folder with <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</param>
    /// <param name="basePath">The GGUF file that is served.</param>
    /// <exception cref="AdapterImportException">It is neither, or does not fit; the message says why.</exception>
    /// <exception cref="ModelFileException">A GGUF file is none, or not one for this base.</exception>
    public static ImportedAdapter Check(string path, string basePath)
    {
        var model = ModelHeader.Open(basePath);
        if (Directory.Exists(path))
            return PeftFolder.Check(path, model);
        if (!File.Exists(path))
            throw new AdapterImportException($"{path} does not exist; name a GGUF adapter or a folder with {PeftFolder.Config}.");
        if (!path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase))
            throw new AdapterImportException($"{path} is no GGUF file; of a PEFT adapter name the folder that holds {PeftFolder.Config}.");
        var adapter = AdapterHeader.Open(path, model);
        const string half = ".lora_a";
        var halves = adapter.File.Tensors.Values.Where(tensor => tensor.Name.EndsWith(half, StringComparison.Ordinal)).ToList();
        return new ImportedAdapter(
            path,
            IsGguf: true,
            (int)halves.Max(tensor => tensor.Dims.Count > 1 ? tensor.Dims[1] : 1),
            Convert.ToDouble(adapter.File.Metadata["adapter.lora.alpha"]),
            IsRankStabilised: false,
            IsDecomposed: false,
            [.. halves.Select(tensor => tensor.Name[..^half.Length]).Order(StringComparer.Ordinal)]
        );
    }
}
