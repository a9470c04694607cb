using System.Text.Json;
using ChatBot.Learning.Registry;
using ChatBot.TestKit.Hosting;

namespace ChatBot.TestKit.Learning;

/// <summary>The running application on a reciting base in process, with what an adapter's trial needs: people who ask and rate.</summary>
public sealed class CanaryApp : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatbot-canary-");
    private int _people;

    private CanaryApp() => Adapters = new RecitingAdapters(_folder.FullName);

    public BotApp Bot { get; private set; } = null!;
    public RecitingAdapters Adapters { get; }
    public AdapterRegistry Registry => Bot.Get<AdapterRegistry>();

    public static async Task<CanaryApp> StartAsync(params (string Key, string Value)[] settings)
    {
        var app = new CanaryApp();
        var all = app.Adapters.Settings;
        foreach (var (key, value) in settings)
            all[key] = value;
        app.Bot = await BotApp.StartAsync(all, folder: app._folder.FullName);
        await app.Bot.IndexedAsync(); // before, nothing is found that a model could answer from
        return app;
    }

    /// <summary>Registers an adapter and makes it a canary, as an admin does over HTTP.</summary>
    public async Task TryAsync(string id, double share, params string[] corrections)
    {
        RegistryDriver.Done(await Registry.RegisterAsync(Adapters.Make(id, corrections: corrections), "trainer"));
        await PostAsync($"/api/admin/models/{id}/promote", new { to = "staging" });
        await PostAsync($"/api/admin/models/{id}/promote", new { to = "canary", share });
    }

    /// <summary>Somebody new asks in a conversation of their own.</summary>
    public async Task<(string Id, string Person, string Text, string Assigned)> AskAsync()
    {
        var person = $"person-{++_people}";
        var answer = await Bot.AskAsync(RecitingAdapters.Question, $"c-{_people}", person);
        var receipt = answer.GetProperty("receipt");
        return (
            answer.GetProperty("interactionId").GetString()!,
            person,
            answer.GetProperty("answer").GetString()!,
            receipt.GetProperty("assignedAdapter").GetString()!
        );
    }

    /// <summary>People ask and rate until so many have rated each arm.</summary>
    /// <param name="thumbs">Of an answer, by the adapter that its conversation was given.</param>
    public async Task RateAsync(int each, Func<string, string> thumbs)
    {
        var rated = new Dictionary<string, int>();
        for (var i = 0; i < 40 * each && (rated.Count < 2 || rated.Values.Min() < each); i++)
        {
            var (id, person, _, assigned) = await AskAsync();
            await Bot.PostAsync(
                "/api/feedback/submit",
                new
                {
                    interactionId = id,
                    user = person,
                    thumbs = thumbs(assigned),
                }
            );
            rated[assigned] = rated.GetValueOrDefault(assigned) + 1;
        }
        Assert.True(rated.Count == 2, $"only {string.Join(", ", rated.Keys)} was asked");
    }

    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var admin = Bot.AdminHttp();
        using var response = await admin.PostAsync(path, LearningApp.Json(JsonSerializer.Serialize(body, WireJson.Options)));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var admin = Bot.AdminHttp();
        return JsonDocument.Parse(await admin.GetStringAsync(path)).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        Storage.TestStorage.Delete(_folder.FullName);
    }
}
