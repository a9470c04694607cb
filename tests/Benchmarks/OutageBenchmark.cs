using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Storage;
using ChatBot.TestKit.Teams;

namespace ChatBot.Benchmarks;

/// <summary>
/// outage [seconds away = 30] [messages a second = 20]: the real process on a PostgreSQL server of its own that is stopped for so
/// long while messages arrive. Senders repeat what was not acknowledged, as Teams does. What was refused, what readiness said, how
/// soon the first answer came after the server was back, and whether every question was answered once.
/// </summary>
internal static class OutageBenchmark
{
    private const int Conversations = 40;
    private static readonly TimeSpan Around = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(string[] args)
    {
        var away = TimeSpan.FromSeconds(args.Length > 0 ? int.Parse(args[0]) : 30);
        var perSecond = args.Length > 1 ? int.Parse(args[1]) : 20;
        await using var server = await PostgresServer.CreateAsync();
        await using var cloud = await TeamsCloud.StartAsync();
        var folder = Directory.CreateTempSubdirectory("chatbot-outage-").FullName;
        await using var bot = await BotProcess.ServeAsync(
            folder,
            "--Data:Directory",
            folder,
            "--Teams:AllowAnonymous",
            "true",
            "--Logging:LogLevel:Default",
            "None",
            "--Storage:Provider",
            "postgres",
            "--Storage:ConnectionString",
            server.ConnectionString
        );
        using var http = new HttpClient { BaseAddress = new Uri(bot.Address), Timeout = TimeSpan.FromSeconds(10) };
        using var stop = new CancellationTokenSource();
        ConcurrentDictionary<string, bool> acknowledged = new();
        ConcurrentDictionary<string, int> refusals = new();
        var senders = Enumerable.Range(0, Conversations).Select(conversation => SendAsync(conversation)).ToList();

        await Task.Delay(Around);
        Console.WriteLine($"before: {acknowledged.Count} acknowledged, /ready {await StatusAsync(http, "/ready")}");
        await server.StopAsync();
        var stopped = Stopwatch.StartNew();
        await Task.Delay(TimeSpan.FromSeconds(2));
        using (var asked = await http.PostAsJsonAsync("/api/ask", new { question = "How do I create a tag?" }))
            Console.WriteLine(
                $"away: /ready {await StatusAsync(http, "/ready")}, /health {await StatusAsync(http, "/health")}, a question over "
                    + $"HTTP {(int)asked.StatusCode} {await asked.Content.ReadAsStringAsync()}"
            );
        await Task.Delay(away - stopped.Elapsed);
        var (before, arrived) = (acknowledged.Count, cloud.Arrived.Count);
        await server.StartAsync();
        var back = Stopwatch.GetTimestamp();
        while (await StatusAsync(http, "/ready") != (int)HttpStatusCode.OK)
            await Task.Delay(20);
        var ready = Stopwatch.GetElapsedTime(back);
        await Task.Delay(Around);
        await stop.CancelAsync();
        await Task.WhenAll(senders);
        var settling = Stopwatch.StartNew();
        while (cloud.AnsweredMessages < acknowledged.Count && settling.Elapsed < TimeSpan.FromMinutes(2))
            await Task.Delay(100);
        var first = cloud.Arrived.Skip(arrived).FirstOrDefault();
        Console.WriteLine(
            $"back after {stopped.Elapsed.TotalSeconds - settling.Elapsed.TotalSeconds - Around.TotalSeconds:0} s: ready after "
                + $"{ready.TotalMilliseconds:0} ms, first answer after "
                + $"{(first is null ? 0 : Stopwatch.GetElapsedTime(back, first.Arrived).TotalMilliseconds):0} ms"
        );
        Console.WriteLine(
            $"{acknowledged.Count} acknowledged ({acknowledged.Count - before} after the outage), refused meanwhile: "
                + $"{string.Join(", ", refusals.Select(refusal => $"{refusal.Value} with {refusal.Key}"))}"
        );
        Console.WriteLine(
            $"{cloud.AnsweredMessages} answered, {cloud.Arrived.Count - cloud.AnsweredMessages} delivered again, "
                + $"{cloud.Arrived.Count(sent => sent.Text?.StartsWith("I could not answer", StringComparison.Ordinal) == true)} "
                + $"failures, all within {settling.Elapsed.TotalSeconds:0.0} s of the last message"
        );
        await bot.StopAsync();
        Directory.Delete(folder, recursive: true);

        async Task SendAsync(int conversation)
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                var id = $"{conversation}-{number}";
                while (!await TryAsync(conversation, id))
                    await Task.Delay(500);
                acknowledged[id] = true;
                await Task.Delay(TimeSpan.FromSeconds((double)Conversations / perSecond));
            }
        }

        async Task<bool> TryAsync(int conversation, string id)
        {
            string refusal;
            try
            {
                using var response = await http.PostAsJsonAsync(
                    "/api/messages",
                    cloud.Message(id, "How do I create a tag?", "a:" + conversation, "29:" + conversation)
                );
                if (response.StatusCode == HttpStatusCode.OK)
                    return true;
                refusal = ((int)response.StatusCode).ToString();
            }
            catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
            {
                refusal = fault.GetType().Name;
            }
            refusals.AddOrUpdate(refusal, 1, (_, count) => count + 1);
            return false;
        }
    }

    private static async Task<int> StatusAsync(HttpClient http, string path)
    {
        using var response = await http.GetAsync(path);
        return (int)response.StatusCode;
    }
}
