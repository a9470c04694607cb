using System.Data.Common;
using ChatBot.Bot.Turns;
using ChatBot.Bot.Turns.Queues;
using ChatBot.Bot.Turns.Sending;
using ChatBot.Storage;
using ChatBot.TestKit;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Turns;
using Dapper;
using Microsoft.Extensions.Logging;

namespace ChatBot.Bot.Tests.Turns;

/// <summary>The loop of a queue by itself, on storage that fails when it is told to.</summary>
public sealed class QueueServiceTests : IAsyncLifetime
{
    private readonly SteppingTime _time = new();
    private readonly RecordedLog _log = new();
    private TurnsDriver _turns = null!;
    private Watched _database = null!;

    public async Task InitializeAsync()
    {
        _turns = await TurnsDriver.CreateAsync();
        _database = new Watched(_turns.Database);
    }

    public async Task DisposeAsync() => await _turns.DisposeAsync();

    [Fact]
    public async Task Storage_that_fails_is_waited_for_longer_each_time_and_briefly_again_once_it_has_worked()
    {
        var wake = new WakeUp(TimeProvider.System);
        (_database.IsShared, _database.Fails) = (false, n => n is 1 or 2 or 4);
        await using var queue = await StartAsync(_ => Task.CompletedTask, wake);
        await UntilAsync(() => _database.Claims >= 3);
        await Task.Delay(100); // it sleeps
        wake.Set();
        await UntilAsync(() => _database.Claims >= 5);

        var pauses = _time.Waits.Where(wait => wait < TimeSpan.FromSeconds(10)).Select(wait => wait.TotalMilliseconds).ToList();
        Assert.Equal(3, pauses.Count);
        Assert.InRange(pauses[0], 100, 200);
        Assert.InRange(pauses[1], 200, 400);
        Assert.InRange(pauses[2], 100, 200);
        Assert.Equal(3, _log.Entries.Count(entry => entry.Level == LogLevel.Error && entry.Text.Contains("storage failed")));
    }

    [Fact]
    public async Task Before_a_queue_is_served_a_turn_is_rehearsed_and_what_a_dead_process_held_is_taken_over()
    {
        await AddAsync("left", claimant: "dead process", readyIn: TimeSpan.FromDays(1));
        await _turns.Database.WriteAsync(
            Workspaces.All,
            transaction => transaction.Connection!.ExecuteAsync("alter table preferences rename to gone", transaction: transaction)
        );
        var worked = new TaskCompletionSource<string>();
        await using var queue = await StartAsync(row =>
        {
            worked.TrySetResult(row.Id);
            return Task.CompletedTask;
        });
        // A rehearsal writes what a turn writes: where that cannot be, nothing is begun.
        await UntilAsync(() => _log.Entries.Any(entry => entry.Text.Contains("storage failed")));
        Assert.Equal(0, _database.Claims);

        await _turns.Database.WriteAsync(
            Workspaces.All,
            transaction => transaction.Connection!.ExecuteAsync("alter table gone rename to preferences", transaction: transaction)
        );

        if (!_turns.Database.IsShared)
            Assert.Equal("left", await worked.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_row_whose_work_fails_on_storage_is_reported_given_back_and_worked_on_again()
    {
        await AddAsync("one");
        var attempts = 0;
        var done = new TaskCompletionSource();
        await using var queue = await StartAsync(row =>
        {
            if (++attempts == 1)
                throw new InvalidOperationException("in the middle");
            Assert.Equal(2, row.Attempts);
            done.TrySetResult();
            return Task.CompletedTask;
        });

        await done.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Contains(_log.Entries, entry => entry.Text.Contains("storage failed") && entry.Text.Contains("InvalidOperationException"));
    }

    [Fact]
    public async Task On_a_shared_database_one_claim_follows_another_after_a_moment_only()
    {
        _database.IsShared = true;
        var wake = new WakeUp(TimeProvider.System);
        await using var queue = await StartAsync(_ => Task.CompletedTask, wake);
        await UntilAsync(() => _database.Claims >= 1);
        wake.Set();
        await UntilAsync(() => _database.Claims >= 2);

        Assert.Equal(TimeSpan.FromMilliseconds(10), _time.Waits[0]);
    }

    private async Task<Running> StartAsync(Func<OutboxRow, Task> work, WakeUp? wake = null)
    {
        var service = new Queue(
            new QueueTable("outbox", _database, new Instance(_time), _time, TimeSpan.FromMinutes(1)),
            wake ?? new WakeUp(TimeProvider.System),
            _turns.Get<Rehearsal>(),
            new TurnsOptions { FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(1) },
            _time,
            LoggerFactory.Create(logging => logging.AddProvider(_log)).CreateLogger("queue"),
            work
        );
        await service.StartAsync(CancellationToken.None);
        return new Running(service);
    }

    private Task AddAsync(string id, string? claimant = null, TimeSpan readyIn = default) =>
        _turns.Database.WriteAsync(
            Workspaces.All,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    """
                    insert into outbox (id, workspace, channel, conversation, ordinal, address, reply, subject, state, ready, claimant,
                        created) values (@id, 'default', 'c', 'c1', 1, '{}', '{}', 'notice', 'open', @Ready, @claimant, 0)
                    """,
                    new
                    {
                        id,
                        claimant,
                        Ready = _time.NowMs() + (long)readyIn.TotalMilliseconds,
                    },
                    transaction
                )
        );

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
            await Task.Delay(5, limit.Token);
    }

    private sealed class Queue(
        QueueTable table,
        WakeUp wake,
        Rehearsal rehearsal,
        TurnsOptions options,
        TimeProvider time,
        ILogger log,
        Func<OutboxRow, Task> work
    ) : QueueService<OutboxRow>(table, wake, rehearsal, options, 1, time, log)
    {
        protected override Task WorkAsync(OutboxRow row, CancellationToken cancel) => work(row);
    }

    private sealed class Running(Queue queue) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await queue.StopAsync(CancellationToken.None);
            queue.Dispose();
        }
    }

    /// <summary>Counts the claims, and fails those that it is told to.</summary>
    private sealed class Watched(IDatabase database) : IDatabase
    {
        private int _claims;

        public Func<int, bool> Fails { get; set; } = _ => false;
        public int Claims => Volatile.Read(ref _claims);

        public StorageEngine Engine => database.Engine;
        public ISqlDialect Sql => database.Sql;
        public bool IsShared { get; set; } = database.IsShared;

        public Task<DbConnection> OpenAsync(string workspace, CancellationToken cancel) => database.OpenAsync(workspace, cancel);

        public Task<T> WriteAsync<T>(string workspace, Func<DbTransaction, Task<T>> work, CancellationToken cancel) =>
            database.WriteAsync(workspace, work, cancel);

        public Task<T> ChangeAsync<T>(string workspace, Func<DbConnection, DbTransaction?, Task<T>> statement, CancellationToken cancel) =>
            typeof(T) == typeof(IReadOnlyList<OutboxRow>) && Fails(Interlocked.Increment(ref _claims))
                ? throw new InvalidOperationException("storage is away")
                : database.ChangeAsync(workspace, statement, cancel);
    }
}
