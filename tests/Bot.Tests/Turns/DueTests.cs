using ChatBot.Bot.Turns.Queues;
using ChatBot.Bot.Turns.Sending;
using ChatBot.Storage;
using ChatBot.TestKit;
using ChatBot.TestKit.Storage;
using Dapper;

namespace ChatBot.Bot.Tests.Turns;

public sealed class DueTests
{
    /// <summary>
    /// A millisecond is enough for a row to become due after the claim looked and before the loop asks how long to sleep.
    /// </summary>
    [Fact]
    public async Task A_row_that_becomes_due_between_claiming_and_sleeping_is_not_overlooked()
    {
        await using var storage = await TestDatabase.CreateAsync();
        var time = new SetTime();
        var table = Table(storage, time);
        await QueueAsync(storage, time.NowMs() + 5);
        Assert.Empty(await table.ClaimAsync<OutboxRow>(1, CancellationToken.None));
        Assert.Equal(TimeSpan.FromMilliseconds(6), await table.UntilNextAsync(CancellationToken.None));
        time.Now += TimeSpan.FromMilliseconds(7);
        Assert.Equal(TimeSpan.FromMilliseconds(1), await table.UntilNextAsync(CancellationToken.None));
        Assert.Single(await table.ClaimAsync<OutboxRow>(1, CancellationToken.None));
    }

    [Fact]
    public async Task A_claimed_row_is_nobody_elses_as_long_as_its_holder_renews_the_lease()
    {
        await using var storage = await TestDatabase.CreateAsync();
        var time = new SetTime();
        var (mine, theirs) = (Table(storage, time), Table(storage, time));
        await QueueAsync(storage, time.NowMs());
        Assert.Single(await mine.ClaimAsync<OutboxRow>(1, CancellationToken.None));

        time.Now += TimeSpan.FromSeconds(59);
        Assert.Empty(await theirs.ClaimAsync<OutboxRow>(1, CancellationToken.None));
        await mine.RenewAsync(["one"], CancellationToken.None);
        time.Now += TimeSpan.FromSeconds(59);
        Assert.Empty(await theirs.ClaimAsync<OutboxRow>(1, CancellationToken.None));
        await theirs.RenewAsync(["one"], CancellationToken.None);
        time.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(2, Assert.Single(await theirs.ClaimAsync<OutboxRow>(1, CancellationToken.None)).Attempts);
    }

    [Fact]
    public async Task What_a_dead_process_held_is_due_at_once_where_no_other_can_hold_it()
    {
        await using var storage = await TestDatabase.CreateAsync();
        var time = new SetTime();
        var (dead, next) = (Table(storage, time), Table(storage, time));
        await QueueAsync(storage, time.NowMs());
        Assert.Single(await dead.ClaimAsync<OutboxRow>(1, CancellationToken.None));

        await dead.TakeOverAsync(CancellationToken.None);
        Assert.Empty(await next.ClaimAsync<OutboxRow>(1, CancellationToken.None));
        await next.TakeOverAsync(CancellationToken.None);
        Assert.Equal(storage.Database.IsShared ? 0 : 1, (await next.ClaimAsync<OutboxRow>(1, CancellationToken.None)).Count);
    }

    private static QueueTable Table(TestDatabase storage, TimeProvider time) =>
        new("outbox", storage.Database, new Instance(time), time, TimeSpan.FromMinutes(1));

    private static Task QueueAsync(TestDatabase storage, long ready) =>
        storage.Database.WriteAsync(
            Workspaces.All,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    """
                    insert into outbox (id, workspace, channel, conversation, ordinal, address, reply, subject, state, ready, created)
                    values ('one', 'default', 'c', 'c1', 1, '{}', '{}', 'notice', 'open', @ready, 0)
                    """,
                    new { ready },
                    transaction
                )
        );
}
