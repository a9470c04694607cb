using ChatBot.Learning.Audit;
using ChatBot.Learning.Registry;
using ChatBot.Models.Files;
using ChatBot.Trainer.Data;
using ChatBot.Trainer.Evaluation;

namespace ChatBot.Trainer.Jobs;

/// <summary>A measured adapter that is to be taken up.</summary>
/// <param name="Folder">Holds <c>adapter.gguf</c> and whatever belongs to it; it is moved into the registry's folder.</param>
/// <param name="DataFolder">Of the data set.</param>
/// <param name="RunId">Empty where it was trained elsewhere.</param>
internal sealed record Publication(
    string Workspace,
    string Id,
    ModelHeader Base,
    string BaseSha256,
    string Folder,
    DatasetManifest Data,
    string DataFolder,
    string Objective,
    IReadOnlyDictionary<string, string> Settings,
    GateReport Report,
    string RunId
);

/// <summary>
/// Puts an adapter with its manifest and card into the registry's folder, and takes it up there: a candidate, or rejected.
/// </summary>
internal sealed class AdapterPublisher(AdapterRegistry registry, AdapterFolder folders, TimeProvider time)
{
    private static readonly Auditor Trainer = new("trainer", "trainer");

    /// <exception cref="RegistryException">The registry refuses it.</exception>
    public async Task<StoredAdapter> RegisterAsync(Publication made, CancellationToken cancel)
    {
        var manifest = new AdapterManifest
        {
            Id = made.Id,
            Workspace = made.Workspace,
            Base = new AdapterBase(NameOf(made.Base.File), made.BaseSha256, made.Base.Architecture),
            AdapterSha256 = AdapterFolder.HashOf(Path.Combine(made.Folder, AdapterFolder.AdapterFile)),
            Data = new AdapterData(made.Data.Sha256, Counts(made.Data)) { Corrections = await CorrectionsAsync(made, cancel) },
            Objective = made.Objective,
            Settings = made.Settings,
            Metrics = made.Report.Figures,
            CodeVersion = DatasetBuilder.CodeVersion,
            Created = time.GetUtcNow(),
            RunId = made.RunId,
        };
        manifest.Write(made.Folder);
        await File.WriteAllTextAsync(Path.Combine(made.Folder, "README.md"), ModelCard.Write(manifest, made.Report), cancel);
        var place = folders.Of(made.Workspace, made.Id);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        if (Directory.Exists(place) && await registry.FindAsync(made.Workspace, made.Id, cancel) is null)
            Directory.Delete(place, recursive: true); // of this very run, killed before it was registered
        Directory.Move(made.Folder, place);
        var step = await registry.RegisterAsync(manifest, Trainer, cancel);
        return step.Adapter ?? throw new RegistryException(step.Message);
    }

    private static string NameOf(GgufFile file) =>
        file.Metadata.GetValueOrDefault("general.name") as string is { Length: > 0 } name ? name : Path.GetFileName(file.Path);

    private static Dictionary<string, long> Counts(DatasetManifest data) =>
        data.Parts.ToDictionary(part => part.Key.ToString().ToLowerInvariant(), part => (long)part.Value.Rows);

    /// <summary>Corrections that the adapter may have learnt to do without.</summary>
    private static async Task<IReadOnlyList<string>> CorrectionsAsync(Publication made, CancellationToken cancel)
    {
        var ids = new List<string>();
        await foreach (var line in DatasetLine.ReadAsync(made.DataFolder, DatasetPart.Train, cancel))
            if (line.Kind == FeedbackKind.Correction)
                ids.Add(line.Id);
        return ids;
    }
}
