using System.Text.Json;
using System.Text.RegularExpressions;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Learning;
using ChatBot.TestKit.Storage;
using ChatBot.Trainer.Commands;

namespace ChatBot.Trainer.Tests.Jobs;

/// <summary>A bot and a trainer over one data folder, both through their front doors: HTTP and the command line.</summary>
internal sealed partial class TrainedBot : IAsyncDisposable
{
    private readonly Dictionary<string, string?> _settings;
    private int _people;

    public TrainedBot()
    {
        Folder = Directory.CreateTempSubdirectory("chatbot-loop-").FullName;
        _settings = new(TestStorage.Settings(Folder))
        {
            ["Data:Directory"] = Folder,
            ["Embeddings:Provider"] = "onnx",
            ["Learning:ProposalsPerHour"] = "0",
            ["Learning:RatingsPerHour"] = "0",
            ["Rollout:MinimumRatings"] = "8",
            ["Model:Context"] = "4096",
            ["Model:PromptTokens"] = "500",
        };
    }

    public string Folder { get; }

    public string BasePath => Path.Combine(Folder, "tiny.gguf");

    public BotApp App { get; private set; } = null!;

    public IReadOnlyList<KeyValuePair<string, string?>> Settings => [.. _settings];

    /// <summary>From its next start on the bot writes with the base; until then it quotes.</summary>
    public void Serve() => (_settings["Model:Provider"], _settings["Model:Path"]) = ("llama", BasePath);

    /// <summary>Starts the bot, or starts it again.</summary>
    public async Task StartAsync()
    {
        await StopAsync();
        App = await BotApp.StartAsync(_settings, folder: Folder);
        await App.IndexedAsync();
    }

    /// <summary>Somebody proposes a better answer, and an admin approves it; returns the correction's id.</summary>
    public async Task<string> CorrectAsync(string question, string better)
    {
        var user = $"colleague-{_people++ % 6}";
        var asked = await App.AskAsync(question, user: user);
        var proposal = new
        {
            interactionId = asked.GetProperty("interactionId").GetString(),
            user,
            correctResponse = better,
        };
        var id = (await App.PostAsync("/api/feedback/correct", proposal)).GetProperty("correctionId").GetString()!;
        await AdminAsync(HttpMethod.Post, $"/api/admin/corrections/{id}/approve");
        return id;
    }

    /// <summary>Runs the trainer, which must end well; returns what it printed.</summary>
    public async Task<string> TrainerAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] all = [.. args, .. _settings.SelectMany(setting => (string[])[$"--{setting.Key}", setting.Value!])];
        var code = await CommandLine.RunAsync(all, output, error);
        Assert.True(code == CommandLine.Done, $"{string.Join(' ', args)} ended with {code}:\n{output}\n{error}");
        return output.ToString();
    }

    /// <summary>Trains with these settings; returns the candidate's id.</summary>
    public async Task<(string Id, string Report)> RunAsync(params string[] settings)
    {
        var report = await TrainerAsync(["run", .. settings]);
        return (Candidate().Match(report).Groups["id"].Value, report);
    }

    /// <summary>Takes in an adapter's folder; returns the candidate's id.</summary>
    public async Task<string> ImportAsync(string folder) => Candidate().Match(await TrainerAsync("import", folder)).Groups["id"].Value;

    /// <summary>Makes an adapter a canary for half of all conversations.</summary>
    public async Task TryAsync(string id)
    {
        await TrainerAsync("promote", id);
        await TrainerAsync("promote", id, "--share", "0.5");
    }

    /// <summary>Somebody new asks in a conversation of their own.</summary>
    public async Task<(string Interaction, string Person, string Text, string Assigned, string Generator)> AskAsync(string question)
    {
        var person = $"person-{++_people}";
        var answer = await App.AskAsync(question, $"conversation-{_people}", person);
        var receipt = answer.GetProperty("receipt");
        return (
            answer.GetProperty("interactionId").GetString()!,
            person,
            answer.GetProperty("answer").GetString()!,
            receipt.GetProperty("assignedAdapter").GetString()!,
            receipt.GetProperty("generator").GetString()!
        );
    }

    /// <summary>People ask and rate until eight have rated each arm; returns what each arm said last.</summary>
    /// <param name="isGood">Of the adapter that answered.</param>
    public async Task<IReadOnlyDictionary<string, string>> RateAsync(string question, Func<string, bool> isGood)
    {
        var (rated, said) = (new Dictionary<string, int>(), new Dictionary<string, string>());
        for (var i = 0; i < 200 && (rated.Count < 2 || rated.Values.Min() < 8); i++)
        {
            var (interactionId, user, text, assigned, _) = await AskAsync(question);
            await App.PostAsync(
                "/api/feedback/submit",
                new
                {
                    interactionId,
                    user,
                    thumbs = isGood(assigned) ? "up" : "down",
                }
            );
            (rated[assigned], said[assigned]) = (rated.GetValueOrDefault(assigned) + 1, text);
        }
        return said;
    }

    public async Task<string> StageOfAsync(string id) =>
        (await AdminAsync(HttpMethod.Get, $"/api/admin/models/{id}")).GetProperty("model").GetProperty("stage").GetString()!;

    public async Task<JsonElement> AdminAsync(HttpMethod method, string path)
    {
        using var admin = App.AdminHttp();
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post)
            request.Content = LearningApp.Json("{}");
        using var response = await admin.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public async Task StopAsync()
    {
        if (App is not null)
            await App.DisposeAsync();
        App = null!;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        TestStorage.Delete(Folder);
    }

    [GeneratedRegex("Adapter (?<id>[0-9a-z]+) is a candidate")]
    private static partial Regex Candidate();
}
