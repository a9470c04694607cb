using ChatBot.Bot.Turns.Queues;
using ChatBot.Bot.Turns.Sending;
using ChatBot.Storage;
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
        var table = new QueueTable("outbox", storage.Database, new Instance(time), time, TimeSpan.FromMinutes(1));
        await storage.Database.WriteAsync(
            Workspaces.All,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    """
                    insert into outbox (id, workspace, channel, conversation, ordinal, address, reply, subject, state, ready, created)
                    values ('one', 'default', 'c', 'c1', 1, '{}', '{}', 'notice', 'open', @Ready, 0)
                    """,
                    new { Ready = time.NowMs() + 5 },
                    transaction
                )
        );
        Assert.Empty(await table.ClaimAsync<OutboxRow>(1, CancellationToken.None));
        Assert.Equal(TimeSpan.FromMilliseconds(6), await table.UntilNextAsync(CancellationToken.None));
        time.Now += TimeSpan.FromMilliseconds(7);
        Assert.Equal(TimeSpan.FromMilliseconds(1), await table.UntilNextAsync(CancellationToken.None));
        Assert.Single(await table.ClaimAsync<OutboxRow>(1, CancellationToken.None));
    }

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
