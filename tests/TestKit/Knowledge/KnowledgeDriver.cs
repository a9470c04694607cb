using ChatBot.Knowledge;
using ChatBot.Knowledge.Indexing;
using ChatBot.Privacy;
using ChatBot.Storage;
using ChatBot.TestKit.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatBot.TestKit.Knowledge;

/// <summary>The real knowledge room on a database of its own, with a folder to put documents into; all deleted when disposed.</summary>
public sealed class KnowledgeDriver : IAsyncDisposable
{
    private KnowledgeDriver(string folder, Action<IServiceCollection>? configure, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        Folder = folder;
        Documents = Directory.CreateDirectory(Path.Combine(folder, "documents")).FullName;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Data:Directory", folder), new("Embeddings:Provider", "hashing"), .. TestStorage.Settings(folder)])
            .AddInMemoryCollection(settings)
            .Build();
        var services = new ServiceCollection()
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddStorage(configuration)
            .AddPrivacy(configuration)
            .AddKnowledge(configuration);
        configure?.Invoke(services);
        Services = services.BuildServiceProvider();
    }

    public string Folder { get; }
    public string Documents { get; }
    public ServiceProvider Services { get; }
    public IKnowledgeIndex Index => Services.GetRequiredService<IKnowledgeIndex>();
    public VectorFill Vectors => Services.GetRequiredService<VectorFill>();
    public IDatabase Database => Services.GetRequiredService<IDatabase>();

    public static async Task<KnowledgeDriver> StartAsync(
        Action<IServiceCollection>? configure = null,
        params IEnumerable<KeyValuePair<string, string?>> settings
    )
    {
        var driver = new KnowledgeDriver(Directory.CreateTempSubdirectory("chatbot-knowledge-").FullName, configure, settings);
        await driver.Services.GetRequiredService<Migrator>().MigrateAsync();
        return driver;
    }

    /// <summary>The knowledge room over a database that the caller owns.</summary>
    public static ServiceProvider Over(IDatabase database)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Embeddings:Provider", "hashing")]).Build();
        return new ServiceCollection()
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddStorage(configuration)
            .AddKnowledge(configuration)
            .AddSingleton(database)
            .BuildServiceProvider();
    }

    /// <summary>Writes a document below <see cref="Documents"/> and returns its path.</summary>
    public string Write(string relative, string text)
    {
        var path = Path.Combine(Documents, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Ingests <see cref="Documents"/>, or <paramref name="path"/>; words and vectors.</summary>
    public async Task<IngestReport> IngestAsync(string? path = null, string? category = null, string workspace = Workspaces.Default)
    {
        var report = await IngestWordsAsync(path, category, workspace);
        await Vectors.RunAsync();
        return report;
    }

    /// <summary>The same, without vectors.</summary>
    public Task<IngestReport> IngestWordsAsync(string? path = null, string? category = null, string workspace = Workspaces.Default) =>
        Services.GetRequiredService<KnowledgeIngestion>().IngestAsync(workspace, path ?? Documents, [path ?? Documents], category);

    public Task<IReadOnlyList<Passage>> SearchAsync(
        string text,
        string? category = null,
        string workspace = Workspaces.Default,
        int topK = 5
    ) => Index.SearchAsync(new KnowledgeQuery(workspace, text, topK, category));

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        TestStorage.Delete(Folder);
    }
}
