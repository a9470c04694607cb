using ChatBot.Storage;
using ChatBot.TestKit.Storage;
using ChatBot.Trainer.Jobs;
using Dapper;

namespace ChatBot.Trainer.Tests.Jobs;

public sealed class TrainingLeaseTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task One_training_at_a_time_and_the_next_when_it_is_over()
    {
        await using var test = await TestDatabase.CreateAsync();
        var first = await TrainingLease.TakeAsync(test.Database, TimeProvider.System, None);
        Assert.NotNull(first);
        Assert.Null(await TrainingLease.TakeAsync(test.Database, TimeProvider.System, None));

        await first.DisposeAsync();

        await using var second = await TrainingLease.TakeAsync(test.Database, TimeProvider.System, None);
        Assert.NotNull(second);
    }

    [Fact]
    public async Task Of_many_at_once_one_gets_it()
    {
        await using var test = await TestDatabase.CreateAsync();
        var taken = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => TrainingLease.TakeAsync(test.Database, TimeProvider.System, None)))
        );

        var holder = Assert.Single(taken, lease => lease is not null);
        await holder!.DisposeAsync();
    }

    [Fact]
    public async Task What_a_killed_training_held_is_free_after_a_while()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var killed = await TrainingLease.TakeAsync(test.Database, TimeProvider.System, None);
        var later = new Later(TrainingLease.Length + TimeSpan.FromSeconds(1));

        await using var next = await TrainingLease.TakeAsync(test.Database, later, None);

        Assert.NotNull(next);
    }

    [Fact]
    public async Task Who_loses_it_hears_of_it_and_gives_nothing_back()
    {
        await using var test = await TestDatabase.CreateAsync();
        var hurried = new Hurried();
        await using (var lease = await TrainingLease.TakeAsync(test.Database, hurried, None))
        {
            await TakeAwayAsync(test.Database);

            await Task.Delay(TimeSpan.FromSeconds(30), lease!.Lost).ContinueWith(_ => { });
            Assert.True(lease.Lost.IsCancellationRequested);
        }

        await using var connection = await test.Database.OpenAsync(Workspaces.All);
        Assert.Equal("another", await connection.ExecuteScalarAsync<string>("select holder from schedules where name = 'training'"));
        Assert.Null(await TrainingLease.TakeAsync(test.Database, TimeProvider.System, None));
    }

    private static Task TakeAwayAsync(IDatabase database) =>
        database.WriteAsync(
            Workspaces.All,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    "update schedules set holder = 'another', due = @Due where name = 'training'",
                    new { Due = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds() },
                    transaction
                )
        );

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }

    /// <summary>Whose timers ring a thousand times as soon.</summary>
    private sealed class Hurried : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime / 1000, period / 1000);
    }
}
