using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.TestKit.Teams;

namespace ChatBot.Benchmarks.Mixed;

/// <summary>What was seen of the bot's process at one moment.</summary>
/// <param name="Milliseconds">The median of the last 200 answers.</param>
internal sealed record LoadSample(double Megabytes, int Handles, double LogMegabytes, int Waiting, double Milliseconds);

/// <summary>People at work: each method is one step of theirs. What the bot refuses is a fault; the first ten are printed.</summary>
internal sealed class MixedLoad(HttpClient http, HttpClient admin, TeamsCloud cloud, string pages, IReadOnlyList<string> questions)
{
    /// <summary>A prime, so that each of them proposes in turn: nobody may propose more than 20 corrections within an hour.</summary>
    private const int Persons = 499;

    private readonly Queue<double> _times = new();
    private int _asked,
        _sent,
        _changed,
        _answers,
        _faults;

    public int Answers => _answers;

    public int Faults => _faults;

    /// <summary>Messages from Teams that nothing has answered yet.</summary>
    public int Waiting => _sent - cloud.AnsweredMessages;

    public async Task AskAsync()
    {
        var number = Interlocked.Increment(ref _asked);
        var question = new JsonObject
        {
            ["question"] = questions[number % questions.Count],
            ["user"] = $"person-{number % Persons}",
            ["conversationId"] = $"conversation-{number % 700}",
        };
        var started = Stopwatch.GetTimestamp();
        if (await PostAsync(http, "/api/ask", question) is not { } answer)
            return;
        Interlocked.Increment(ref _answers);
        lock (_times)
        {
            _times.Enqueue(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (_times.Count > 200)
                _times.Dequeue();
        }
        var rating = new JsonObject
        {
            ["interactionId"] = answer.GetProperty("interactionId").GetString(),
            ["user"] = $"person-{number % Persons}",
        };
        if (number % 3 == 0)
            await PostAsync(http, "/api/feedback/submit", With(rating, "rating", 1 + number % 5));
        if (number % 200 == 0)
            await PostAsync(http, "/api/feedback/correct", With(rating, "correctResponse", $"It is the one of {number}."));
    }

    public Task WriteFromTeamsAsync()
    {
        var number = Interlocked.Increment(ref _sent);
        return PostAsync(
            http,
            "/api/messages",
            cloud.Message($"m{number}", questions[number % questions.Count], $"a:{number % 300}", $"29:{number % 300}")
        );
    }

    public Task ChangePageAsync()
    {
        var number = Interlocked.Increment(ref _changed);
        return File.WriteAllTextAsync(Path.Combine(pages, $"page-{number % 5}.md"), $"# Page {number % 5}\n\nIts version is {number}.\n");
    }

    public async Task AdministerAsync()
    {
        var waiting = await admin.GetFromJsonAsync<JsonElement>("/api/admin/corrections?status=pending");
        foreach (var correction in (waiting.ValueKind == JsonValueKind.Array ? waiting : waiting.GetProperty("items")).EnumerateArray())
            await PostAsync(admin, $"/api/admin/corrections/{correction.GetProperty("id").GetString()}/approve", []);
        using var page = await admin.GetAsync("/api/admin/audit");
    }

    /// <param name="process">The bot's id.</param>
    /// <param name="folder">Its data.</param>
    public LoadSample Look(int process, string folder)
    {
        var log = new FileInfo(Path.Combine(folder, "chatbot.db-wal"));
        double time;
        lock (_times)
            time = _times.Order().ElementAtOrDefault(_times.Count / 2);
        return new LoadSample(
            Process.GetProcessById(process).WorkingSet64 / 1048576.0,
            Directory.GetFiles($"/proc/{process}/fd").Length,
            log.Exists ? log.Length / 1048576.0 : 0,
            Waiting,
            time
        );
    }

    private async Task<JsonElement?> PostAsync(HttpClient client, string path, JsonObject body)
    {
        try
        {
            using var reply = await client.PostAsJsonAsync(path, body);
            var text = await reply.Content.ReadAsStringAsync();
            if (reply.IsSuccessStatusCode)
                return text.Length > 0 ? JsonDocument.Parse(text).RootElement : null;
            Fault($"{path}: {(int)reply.StatusCode} {text}");
        }
        catch (HttpRequestException fault)
        {
            Fault($"{path}: {fault.Message}");
        }
        return null;
    }

    private void Fault(string what)
    {
        if (Interlocked.Increment(ref _faults) <= 10)
            Console.WriteLine(what);
    }

    private static JsonObject With(JsonObject body, string name, JsonNode value)
    {
        var copy = (JsonObject)body.DeepClone();
        copy[name] = value;
        return copy;
    }
}
