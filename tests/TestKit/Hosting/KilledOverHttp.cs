using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace ChatBot.TestKit.Hosting;

/// <summary>What came of it: of all that was acknowledged, what is not there, or there twice.</summary>
public sealed record HttpKillReport(int Kills, int Answers, int Ratings, int Corrections, int Lost, int Doubled);

/// <summary>
/// The real program under load over HTTP with a key, from elsewhere, killed (SIGKILL) at random moments and started again with the same
/// data. What it acknowledged must be there afterwards, once; what it did not is sent again.
/// </summary>
public static class KilledOverHttp
{
    private const int Senders = 4;

    public static async Task<HttpKillReport> RunAsync(int kills, int seed, Action<string>? progress = null)
    {
        var random = new Random(seed);
        var folder = Directory.CreateTempSubdirectory("chatbot-http-kill-").FullName;
        var acknowledged = new ConcurrentDictionary<string, bool>(); // interaction → a correction of it, too
        var program = await StartAsync(folder);
        try
        {
            using var enough = new CancellationTokenSource();
            var senders = Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendAsync(sender))).ToList();
            for (var kill = 1; kill <= kills; kill++)
            {
                var before = acknowledged.Count;
                for (var limit = Stopwatch.StartNew(); acknowledged.Count == before && limit.Elapsed < TimeSpan.FromSeconds(20); )
                    await Task.Delay(20);
                await Task.Delay(random.Next(0, 700));
                await program.KillAsync();
                program = await StartAsync(folder);
                if (kill % 10 == 0)
                    progress?.Invoke($"{kill} kills, {acknowledged.Count} answers");
            }
            await enough.CancelAsync();
            await Task.WhenAll(senders);
            return await CountAsync(program, folder, kills, acknowledged);

            async Task SendAsync(int sender)
            {
                using var http = Client(folder);
                for (var number = 0; !enough.IsCancellationRequested; number++)
                {
                    var user = $"{sender}-{number}";
                    var asked = await PostAsync(http, "/api/ask", new { question = "How do I undo the last commit?", user });
                    var id = asked.GetProperty("interactionId").GetString()!;
                    await PostAsync(
                        http,
                        "/api/feedback/submit",
                        new
                        {
                            interactionId = id,
                            user,
                            rating = 4,
                        }
                    );
                    var corrects = number % 10 == 0;
                    if (corrects)
                        await PostAsync(
                            http,
                            "/api/feedback/correct",
                            new
                            {
                                interactionId = id,
                                user,
                                correctResponse = $"Ask {user}, who knows.",
                            }
                        );
                    acknowledged[id] = corrects;
                }
            }

            async Task<JsonElement> PostAsync(HttpClient http, string path, object body)
            {
                for (var attempt = 0; ; attempt++)
                {
                    try
                    {
                        using var response = await http.PostAsJsonAsync(program.Address + path, body);
                        if (response.IsSuccessStatusCode)
                            return await response.Content.ReadFromJsonAsync<JsonElement>();
                        if ((int)response.StatusCode < 500)
                            throw new InvalidOperationException($"{path}: {await response.Content.ReadAsStringAsync()}");
                    }
                    catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or IOException or JsonException)
                    {
                        // Nobody acknowledged it.
                    }
                    if (attempt > 1000)
                        throw new TimeoutException("the program does not come back");
                    await Task.Delay(50);
                }
            }
        }
        finally
        {
            await program.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<HttpKillReport> CountAsync(
        BotProcess program,
        string folder,
        int kills,
        ConcurrentDictionary<string, bool> acknowledged
    )
    {
        using var http = Client(folder);
        var corrections = await http.GetFromJsonAsync<JsonElement>(program.Address + "/api/admin/corrections?count=1000");
        var corrected = corrections
            .EnumerateArray()
            .GroupBy(one => one.GetProperty("interactionId").GetString()!)
            .ToDictionary(group => group.Key, group => group.Count());
        var (ratings, lost, doubled) = (0, 0, 0);
        foreach (var (id, corrects) in acknowledged)
        {
            using var found = await http.GetAsync($"{program.Address}/api/admin/interactions/{id}");
            var rated = found.IsSuccessStatusCode
                ? (await found.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("ratings").GetArrayLength()
                : 0;
            ratings += rated;
            var proposed = corrects ? corrected.GetValueOrDefault(id) : 1;
            lost += rated == 0 || proposed == 0 ? 1 : 0;
            doubled += rated > 1 || proposed > 1 ? 1 : 0;
        }
        return new HttpKillReport(kills, acknowledged.Count, ratings, corrected.Count, lost, doubled);
    }

    private static HttpClient Client(string folder)
    {
        var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        http.DefaultRequestHeaders.Authorization = new("Bearer", File.ReadAllText(Path.Combine(folder, "data", "admin-key")).Trim());
        return http;
    }

    private static Task<BotProcess> StartAsync(string folder) =>
        BotProcess.ServeAsync(
            folder,
            "--Data:Directory",
            Path.Combine(folder, "data"),
            "--Embeddings:Provider",
            "hashing",
            "--RateLimits:PerMinute",
            "1000000",
            "--RateLimits:Burst",
            "1000000",
            "--Logging:LogLevel:Default",
            "Error"
        );
}
