using System.Data.Common;
using ChatBot.Bot.Turns.Queues;
using ChatBot.Storage;
using ChatBot.TestKit;
using ChatBot.TestKit.Hosting;
using Microsoft.Extensions.Logging;
using Moq;

namespace ChatBot.Bot.Tests.Turns;

/// <summary>What instances on one database tell each other, and what each does while it hears nothing.</summary>
public sealed class SharedWakeUpsTests : IAsyncDisposable
{
    private readonly SteppingTime _time = new();
    private readonly RecordedLog _log = new();
    private readonly InboxWakeUp _inbox = new(TimeProvider.System);
    private readonly OutboxWakeUp _outbox = new(TimeProvider.System);
    private readonly Mock<IKeptInMemory> _kept = new();
    private readonly Signals _signals = new();
    private readonly Mock<IDatabase> _database = new();
    private readonly Mock<ISqlDialect> _sql = new();
    private readonly List<string> _told = [];
    private SharedWakeUps? _service;

    [Fact]
    public async Task Each_queue_is_woken_by_its_own_name_and_changes_are_passed_on()
    {
        await StartAsync();
        var (_, heard) = await _signals.ConnectedAsync(1);

        heard("chatbot_queues", "inbox");
        Assert.Equal((true, false), (await IsSetAsync(_inbox), await IsSetAsync(_outbox)));
        heard("chatbot_queues", "outbox");
        Assert.Equal((false, true), (await IsSetAsync(_inbox), await IsSetAsync(_outbox)));
        heard(ChangeSignals.Channel, "limits acme");

        _kept.Verify(kept => kept.Forget("acme"), Times.Once);
        Assert.Equal((false, false), (await IsSetAsync(_inbox), await IsSetAsync(_outbox)));
        Assert.Equal(["chatbot_queues", "chatbot_changes"], _signals.Channels);
    }

    [Fact]
    public async Task Whoever_listens_again_looks_for_what_was_told_meanwhile()
    {
        await StartAsync();
        var (connected, _) = await _signals.ConnectedAsync(1);

        connected();

        _kept.Verify(kept => kept.Forget(null), Times.Once);
        Assert.Equal((true, true), (await IsSetAsync(_inbox), await IsSetAsync(_outbox)));
    }

    [Fact]
    public async Task A_lost_connection_is_tried_again_after_longer_and_longer_pauses_and_at_once_after_it_has_held()
    {
        await StartAsync();
        for (var n = 1; n <= 8; n++)
        {
            await _signals.ConnectedAsync(n);
            _signals.Lose();
        }
        var (connected, _) = await _signals.ConnectedAsync(9);
        connected();
        _signals.Lose();
        await _signals.ConnectedAsync(10);

        Assert.Equal([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 200], _time.Waits.Select(wait => wait.TotalMilliseconds));
        Assert.Equal(9, _log.Entries.Count(entry => entry.Level == LogLevel.Warning && entry.Text.Contains("(the connection is lost)")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Others_are_told_of_each_queue_that_has_more_to_do_than_hands(bool isFirstLost)
    {
        var failures = isFirstLost ? 1 : 0;
        await StartAsync(() => failures-- > 0 ? throw new IOException("away") : Task.CompletedTask);
        Assert.Empty(_told);

        _inbox.Share();
        await UntilAsync(() => _time.Waits.Count == 1);
        _outbox.Share();
        await UntilAsync(() => _time.Waits.Count == 2);

        Assert.Equal(isFirstLost ? ["outbox"] : (string[])["inbox", "outbox"], _told);
        Assert.All(_time.Waits, wait => Assert.Equal(TimeSpan.FromMilliseconds(100), wait));
        Assert.Equal(isFirstLost, _log.Entries.Any(entry => entry.Text.Contains("were not told of work (away)")));
        _inbox.Share();
        await UntilAsync(() => _told.Count == (isFirstLost ? 2 : 3));
        Assert.Equal("inbox", _told[^1]);
    }

    [Fact]
    public async Task Where_nobody_else_is_on_the_database_nobody_is_listened_to()
    {
        await StartAsync(isShared: false);

        await _service!.ExecuteTask!;

        Assert.Empty(_signals.Channels);
    }

    public async ValueTask DisposeAsync()
    {
        await _service!.StopAsync(CancellationToken.None);
        _service.Dispose();
    }

    private async Task StartAsync(Func<Task>? tell = null, bool isShared = true)
    {
        _kept.SetupGet(kept => kept.Name).Returns("limits");
        _sql.Setup(sql => sql.NotifyAsync(It.IsAny<DbTransaction>(), "chatbot_queues", It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Returns(
                async (DbTransaction _, string _, string queue, CancellationToken _) =>
                {
                    await (tell?.Invoke() ?? Task.CompletedTask);
                    _told.Add(queue);
                }
            );
        _database.SetupGet(database => database.IsShared).Returns(isShared);
        _database.SetupGet(database => database.Sql).Returns(_sql.Object);
        _database
            .Setup(database =>
                database.WriteAsync(It.IsAny<string>(), It.IsAny<Func<DbTransaction, Task<bool>>>(), It.IsAny<CancellationToken>())
            )
            .Returns((string _, Func<DbTransaction, Task<bool>> work, CancellationToken _) => work(null!));
        var log = LoggerFactory.Create(logging => logging.AddProvider(_log).SetMinimumLevel(LogLevel.Debug));
        _service = new SharedWakeUps(_database.Object, _signals, _inbox, _outbox, [_kept.Object], _time, log.CreateLogger<SharedWakeUps>());
        await _service.StartAsync(CancellationToken.None);
    }

    /// <summary>Whether the loop of a queue would go on at once; it then has.</summary>
    private static async Task<bool> IsSetAsync(WakeUp wake)
    {
        var time = System.Diagnostics.Stopwatch.StartNew();
        await wake.WaitAsync(TimeSpan.FromMilliseconds(300), CancellationToken.None);
        return time.ElapsedMilliseconds < 250;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
            await Task.Delay(5, limit.Token);
    }

    /// <summary>A connection that a test makes and loses.</summary>
    private sealed class Signals : IDatabaseSignals
    {
        private readonly List<(Action Connected, Action<string, string> Heard)> _calls = [];
        private TaskCompletionSource _lost = new();

        public IReadOnlyList<string> Channels { get; private set; } = [];

        public Task ListenAsync(IReadOnlyList<string> channels, Action connected, Action<string, string> heard, CancellationToken cancel)
        {
            Channels = channels;
            var lost = _lost = new TaskCompletionSource();
            lock (_calls)
                _calls.Add((connected, heard));
            return lost.Task.WaitAsync(cancel);
        }

        public void Lose() => _lost.SetException(new IOException("the connection is lost"));

        public async Task<(Action Connected, Action<string, string> Heard)> ConnectedAsync(int n)
        {
            await UntilAsync(() =>
            {
                lock (_calls)
                    return _calls.Count >= n;
            });
            return _calls[n - 1];
        }
    }
}
