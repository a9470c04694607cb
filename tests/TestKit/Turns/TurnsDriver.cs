using System.Data.Common;
using ChatBot.Answering;
using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.Bot.Turns.Undelivered;
using ChatBot.Interactions;
using ChatBot.Learning.Audit;
using ChatBot.Learning.Feedback;
using ChatBot.Learning.Registry;
using ChatBot.Privacy;
using ChatBot.Storage;
using ChatBot.Storage.Postgres;
using ChatBot.Storage.Sqlite;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Storage;
using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatBot.TestKit.Turns;

/// <summary>Inbox, worker, outbox and sender on a real database, with a scripted answerer and a <see cref="RecordingChannel"/>.</summary>
public sealed class TurnsDriver : IAsyncDisposable
{
    private readonly TestDatabase _storage;
    private ServiceProvider _services;
    private int _events;

    private TurnsDriver(TestDatabase storage, Dictionary<string, string?> settings)
    {
        _storage = storage;
        Settings = settings;
        _services = Build();
    }

    public RecordingChannel Channel { get; } = new();

    /// <summary>What the services logged.</summary>
    public RecordedLog Log { get; } = new();

    /// <summary>How questions are answered; may throw or wait.</summary>
    public Func<Question, CancellationToken, Task<string>> Answering { get; set; } =
        (question, _) => Task.FromResult("re: " + question.Text);

    /// <summary>How questions are answered twice: the words of both answers, or why there are none; may throw or wait.</summary>
    public Func<string, CancellationToken, Task<(string First, string Second, string Fault)>> AnsweringTwice { get; set; } =
        (_, _) => Task.FromResult(("", "", "nothing is on trial"));

    /// <summary>What the answerer tells its watcher before it answers; may wait.</summary>
    public Func<IAnswerWatcher, CancellationToken, Task> Telling { get; set; } = (_, _) => Task.CompletedTask;

    public IDatabase Database => _storage.Database;

    public Dictionary<string, string?> Settings { get; }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Storage and queues, not yet working; pauses are short.</summary>
    public static async Task<TurnsDriver> CreateAsync(params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["Privacy:PseudonymKey"] = "a-key-that-only-tests-of-turns-have",
            ["Turns:FirstPause"] = "00:00:00.005",
            ["Turns:LongestPause"] = "00:00:00.050",
            ["Turns:DrainTime"] = "00:00:00.500",
        };
        foreach (var (key, value) in settings)
            all[key] = value;
        return new TurnsDriver(await TestDatabase.CreateAsync(), all);
    }

    public async Task<TurnsDriver> StartAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
            await service.StartAsync(CancellationToken.None);
        return this;
    }

    /// <summary>Stops the services as a host does.</summary>
    public async Task StopAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>().Reverse())
            await service.StopAsync(CancellationToken.None);
    }

    /// <summary>Stops, and goes on as another process would.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await _services.DisposeAsync();
        _services = Build();
        await StartAsync();
    }

    public ChannelMessage Message(string text, string conversation = "c1", string? id = null) =>
        new(Channel.Name, Workspaces.Default, "event" + Interlocked.Increment(ref _events), conversation, "user1", text, "{}")
        {
            MessageId = id,
        };

    public Task<Received> ReceiveAsync(string text, string conversation = "c1", string? id = null) =>
        ReceiveAsync(Message(text, conversation, id));

    public Task<Received> ReceiveAsync(ChannelMessage message) => Get<Inbox>().ReceiveAsync(message);

    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync() => Get<DeadLetters>().ListAsync(Workspaces.Default);

    /// <summary>Waits until there are <paramref name="count"/> of them.</summary>
    public async Task<IReadOnlyList<DeadLetter>> WaitForDeadLettersAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (await DeadLettersAsync() is var letters && letters.Count == count)
                return letters;
            await Task.Delay(5, limit.Token);
        }
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var connection = await Database.OpenAsync(Workspaces.All);
        return await connection.ExecuteScalarAsync<long>(sql);
    }

    /// <summary>The words of what arrived, in order.</summary>
    public static string Words(OutboundReply reply) =>
        reply.Reply switch
        {
            AnswerReply answer => answer.Answer.Text,
            NoticeReply notice => notice.Text,
            _ => reply.Reply.GetType().Name,
        };

    private ServiceProvider Build()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings).Build();
        var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(Database)
            .AddForEngine<IDatabaseSignals, SqliteSignals, PostgresSignals>()
            .AddTurns(configuration);
        services.AddPrivacy(configuration).AddInteractions().AddSingleton<RowUpgrades>();
        services.AddSingleton<PreferenceStore>().AddSingleton<IChannel>(Channel);
        services.AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Debug));
        services.AddSingleton<Ask>(AskAsync).AddSingleton<AskPair>(AskPairAsync);
        return services.BuildServiceProvider();
    }

    private async Task<Answer> AskAsync(
        Question question,
        Func<DbTransaction, Answer, Task>? alongside,
        CancellationToken cancel,
        IAnswerWatcher? watcher
    )
    {
        if (watcher is not null)
            await Telling(watcher, cancel);
        var text = await Answering(question, cancel);
        var receipt = new Receipt
        {
            Outcome = Outcome.Answered,
            Stage = "generation",
            Rule = "scripted",
        };
        var answer = new Answer(Ids.New(TimeProvider.System), text, Outcome.Answered, 2, 1, [], receipt);
        await Database.WriteAsync(question.Workspace, transaction => alongside!(transaction, answer), cancel);
        return answer;
    }

    private async Task<(AnswerPair? Pair, string Fault)> AskPairAsync(
        string workspace,
        string question,
        Auditor by,
        Func<DbTransaction, AnswerPair, Task> alongside,
        CancellationToken cancel
    )
    {
        var (first, second, fault) = await AnsweringTwice(question, cancel);
        if (fault.Length > 0)
            return (null, fault);
        var pair = new AnswerPair(Ids.New(TimeProvider.System), "a1", "base", question, first, second, true, "");
        await Database.WriteAsync(workspace, transaction => alongside(transaction, pair), cancel);
        return (pair, "");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _services.DisposeAsync();
        await _storage.DisposeAsync();
    }
}
