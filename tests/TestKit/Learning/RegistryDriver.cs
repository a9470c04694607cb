using ChatBot.Learning.Audit;
using ChatBot.Learning.Registry;
using ChatBot.Storage;
using ChatBot.TestKit.Storage;
using Microsoft.Extensions.Options;

namespace ChatBot.TestKit.Learning;

/// <summary>The registry over a database and a data folder of its own, with adapters that are real.</summary>
public sealed class RegistryDriver : IAsyncDisposable
{
    private readonly TestDatabase _storage;

    private RegistryDriver(TestDatabase storage)
    {
        _storage = storage;
        Adapters = new RecitingAdapters(Path.Combine(storage.Folder, "data"));
        Audit = new AuditLog(Database, TimeProvider.System);
        Choices = new AdapterChoices(Database, TimeProvider.System);
        Registry = Instance(Choices);
    }

    public IDatabase Database => _storage.Database;
    public RecitingAdapters Adapters { get; }
    public AuditLog Audit { get; }
    public AdapterChoices Choices { get; }
    public AdapterRegistry Registry { get; }

    public static async Task<RegistryDriver> CreateAsync() => new(await TestDatabase.CreateAsync());

    /// <summary>Another one on the same database.</summary>
    public AdapterRegistry Instance(AdapterChoices choices) =>
        new(Database, Adapters.Folder, choices, Audit, Options.Create(new RolloutOptions()), TimeProvider.System);

    /// <summary>Registers an adapter and moves it step by step; returns its manifest.</summary>
    public async Task<AdapterManifest> AddAsync(
        string id,
        AdapterStage stage = AdapterStage.Candidate,
        double share = 0.5,
        string workspace = "default"
    )
    {
        var manifest = Adapters.Make(id, workspace);
        Done(await Registry.RegisterAsync(manifest, "ada"));
        foreach (var to in (AdapterStage[])[AdapterStage.Staging, AdapterStage.Canary, AdapterStage.Production])
            if (to <= stage)
                Done(await Registry.PromoteAsync(workspace, id, to, "ada", to == AdapterStage.Canary ? share : null));
        return manifest;
    }

    /// <summary>What was done; fails with the reason where it was refused.</summary>
    public static StoredAdapter Done(AdapterStep step)
    {
        Assert.True(step.Adapter is not null, $"{step.Code}: {step.Message}");
        return step.Adapter!;
    }

    public async Task<AdapterStage> StageOfAsync(string id, string workspace = "default") =>
        (await Registry.FindAsync(workspace, id))!.Stage;

    public async Task<IReadOnlyList<string>> ActionsAsync(string id, string workspace = "default") =>
        [.. (await Audit.ListAsync(workspace, id)).Select(entry => entry.Action).Reverse()];

    public ValueTask DisposeAsync() => _storage.DisposeAsync();
}
