using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Storage;

namespace ChatBot.TestKit.Teams;

/// <summary>What a run of kills came to.</summary>
/// <param name="Messages">Acknowledged by the bot.</param>
/// <param name="Lost">Never answered.</param>
/// <param name="AnsweredTwice">Questions with two different answers: a defect.</param>
/// <param name="DeliveredTwice">Answers that the connector took a second time: it had taken them just before a kill.</param>
/// <param name="Window">The longest time between the connector's answer to such a first copy and the kill: what the bot had been told and
/// not yet stored.</param>
/// <param name="Failures">Answers that say that the bot failed.</param>
/// <param name="OutOfOrder">Conversations whose first arrivals are not in the order of their questions.</param>
/// <param name="PerSecond">Messages acknowledged in a second, from the first to the last.</param>
public sealed record KillReport(
    int Kills,
    int Messages,
    int Lost,
    int AnsweredTwice,
    int DeliveredTwice,
    TimeSpan Window,
    int Failures,
    int OutOfOrder,
    double PerSecond
)
{
    /// <summary>Messages answered in a second while messages arrived.</summary>
    public double AnsweredPerSecond { get; init; }

    /// <summary>Answers delivered twice though the first copy's sender lived and was heard: a defect.</summary>
    public int Unexplained { get; init; }

    /// <summary>From the last message until all were answered.</summary>
    public TimeSpan Drained { get; init; }

    private string Before => $"at most {Window.TotalMilliseconds:0} ms before a kill, {Unexplained} with no kill between";

    public override string ToString() =>
        $"{Kills} kills, {Messages} messages at {PerSecond:0} a second, answered at {AnsweredPerSecond:0} a second and the rest "
        + $"within {Drained.TotalSeconds:0} s: {Lost} lost, {AnsweredTwice} answered twice, "
        + $"{DeliveredTwice} delivered twice ({Before}), {Failures} failures, {OutOfOrder} conversations out of order";
}

/// <summary>
/// The real process under load, killed at random moments and started again; senders repeat a message until it is acknowledged,
/// as Teams does. The connector records what arrives. Several instances share one PostgreSQL database and are killed in turn.
/// </summary>
/// <param name="kills">How many; or, where <paramref name="lasting"/> is given, at most so many.</param>
/// <param name="lasting">Messages arrive and processes are killed for so long.</param>
public sealed class KillRun(int kills, int perSecond, int seed, int instances = 1, int conversations = 10, TimeSpan? lasting = null)
{
    private const string PseudonymKey = "the-same-pseudonyms-on-every-instance";
    private const string Conversation = "a:kill-";
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(4);

    /// <summary>
    /// A request that was on its way when its sender died may be looked at later: a start takes a small machine for seconds.
    /// </summary>
    private static readonly TimeSpan UnderWay = TimeSpan.FromSeconds(2);

    private static readonly string[] Questions =
    [
        "How do I undo the last commit in Git?",
        "How do I create a tag?",
        "What is a window function?",
        "How do I remove duplicate rows?",
        "privacy",
        "help",
        "How do I rebase my branch?",
    ];

    private readonly Random _random = new(seed);
    private readonly ConcurrentDictionary<string, (int Conversation, int Number)> _acknowledged = new();
    private readonly List<long> _killed = [];
    private readonly string[] _addresses = new string[instances];

    public async Task<KillReport> RunAsync(Action<string>? progress = null)
    {
        await using var cloud = await TeamsCloud.StartAsync();
        var folders = Enumerable.Range(0, instances).Select(_ => Directory.CreateTempSubdirectory("chatbot-kill-").FullName).ToList();
        var storage = Storage(folders[0]);
        var bots = new BotProcess[instances];
        for (var instance = 0; instance < instances; instance++)
            bots[instance] = await ServeAsync(instance, folders, storage);
        using var loading = new CancellationTokenSource();
        var begun = Stopwatch.StartNew();
        var senders = Enumerable.Range(0, conversations).Select(conversation => SendAsync(cloud, conversation, loading.Token)).ToList();
        for (var kill = 1; kill <= kills && !(begun.Elapsed > lasting); kill++)
        {
            await Task.Delay(LongestLife * _random.NextDouble());
            var instance = kill % instances;
            await bots[instance].KillAsync();
            _killed.Add(Stopwatch.GetTimestamp());
            await bots[instance].DisposeAsync();
            bots[instance] = await ServeAsync(instance, folders, storage);
            if (kill % 10 == 0)
                progress?.Invoke(
                    $"{kill} kills, {_acknowledged.Count} messages acknowledged in {begun.Elapsed.TotalSeconds:0} s, "
                        + $"{cloud.Arrived.Count} replies arrived"
                );
        }
        await loading.CancelAsync();
        await Task.WhenAll(senders);
        var loaded = begun.Elapsed;
        var answered = cloud.AnsweredMessages / loaded.TotalSeconds;
        var settling = Stopwatch.StartNew();
        await SettleAsync(cloud);
        var drained = settling.Elapsed;
        foreach (var bot in bots)
        {
            await bot.StopAsync();
            await bot.DisposeAsync();
        }
        if (storage.Length > 0)
            TestStorage.Drop(folders[0]);
        folders.ForEach(folder => Directory.Delete(folder, recursive: true));
        return Report(cloud, loaded) with { AnsweredPerSecond = answered, Drained = drained };
    }

