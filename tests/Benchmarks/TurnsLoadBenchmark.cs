using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Teams;

namespace ChatBot.Benchmarks;

/// <summary>
/// turns-load [messages a second = 200] [seconds = 60]: the real process, its acknowledgement times from the sender's side at
/// a fixed rate (times count from when a message was due, so that a stall is not hidden), and whether every reply arrives.
/// Beside them the same rate of GET /health, which does nothing: what of the times is the machine's.
/// </summary>
internal static class TurnsLoadBenchmark
{
    private const int Conversations = 500;

    public static async Task RunAsync(string[] args)
    {
        var rate = args.Length > 0 ? int.Parse(args[0]) : 200;
        var seconds = args.Length > 1 ? int.Parse(args[1]) : 60;
        await using var cloud = await TeamsCloud.StartAsync();
        var folder = Directory.CreateTempSubdirectory("chatbot-load-").FullName;
        await using var bot = await BotProcess.ServeAsync(
            folder,
            "--Data:Directory",
            folder,
            "--Teams:AllowAnonymous",
            "true",
            "--Logging:LogLevel:Default",
            "Warning"
        );
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = new Uri(bot.Address) };
        await SendAsync(http, cloud, "warm", 5, rate, [], []);
        ConcurrentBag<double> times = [],
            idle = [];
        var refused = await SendAsync(http, cloud, "m", seconds, rate, times, idle);
        var sent = rate * seconds;
        var answered = await SettledAsync(cloud, sent + (5 * rate) - refused);
        Console.WriteLine($"{sent} messages at {rate}/s on {Environment.ProcessorCount} cores, {refused} not acknowledged");
        Console.WriteLine($"acknowledged: {Spread(times)}");
        Console.WriteLine($"GET /health:  {Spread(idle)}");
        Console.WriteLine(
            $"replies: {answered.Distinct} of {sent + (5 * rate) - refused}, {answered.All - answered.Distinct} twice, the last "
                + $"{answered.After.TotalSeconds:0.0} s after the last message"
        );
        await bot.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string Spread(ConcurrentBag<double> times)
    {
        var sorted = times.Order().ToArray();
        double At(double share) => sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
        return $"p50 {At(.5):0.0} ms, p95 {At(.95):0.0} ms, p99 {At(.99):0.0} ms, max {sorted[^1]:0.0} ms";
    }

    private static async Task<int> SendAsync(
        HttpClient http,
        TeamsCloud cloud,
        string prefix,
        int seconds,
        int rate,
        ConcurrentBag<double> times,
        ConcurrentBag<double> idle
    )
    {
        var refused = 0;
        var start = Stopwatch.GetTimestamp();
        var sends = new List<Task>();
        for (var n = 0; n < rate * seconds; n++)
        {
            var due = TimeSpan.FromSeconds((double)n / rate);
            if (due - Stopwatch.GetElapsedTime(start) is { Ticks: > 0 } early)
                await Task.Delay(early);
            sends.Add(OneAsync(n, due));
            sends.Add(IdleAsync(due));
        }
        await Task.WhenAll(sends);
        return refused;

        async Task IdleAsync(TimeSpan due)
        {
            using var response = await http.GetAsync("/health");
            idle.Add((Stopwatch.GetElapsedTime(start) - due).TotalMilliseconds);
        }

        async Task OneAsync(int number, TimeSpan due)
        {
            using var response = await http.PostAsJsonAsync(
                "/api/messages",
                cloud.Message($"{prefix}{number}", "How do I create a tag?", $"a:{number % Conversations}", "29:x")
            );
            if (response.StatusCode != HttpStatusCode.OK)
                Interlocked.Increment(ref refused);
            times.Add((Stopwatch.GetElapsedTime(start) - due).TotalMilliseconds);
        }
    }

    private static async Task<(int Distinct, int All, TimeSpan After)> SettledAsync(TeamsCloud cloud, int expected)
    {
        var waited = Stopwatch.StartNew();
        while (cloud.Arrived.Count < expected && waited.Elapsed < TimeSpan.FromMinutes(5))
            await Task.Delay(250);
        return (cloud.AnsweredMessages, cloud.Arrived.Count, waited.Elapsed);
    }
}
