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

/// <summary>What a model was measured on, and where it lies.</summary>
internal sealed record MeasuredData(DatasetManifest Manifest, string Folder);

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
            Data = new AdapterData(made.Data.Sha256, Counts(made.Data)) { Corrections = await CorrectionsAsync(made.DataFolder, cancel) },
            Objective = made.Objective,
            Settings = made.Settings,
            Metrics = made.Report.Figures,
            CodeVersion = DatasetBuilder.CodeVersion,
            Created = time.GetUtcNow(),
            RunId = made.RunId,
        };
        return await TakeUpAsync(manifest, made.Folder, made.Report, cancel);
    }

    /// <summary>Takes up a model that only a server elsewhere has.</summary>
    /// <param name="baseName">The server's name of what it was made from.</param>
    /// <param name="servedAs">The server's name of it.</param>
    /// <param name="folder">Of the manifest and the card; it is moved.</param>
    /// <inheritdoc cref="RegisterAsync"/>
    public async Task<StoredAdapter> RegisterElsewhereAsync(
        string workspace,
        string id,
        string baseName,
        string servedAs,
        string folder,
        MeasuredData data,
        GateReport report,
        CancellationToken cancel
    )
    {
        var manifest = new AdapterManifest
        {
            Id = id,
            Workspace = workspace,
            Base = new AdapterBase(baseName, "", ""),
            ServedAs = servedAs,
            Data = new AdapterData(data.Manifest.Sha256, Counts(data.Manifest))
            {
                Corrections = await CorrectionsAsync(data.Folder, cancel),
            },
            Objective = "elsewhere",
            Metrics = report.Figures,
            CodeVersion = DatasetBuilder.CodeVersion,
            Created = time.GetUtcNow(),
        };
        Directory.CreateDirectory(folder);
        return await TakeUpAsync(manifest, folder, report, cancel);
    }

    private async Task<StoredAdapter> TakeUpAsync(AdapterManifest manifest, string folder, GateReport report, CancellationToken cancel)
    {
        manifest.Write(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "README.md"), ModelCard.Write(manifest, report), cancel);
        var place = folders.Of(manifest.Workspace, manifest.Id);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        if (Directory.Exists(place) && await registry.FindAsync(manifest.Workspace, manifest.Id, cancel) is null)
            Directory.Delete(place, recursive: true); // of this very run, killed before it was registered
        Directory.Move(folder, place);
        var step = await registry.RegisterAsync(manifest, Trainer, cancel);
        return step.Adapter ?? throw new RegistryException(step.Message);
    }

    private static string NameOf(GgufFile file) =>
        file.Metadata.GetValueOrDefault("general.name") as string is { Length: > 0 } name ? name : Path.GetFileName(file.Path);

    private static Dictionary<string, long> Counts(DatasetManifest data) =>
        data.Parts.ToDictionary(part => part.Key.ToString().ToLowerInvariant(), part => (long)part.Value.Rows);

    /// <summary>Corrections that the adapter may have learnt to do without.</summary>
    private static async Task<IReadOnlyList<string>> CorrectionsAsync(string folder, CancellationToken cancel)
    {
        var ids = new List<string>();
        await foreach (var line in DatasetLine.ReadAsync(folder, DatasetPart.Train, cancel))
            if (line.Kind == FeedbackKind.Correction)
                ids.Add(line.Id);
        return ids;
    }
}
