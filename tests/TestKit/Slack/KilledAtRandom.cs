using System.Diagnostics;
using System.Text.Json.Nodes;
using ChatBot.TestKit.Hosting;

namespace ChatBot.TestKit.Slack;

/// <summary>What came of it.</summary>
/// <param name="Repeated">Requests that Slack sent again because nobody acknowledged them.</param>
/// <param name="LookedFor">Times that a thread was looked at for a message whose arrival was uncertain.</param>
public sealed record KillReport(int Kills, int Asked, int AnsweredOnce, int AnsweredTwice, int Unanswered, int Repeated, int LookedFor);

/// <summary>
/// The real program under load, killed (SIGKILL) at random moments and started again with the same data. Slack is played as
/// it is: what is not acknowledged is sent again, with the same event; every question is one of a conversation of its own.
/// </summary>
public static class KilledAtRandom
{
    private const int Senders = 4;
    private static readonly string[] Questions =
    [
        "How do I undo the last commit in Git?",
        "How do I create a tag?",
        "How do I remove duplicate rows?",
        "What is a backfill?",
    ];

    public static async Task<KillReport> RunAsync(int kills, int seed, Action<string>? progress = null)
    {
        var random = new Random(seed);
        var folder = Directory.CreateTempSubdirectory("chatbot-slack-kill-").FullName;
        await using var cloud = await SlackCloud.StartAsync();
        var (asked, acknowledged, repeated) = (0, 0, 0);
        var program = await StartAsync(folder, cloud);
        try
        {
            using var enough = new CancellationTokenSource();
            var senders = Enumerable.Range(0, Senders).Select(_ => Task.Run(SendAsync)).ToList();
            for (var kill = 1; kill <= kills; kill++)
            {
                await LiveAsync(random);
                await program.KillAsync();
                program = await StartAsync(folder, cloud);
                if (kill % 10 == 0)
                    progress?.Invoke($"{kill} kills, {asked} questions, {cloud.Messages.Count} answers");
            }
            await enough.CancelAsync();
            await Task.WhenAll(senders);
            await UntilAsync(() => cloud.Messages.Select(message => message.Channel).Distinct().Count() >= asked, TimeSpan.FromMinutes(3));
            var byQuestion = cloud.Messages.GroupBy(message => message.Channel).ToDictionary(group => group.Key, group => group.Count());
            return new KillReport(
                kills,
                asked,
                byQuestion.Count(one => one.Value == 1),
                byQuestion.Count(one => one.Value > 1),
                asked - byQuestion.Count,
                repeated,
                cloud.Calls.Count(call => call.Method == "conversations.history")
            );

            // Most lives end among questions, some before the first.
            async Task LiveAsync(Random random)
            {
                var (before, limit) = (acknowledged, Stopwatch.StartNew());
                var waits = random.Next(8) > 0;
                while (waits && acknowledged == before && limit.Elapsed < TimeSpan.FromSeconds(10))
                    await Task.Delay(20);
                await Task.Delay(random.Next(0, 700));
            }

            async Task SendAsync()
            {
                using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
                while (!enough.IsCancellationRequested)
                {
                    var number = Interlocked.Increment(ref asked);
                    await DeliverAsync(http, number);
                    await Task.Delay(30);
                }
            }

            async Task DeliverAsync(HttpClient http, int number)
            {
                var body = Event(cloud, number).ToJsonString();
                for (var attempt = 0; ; attempt++)
                {
                    try
                    {
                        using var request = SlackApp.Signed(program.Address + "/slack/events", body, "application/json");
                        using var response = await http.SendAsync(request);
                        if (response.IsSuccessStatusCode)
                        {
                            Interlocked.Increment(ref acknowledged);
                            return;
                        }
                    }
                    catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
                    {
                        // Nobody acknowledged it; Slack sends it again.
                    }
                    if (attempt > 2000)
                        throw new TimeoutException("the program does not come back");
                    Interlocked.Increment(ref repeated);
                    await Task.Delay(100);
                }
            }
        }
        finally
        {
            await program.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<BotProcess> StartAsync(string folder, SlackCloud cloud) =>
        BotProcess.ServeAsync(
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

    private static JsonObject Event(SlackCloud cloud, int number) =>
        new()
        {
            ["type"] = "event_callback",
            ["team_id"] = SlackCloud.Team,
            ["event_id"] = "Ev" + number,
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
                ["channel"] = "D" + number,
                ["channel_type"] = "im",
                ["user"] = "U" + number % 50,
                ["text"] = Questions[number % Questions.Length],
                ["ts"] = cloud.NextTs(),
            },
        };

    private static async Task UntilAsync(Func<bool> done, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        while (!done() && !limit.IsCancellationRequested)
            await Task.Delay(100, CancellationToken.None);
    }
}
