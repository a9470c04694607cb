using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatBot.TestKit.Hosting;

namespace ChatBot.TestKit.Teams;

/// <summary>What a run of kills came to.</summary>
/// <param name="Messages">Acknowledged by the bot.</param>
/// <param name="Lost">Never answered.</param>
/// <param name="AnsweredTwice">Questions with two different answers: a defect.</param>
/// <param name="DeliveredTwice">Answers that the connector took a second time: it had taken them just before a kill.</param>
/// <param name="Window">The longest time between such a first arrival and its kill.</param>
/// <param name="Failures">Answers that say that the bot failed.</param>
/// <param name="OutOfOrder">Conversations whose first arrivals are not in the order of their questions.</param>
public sealed record KillReport(int Kills, int Messages, int Lost, int AnsweredTwice, int DeliveredTwice, TimeSpan Window, int Failures, int OutOfOrder)
{
    public override string ToString() =>
        $"{Kills} kills, {Messages} messages: {Lost} lost, {AnsweredTwice} answered twice, {DeliveredTwice} delivered twice (at most {Window.TotalMilliseconds:0} ms before a kill), "
        + $"{Failures} failures, {OutOfOrder} conversations out of order";
}

/// <summary>
/// The real process under load, killed at random moments and started again; senders repeat a message until it is acknowledged,
/// as Teams does. The connector records what arrives.
/// </summary>
public sealed class KillRun(int kills, int perSecond, int seed)
{
    private const int Conversations = 10;
    private const string Conversation = "a:kill-";
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(4);

    private static readonly string[] Questions =
    [
        "How do I undo the last commit in Git?", "How do I create a tag?", "What is a window function?", "How do I remove duplicate rows?", "privacy", "help", "How do I rebase my branch?",
    ];

    private readonly Random _random = new(seed);
    private readonly ConcurrentDictionary<string, (int Conversation, int Number)> _acknowledged = new();
    private readonly List<long> _killed = [];
    private volatile string _address = "";

    public async Task<KillReport> RunAsync(Action<string>? progress = null)
    {
        await using var cloud = await TeamsCloud.StartAsync();
        var folder = Directory.CreateTempSubdirectory("chatbot-kill-").FullName;
        using var loading = new CancellationTokenSource();
        var senders = Enumerable.Range(0, Conversations).Select(conversation => SendAsync(cloud, conversation, loading.Token)).ToList();
        for (var kill = 1; kill <= kills; kill++)
        {
            await using var bot = await ServeAsync(folder);
            await Task.Delay(LongestLife * _random.NextDouble());
            _killed.Add(Stopwatch.GetTimestamp());
            await bot.KillAsync();
            if (kill % 10 == 0)
                progress?.Invoke($"{kill} kills, {_acknowledged.Count} messages acknowledged, {cloud.Arrived.Count} replies arrived");
        }
        await using var last = await ServeAsync(folder);
        await loading.CancelAsync();
        await Task.WhenAll(senders);
        await SettleAsync(cloud);
        await last.StopAsync();
        Directory.Delete(folder, recursive: true);
        return Report(cloud);
    }

    private async Task<BotProcess> ServeAsync(string folder)
    {
        var bot = await BotProcess.ServeAsync(folder, "--Data:Directory", folder, "--Teams:AllowAnonymous", "true", "--Logging:LogLevel:Default", "Warning");
        _address = bot.Address;
        return bot;
    }

    private async Task SendAsync(TeamsCloud cloud, int conversation, CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        var pause = TimeSpan.FromSeconds((double)Conversations / perSecond);
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var id = $"{conversation}-{number}";
            while (!await TrySendAsync(http, cloud, conversation, id, number))
                await Task.Delay(20, CancellationToken.None);
            _acknowledged[id] = (conversation, number);
            await Task.Delay(pause, CancellationToken.None);
        }
    }

    private async Task<bool> TrySendAsync(HttpClient http, TeamsCloud cloud, int conversation, string id, int number)
    {
        if (_address.Length == 0)
            return false;
        try
        {
            using var response = await http.PostAsJsonAsync(_address + "/api/messages", new JsonObject
            {
                ["type"] = "message", ["id"] = id, ["serviceUrl"] = cloud.ServiceUrl, ["channelId"] = "msteams", ["text"] = Questions[number % Questions.Length],
                ["from"] = new JsonObject { ["id"] = "29:" + conversation }, ["recipient"] = new JsonObject { ["id"] = "28:bot" },
                ["conversation"] = new JsonObject { ["id"] = Conversation + conversation, ["conversationType"] = "personal" },
            });
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return false; // killed in the middle: sent again
        }
    }

    /// <summary>Waits until everything is answered, or until nothing has moved for long.</summary>
    private async Task SettleAsync(TeamsCloud cloud)
    {
        var (arrived, still) = (-1, Stopwatch.StartNew());
        while (still.Elapsed < TimeSpan.FromSeconds(30) && cloud.Arrived.Select(ReplyTo).Distinct().Count() < _acknowledged.Count)
        {
            await Task.Delay(200);
            if (cloud.Arrived.Count != arrived)
                (arrived, still) = (cloud.Arrived.Count, Stopwatch.StartNew());
        }
    }

    private KillReport Report(TeamsCloud cloud)
    {
        var replies = cloud.Arrived.GroupBy(ReplyTo).ToDictionary(group => group.Key, group => group.ToList());
        var twice = replies.Values.Where(copies => copies.Count > 1).ToList();
        var answeredTwice = twice.Count(copies => copies.Select(copy => copy.Card is { } && copy.Everything.Contains("interaction", StringComparison.Ordinal) ? TeamsApp.InteractionOf(copy) : copy.Answer ?? copy.Text).Distinct().Count() > 1);
        var windows = twice.Select(copies => _killed.Where(kill => kill >= copies[0].Arrived).Select(kill => Stopwatch.GetElapsedTime(copies[0].Arrived, kill)).DefaultIfEmpty(TimeSpan.MaxValue).Min());
        var disordered = _acknowledged.Values.Select(message => message.Conversation).Distinct().Count(conversation =>
        {
            var numbers = cloud.Arrived.Select(ReplyTo).Distinct().Where(id => id.StartsWith($"{conversation}-", StringComparison.Ordinal)).Select(id => int.Parse(id.Split('-')[1])).ToList();
            return !numbers.SequenceEqual(numbers.Order());
        });
        return new KillReport(
            _killed.Count, _acknowledged.Count, _acknowledged.Keys.Count(id => !replies.ContainsKey(id)), answeredTwice, twice.Count - answeredTwice,
            windows.DefaultIfEmpty(TimeSpan.Zero).Max(), cloud.Arrived.Count(sent => sent.Text?.StartsWith("I could not answer", StringComparison.Ordinal) == true), disordered);
    }

    private static string ReplyTo(SentActivity sent) => sent.Body.GetProperty("replyToId").GetString()!;
}