    /// <summary>
    /// Several instances need the shared database; one takes the engine under test. The lease is short, since what a killed process held
    /// waits for its end.
    /// </summary>
    private string[] Storage(string folder)
    {
        if (instances == 1 && !TestStorage.IsPostgres)
            return [];
        TestStorage.Create(folder);
        return
        [
            "--Storage:Provider",
            "postgres",
            "--Storage:ConnectionString",
            TestStorage.ConnectionString(folder),
            "--Turns:Lease",
            "00:00:12", // well beyond the time-out: processes that start take all of a small machine for seconds
            "--Turns:SendTimeout",
            "00:00:05",
            "--Privacy:PseudonymKey",
            PseudonymKey,
        ];
    }

    private async Task<BotProcess> ServeAsync(int instance, List<string> folders, string[] storage)
    {
        var bot = await BotProcess.ServeAsync(
            folders[instance],
            ["--Data:Directory", folders[instance], "--Teams:AllowAnonymous", "true", "--Logging:LogLevel:Default", "Warning", .. storage]
        );
        Volatile.Write(ref _addresses[instance], bot.Address);
        return bot;
    }

    private async Task SendAsync(TeamsCloud cloud, int conversation, CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        var pause = TimeSpan.FromSeconds((double)conversations / perSecond);
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var id = $"{conversation}-{number}";
            for (
                var instance = conversation + number;
                !await TrySendAsync(http, _addresses[instance % instances], cloud, conversation, id, number);
                instance++
            )
                await Task.Delay(20, CancellationToken.None);
            _acknowledged[id] = (conversation, number);
            await Task.Delay(pause, CancellationToken.None);
        }
    }

    private async Task<bool> TrySendAsync(HttpClient http, string address, TeamsCloud cloud, int conversation, string id, int number)
    {
        try
        {
            using var response = await http.PostAsJsonAsync(
                address + "/api/messages",
                cloud.Message(id, Questions[number % Questions.Length], Conversation + conversation, "29:" + conversation)
            );
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
        while (still.Elapsed < TimeSpan.FromSeconds(30) && cloud.AnsweredMessages < _acknowledged.Count)
        {
            await Task.Delay(200);
            if (cloud.Arrived.Count != arrived)
                (arrived, still) = (cloud.Arrived.Count, Stopwatch.StartNew());
        }
    }

    private KillReport Report(TeamsCloud cloud, TimeSpan loaded)
    {
        var replies = cloud.Arrived.GroupBy(sent => sent.ReplyTo!).ToDictionary(group => group.Key, group => group.ToList());
        var twice = replies.Values.Where(copies => copies.Count > 1).ToList();
        var answeredTwice = twice.Count(copies =>
            copies
                .Select(copy =>
                    copy.Card is { } && copy.Everything.Contains("interaction", StringComparison.Ordinal)
                        ? TeamsApp.InteractionOf(copy)
                        : copy.Answer ?? copy.Text
                )
                .Distinct()
                .Count() > 1
        );
        var windows = twice.Select(Window).ToList();
        var disordered = cloud
            .Arrived.Select(sent => sent.ReplyTo!)
            .Distinct()
            .Where(_acknowledged.ContainsKey)
            .Select(id => _acknowledged[id])
            .GroupBy(message => message.Conversation)
            .Count(conversation =>
                conversation.Select(message => message.Number) is var numbers && !numbers.SequenceEqual(numbers.Order())
            );
        return new KillReport(
            _killed.Count,
            _acknowledged.Count,
            _acknowledged.Keys.Count(id => !replies.ContainsKey(id)),
            answeredTwice,
            twice.Count - answeredTwice,
            windows.Where(window => window < TimeSpan.MaxValue).DefaultIfEmpty(TimeSpan.Zero).Max(),
            cloud.Arrived.Count(sent => sent.Text?.StartsWith("I could not answer", StringComparison.Ordinal) == true),
            disordered,
            _acknowledged.Count / loaded.TotalSeconds
        )
        {
            Unexplained = windows.Count(window => window == TimeSpan.MaxValue),
        };
    }

    /// <summary>
    /// From the connector's answer to the kill that made the bot send again; nothing where the kill came before the answer, or where the
    /// sender was gone otherwise before the second copy came; for ever where neither explains it.
    /// </summary>
    private TimeSpan Window(List<SentActivity> copies)
    {
        var underWayTicks = (long)(UnderWay.TotalSeconds * Stopwatch.Frequency);
        var underWay = copies[0].Arrived - underWayTicks;
        var between = _killed.Where(kill => kill >= underWay && kill <= copies[1].Arrived).ToList();
        return between.Count == 0
            ? copies[0].Left <= Math.Min(copies[1].Arrived, copies[0].Answered + underWayTicks)
                ? TimeSpan.Zero
                : TimeSpan.MaxValue
            : between
                .Where(kill => kill >= copies[0].Answered)
                .Select(kill => Stopwatch.GetElapsedTime(copies[0].Answered, kill))
                .DefaultIfEmpty(TimeSpan.Zero)
                .Min();
    }
}
