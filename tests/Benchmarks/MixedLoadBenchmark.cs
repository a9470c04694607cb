using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.TestKit;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Teams;

namespace ChatBot.Benchmarks;

/// <summary>
/// <c>mixed-load [MINUTES = 60] [QUESTIONS A SECOND = 20]</c>: the real process with all that people do at once: questions over HTTP and
/// from Teams, ratings, proposals and their approval, a page that changes every half minute, an admin who looks. Memory, handles, the
/// database's log and the messages that wait are looked at every five seconds and must not grow.
/// </summary>
internal static class MixedLoadBenchmark
{
    private const double MostGrowth = 1.15;

    private sealed record Sample(double Megabytes, int Handles, double LogMegabytes, int Waiting, int Answers, double Milliseconds);

    public static async Task RunAsync(string[] args)
    {
        double Number(int at, double otherwise) => args.Length > at ? double.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;
        var (minutes, rate) = (Number(0, 60), Number(1, 20));
        await using var cloud = await TeamsCloud.StartAsync();
        var folder = Directory.CreateTempSubdirectory("chatbot-mixed-").FullName;
        var pages = Directory.CreateDirectory(Path.Combine(folder, "pages")).FullName;
        File.Copy(SharedData.PathOf("squad/corpus.jsonl"), Path.Combine(pages, "corpus.jsonl"));
        string[] settings =
        [
            "--Data:Directory",
            folder,
            "--Guard:TopicFile=",
            "--Teams:AllowAnonymous",
            "true",
            "--Knowledge:Sources:0:Path",
            pages,
            "--Knowledge:Sources:0:EveryHours",
            "0.01",
            "--Logging:LogLevel:Default",
            "Error",
        ];
        var ingested = await BotProcess.RunAsync(folder, ["ingest", pages, "--Data:Directory", folder]);
        Console.WriteLine(ingested.Output.TrimEnd().Split('\n')[^1]);
        await using var bot = await BotProcess.ServeAsync(folder, settings);
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 32 }) { BaseAddress = new Uri(bot.Address) };
        using var admin = new HttpClient { BaseAddress = http.BaseAddress };
        admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            (await File.ReadAllTextAsync(Path.Combine(folder, "admin-key"))).Trim()
        );
        using var over = new CancellationTokenSource(TimeSpan.FromMinutes(minutes));
        var run = new Run(http, admin, cloud, pages);
        var samples = new List<Sample>();
        await Task.WhenAll(
            Every(TimeSpan.FromSeconds(1 / rate), run.AskAsync, over.Token),
            Every(TimeSpan.FromSeconds(0.5), run.WriteFromTeamsAsync, over.Token),
            Every(TimeSpan.FromSeconds(30), run.ChangePageAsync, over.Token),
            Every(TimeSpan.FromSeconds(10), run.AdministerAsync, over.Token),
            Every(
                TimeSpan.FromSeconds(5),
                () =>
                {
                    samples.Add(run.Look(bot.Id, folder));
                    if (samples.Count % 12 == 0)
                        Console.WriteLine($"{samples.Count / 12, 3} min  {Told(samples[^12..])}");
                    return Task.CompletedTask;
                },
                over.Token
            )
        );
        var (early, late) = (samples[(samples.Count / 4)..(samples.Count / 2)], samples[(samples.Count * 3 / 4)..]);
        Console.WriteLine($"second quarter  {Told(early)}\nlast quarter    {Told(late)}");
        Console.WriteLine($"{run.Answers} answers, {run.Faults} faults");
        if (run.Faults > 0)
            Console.WriteLine(bot.Output);
        await bot.StopAsync();
        Directory.Delete(folder, recursive: true);
        var grown =
            Median(late, one => one.Megabytes) / Median(early, one => one.Megabytes) > MostGrowth
            || Median(late, one => one.Handles) / Median(early, one => one.Handles) > MostGrowth
            || late.Max(one => one.LogMegabytes) > 130
            || late.Max(one => one.Waiting) > 20;
        Console.WriteLine(grown || run.Faults > 0 ? "NOT FLAT" : "flat");
    }

    private static string Told(IReadOnlyList<Sample> samples) =>
        $"{Median(samples, one => one.Megabytes), 5:0} MB  {Median(samples, one => one.Handles), 4:0} handles  "
        + $"log {samples.Max(one => one.LogMegabytes), 5:0.0} MB at most  {samples.Max(one => one.Waiting), 3} messages wait at most  "
        + $"answers p50 {Median(samples, one => one.Milliseconds):0.0} ms";

    private static double Median(IReadOnlyList<Sample> samples, Func<Sample, double> of) =>
        samples.Select(of).Order().ElementAt(samples.Count / 2);

    /// <summary>At a fixed rate: a step that takes long does not hold up the next.</summary>
    private static async Task Every(TimeSpan pause, Func<Task> step, CancellationToken over)
    {
        var under = new List<Task>();
        using var timer = new PeriodicTimer(pause);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                under.RemoveAll(task => task.IsCompletedSuccessfully);
                under.Add(step());
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(under);
        }
    }

    private sealed class Run(HttpClient http, HttpClient admin, TeamsCloud cloud, string pages)
    {
        /// <summary>A prime, so that each of them proposes in turn: nobody may propose more than 20 corrections within an hour.</summary>
        private const int Persons = 499;

        private readonly string[] _questions = [.. RetrievalBenchmark.ReadCases("squad/cases-1000.jsonl").Select(one => one.Question)];
        private readonly Queue<double> _times = new();
        private int _asked,
            _sent,
            _changed,
            _answers,
            _faults;

        public int Answers => _answers;

        public int Faults => _faults;

        public async Task AskAsync()
        {
            var number = Interlocked.Increment(ref _asked);
            var question = new JsonObject
            {
                ["question"] = _questions[number % _questions.Length],
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
                new JsonObject
                {
                    ["type"] = "message",
                    ["id"] = $"m{number}",
                    ["serviceUrl"] = cloud.ServiceUrl,
                    ["channelId"] = "msteams",
                    ["text"] = _questions[number % _questions.Length],
                    ["from"] = new JsonObject { ["id"] = $"29:{number % 300}" },
                    ["recipient"] = new JsonObject { ["id"] = "28:bot" },
                    ["conversation"] = new JsonObject { ["id"] = $"a:{number % 300}", ["conversationType"] = "personal" },
                }
            );
        }

        public Task ChangePageAsync()
        {
            var number = Interlocked.Increment(ref _changed);
            return File.WriteAllTextAsync(
                Path.Combine(pages, $"page-{number % 5}.md"),
                $"# Page {number % 5}\n\nIts version is {number}.\n"
            );
        }

        public async Task AdministerAsync()
        {
            var waiting = await admin.GetFromJsonAsync<JsonElement>("/api/admin/corrections?status=pending");
            foreach (var correction in (waiting.ValueKind == JsonValueKind.Array ? waiting : waiting.GetProperty("items")).EnumerateArray())
                await PostAsync(admin, $"/api/admin/corrections/{correction.GetProperty("id").GetString()}/approve", []);
            using var page = await admin.GetAsync("/api/admin/audit");
        }

        public Sample Look(int process, string folder)
        {
            var log = new FileInfo(Path.Combine(folder, "chatbot.db-wal"));
            double time;
            lock (_times)
                time = _times.Order().ElementAtOrDefault(_times.Count / 2);
            return new Sample(
                Process.GetProcessById(process).WorkingSet64 / 1048576.0,
                Directory.GetFiles($"/proc/{process}/fd").Length,
                log.Exists ? log.Length / 1048576.0 : 0,
                _sent
                    - cloud
                        .Arrived.Select(sent => sent.Body.TryGetProperty("replyToId", out var id) ? id.GetString() : null)
                        .Distinct()
                        .Count(),
                _answers,
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
}
