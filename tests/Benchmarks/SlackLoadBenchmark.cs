using System.Diagnostics;
using System.Text.Json.Nodes;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Slack;

namespace ChatBot.Benchmarks;

/// <summary>
/// <c>slack-load [seconds] [per second]</c>: signed events at a steady rate into the real program, every one a question in a
/// conversation of its own; how long the acknowledgement takes, and whether each is answered in the end.
/// </summary>
internal static class SlackLoadBenchmark
{
    private static readonly string[] Questions =
    [
        "How do I undo the last commit in Git?",
        "How do I create a tag?",
        "How do I remove duplicate rows?",
        "What is a backfill?",
    ];

    public static async Task RunAsync(string[] args)
    {
        var seconds = args.Length > 0 ? int.Parse(args[0]) : 60;
        var rate = args.Length > 1 ? int.Parse(args[1]) : 200;
        var folder = Directory.CreateTempSubdirectory("chatbot-slack-load-").FullName;
        await using var cloud = await SlackCloud.StartAsync();
        await using var program = await BotProcess.ServeAsync(
            folder,
            [
                .. SlackApp
                    .Settings(cloud)
                    .Where(setting => !setting.Key.StartsWith("Admin:", StringComparison.Ordinal))
                    .SelectMany(setting => (string[])["--" + setting.Key, setting.Value!]),
                "--Data:Directory",
                Path.Combine(folder, "data"),
                "--Logging:LogLevel:Default",
                "Error",
            ]
        );
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = new Uri(program.Address) };
        await PaceAsync(http, cloud, rate / 4, 5, "warm"); // the first requests compile the program
        await Task.Delay(TimeSpan.FromSeconds(5));
        var latencies = await PaceAsync(http, cloud, rate, seconds, "D");
        var refused = latencies.Count(one => one < 0);
        var sorted = latencies.Where(one => one >= 0).Order().ToArray();
        double At(double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
        Console.WriteLine(
            $"{latencies.Length} events at {rate}/s: {refused} not acknowledged; ack p50 {At(0.5):0.0} ms, p95 {At(0.95):0.0} ms, "
                + $"p99 {At(0.99):0.0} ms, worst {sorted[^1]:0.0} ms"
        );
        var watch = Stopwatch.StartNew();
        while (Answered(cloud) < latencies.Length && watch.Elapsed < TimeSpan.FromMinutes(4))
            await Task.Delay(500);
        Console.WriteLine(
            $"{Answered(cloud)} of {latencies.Length} answered, the last {watch.Elapsed.TotalSeconds:0} s after the load ended; "
                + $"{cloud.Messages.GroupBy(one => one.Channel).Count(one => one.Count() > 1)} twice"
        );
        Directory.Delete(folder, recursive: true);
    }

    private static int Answered(SlackCloud cloud) =>
        cloud
            .Messages.Where(message => message.Channel.StartsWith("DD", StringComparison.Ordinal))
            .Select(message => message.Channel)
            .Distinct()
            .Count();

    /// <summary>Sends at the pace whether or not earlier ones are answered, so that a slow server cannot slow its own load.</summary>
    private static async Task<double[]> PaceAsync(HttpClient http, SlackCloud cloud, int rate, int seconds, string prefix)
    {
        var watch = Stopwatch.StartNew();
        var running = new List<Task<double>>(rate * seconds);
        for (var number = 0; number < rate * seconds; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / rate);
            if (due > watch.Elapsed)
                await Task.Delay(due - watch.Elapsed);
            running.Add(SendAsync(http, cloud, prefix, number));
        }
        return await Task.WhenAll(running);
    }

    private static async Task<double> SendAsync(HttpClient http, SlackCloud cloud, string prefix, int number)
    {
        var body = new JsonObject
        {
            ["type"] = "event_callback",
            ["team_id"] = SlackCloud.Team,
            ["event_id"] = $"Ev{prefix}{number}",
            ["authorizations"] = new JsonArray(
                new JsonObject
                {
                    ["team_id"] = SlackCloud.Team,
                    ["user_id"] = SlackCloud.BotUser,
                    ["is_bot"] = true,
                }
            ),
            ["event"] = new JsonObject
            {
                ["type"] = "message",
                ["channel"] = $"D{prefix}{number}",
                ["channel_type"] = "im",
                ["user"] = "U" + number % 500,
                ["text"] = Questions[number % Questions.Length],
                ["ts"] = cloud.NextTs(),
            },
        }.ToJsonString();
        using var request = SlackApp.Signed("/slack/events", body, "application/json");
        var start = Stopwatch.GetTimestamp();
        using var response = await http.SendAsync(request);
        return response.IsSuccessStatusCode ? Stopwatch.GetElapsedTime(start).TotalMilliseconds : -1;
    }
}
