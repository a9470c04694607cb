using System.Text;
using ChatBot.Settings;
using ChatBot.Trainer.Data;
using YamlDotNet.Serialization;

namespace ChatBot.Trainer.Publishing.Trainers;

/// <summary>
/// Writes a data set and a ready configuration for another trainer: supervised and preference data, a YAML file for each, and how to start
/// it on several GPUs. The test part stays here: it proves what comes back.
/// </summary>
public static class TrainerExport
{
    private static readonly ISerializer Yaml = new SerializerBuilder().DisableAliases().Build();

    /// <param name="dataset">Folder of a data set; its files are checked against their manifest.</param>
    /// <param name="folder">Made where it is missing.</param>
    /// <exception cref="DatasetException">It is no data set, or not whole.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static async Task<TrainerExportReport> WriteAsync(
        string dataset,
        string folder,
        TrainerExportRequest request,
        CancellationToken cancel = default
    )
    {
        var manifest = await DatasetManifest.OpenAsync(dataset, cancel);
        var counts = new Dictionary<(string Objective, DatasetPart Part), int>();
        var files = new List<string>();
        foreach (var objective in ExportShapes.Objectives)
        foreach (var part in (DatasetPart[])[DatasetPart.Train, DatasetPart.Validation])
        {
            var file = $"{objective}/{DatasetFiles.NameOf(part)}";
            counts[(objective, part)] = await WriteDataAsync(dataset, part, objective, request.Trainer, Path.Combine(folder, file), cancel);
            if (counts[(objective, part)] > 0)
                files.Add(file);
        }
        foreach (var objective in ExportShapes.Objectives.Where(objective => counts[(objective, DatasetPart.Train)] > 0))
        {
            var validated = counts[(objective, DatasetPart.Validation)] > 0;
            var settings =
                request.Trainer == OtherTrainer.Axolotl
                    ? AxolotlSettings.Of(objective, request, validated)
                    : TrlSettings.Of(objective, request, validated);
            await WriteAsync($"{objective}.yaml", Yaml.Serialize(settings));
        }
        await WriteAsync("README.md", ExportReadme.Of(request, manifest, counts[("dpo", DatasetPart.Train)] > 0));
        await WriteAsync(DatasetFiles.Manifest, WireJson.Write(manifest) + "\n");
        return new TrainerExportReport(files, Count("sft"), Count("dpo"));

        int Count(string objective) => counts.Where(pair => pair.Key.Objective == objective).Sum(pair => pair.Value);

        async Task WriteAsync(string name, string text)
        {
            await using var file = new StreamWriter(PrivateFiles.Create(Path.Combine(folder, name)), new UTF8Encoding(false));
            await file.WriteAsync(text.AsMemory(), cancel);
            files.Add(name);
        }
    }

    /// <returns>Rows; a file without any is not left.</returns>
    private static async Task<int> WriteDataAsync(
        string dataset,
        DatasetPart part,
        string objective,
        OtherTrainer trainer,
        string path,
        CancellationToken cancel
    )
    {
        PrivateFiles.MakeFolder(Path.GetDirectoryName(path)!);
        var rows = 0;
        await using (var file = new StreamWriter(PrivateFiles.Create(path), new UTF8Encoding(false)))
            await foreach (var line in DatasetLine.ReadAsync(dataset, part, cancel))
                if (ExportShapes.Of(line, objective, trainer) is { } shape)
                {
                    await file.WriteAsync((WireJson.Write(shape) + "\n").AsMemory(), cancel);
                    rows++;
                }
        if (rows == 0)
            File.Delete(path);
        return rows;
    }
}
