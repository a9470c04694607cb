using System.Net.Http.Json;
using System.Text.Json;
using ChatBot.Bot;
using ChatBot.Bot.Hosting.Indexing;
using ChatBot.Knowledge.Indexing;
using ChatBot.TestKit.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.TestKit.Hosting;

/// <summary>
/// The real application on a free loopback port, in this process, with a data folder of its own that goes when it is disposed.
/// Tests go through its front doors; only the network's far edge is faked.
/// </summary>
public sealed class BotApp : IAsyncDisposable
{
    private readonly BotServer _server;

    private BotApp(BotServer server, string folder)
    {
        _server = server;
        Folder = folder;
        Http = new HttpClient { BaseAddress = new Uri(server.Address) };
    }

    /// <summary>A client at the application's address.</summary>
    public HttpClient Http { get; }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    public string Address => _server.Address;

    /// <summary>The admin key that the application made at its first start.</summary>
    public string AdminKey => File.ReadAllText(Path.Combine(Folder, Bot.Access.Keys.AdminKey.FileName)).Trim();

    /// <summary>What is said after the start.</summary>
    public string Welcome => _server.Welcome();

    public IServiceProvider Services => _server.Services;

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Starts it.</summary>
    /// <param name="settings">Overrides, e.g. <c>["Answer:MaxWords"] = "50"</c>.</param>
    /// <param name="adjust">Replaces services, for fakes on the network's edge.</param>
    /// <param name="folder">A data folder to go on with; it is then kept.</param>
    public static async Task<BotApp> StartAsync(
        IDictionary<string, string?>? settings = null,
        Action<IServiceCollection>? adjust = null,
        string? folder = null
    )
    {
        var data = folder ?? Directory.CreateTempSubdirectory("chatbot-app-").FullName;
        var all = new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Data:Directory"] = data,
            ["Logging:LogLevel:Default"] = "Warning",
            ["Embeddings:Provider"] = "hashing",
        };
        foreach (var (key, value) in TestStorage.Settings(data))
            all[key] = value;
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>())
            all[key] = value;
        return new BotApp(await BotServer.StartAsync(all, adjust), data) { Keeps = folder is not null };
    }

    private bool Keeps { get; init; }

    /// <summary>Posts JSON and returns the answer's JSON; any status but 2xx is an error.</summary>
    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await Http.PostAsJsonAsync(path, body, WireJson.Options);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement
            : throw new HttpRequestException($"POST {path} answered {(int)response.StatusCode}: {text}");
    }

    /// <summary>
    /// Ends when the documents there at the start are read and have their vectors; what is asked earlier may find nothing, or something
    /// else than later.
    /// </summary>
    public async Task IndexedAsync()
    {
        await Get<IndexingState>().AtStart.WaitAsync(TimeSpan.FromMinutes(1));
        while (Get<VectorState>().Failure is null && await Get<VectorFill>().PendingAsync() > 0)
            await Task.Delay(10);
    }

    /// <summary>Asks through <c>POST /api/ask</c> once the documents are read.</summary>
    public async Task<JsonElement> AskAsync(string question, string? conversation = null, string? user = null)
    {
        await IndexedAsync();
        return await PostAsync(
            "/api/ask",
            new
            {
                question,
                conversationId = conversation,
                user,
            }
        );
    }

    /// <summary>A client that sends the admin key; the caller disposes it.</summary>
    public HttpClient AdminHttp()
    {
        var http = new HttpClient { BaseAddress = Http.BaseAddress };
        http.DefaultRequestHeaders.Authorization = new("Bearer", AdminKey);
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
        if (!Keeps)
            TestStorage.Delete(Folder);
    }
}
