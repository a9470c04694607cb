using System.Data.Common;
using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns.Queues;
using ChatBot.Bot.Turns.Sending;
using ChatBot.Learning;
using ChatBot.Storage;
using Dapper;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Turns.Announcing;

/// <summary>
/// Many corrections at once: one message that says how many wait, kept up to date where it stands. A flood that goes on is told anew after
/// each <c>Learning:ReviewWindow</c>, since nobody is called by a message that only changes.
/// </summary>
public sealed class QueueAnnouncements(
    Outbox outbox,
    Deliveries deliveries,
    TurnSeal seal,
    AdminAnnouncements announcements,
    IOptions<LearningOptions> options,
    TimeProvider time
)
{
    /// <summary>How long the latest message goes on being brought up to date.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>One more correction of a flood waits.</summary>
    public async Task TellAsync(DbTransaction transaction, string workspace, IReadOnlyList<AdminAddress> admins)
    {
        var (now, flood) = (time.NowMs(), Ids.New(time));
        // The row both remembers the latest message and admits one teller at a time, on all instances.
        var isNew =
            await transaction.Connection!.ExecuteAsync(
                """
                insert into schedules (name, holder, due) values (@Name, @flood, @Next)
                on conflict (name) do update set holder = excluded.holder, due = excluded.due where schedules.due <= @now
                """,
                new
                {
                    Name = NameOf(workspace),
                    flood,
                    Next = now + (long)options.Value.ReviewWindow.TotalMilliseconds,
                    now,
                },
                transaction
            ) > 0;
        if (isNew)
            await announcements.AddAsync(transaction, workspace, admins, new ReviewQueueReply(), Subjects.ReviewQueue, flood);
        else
            await RefreshAsync(transaction, workspace);
    }

    /// <summary>The number of those that wait has changed: the latest message says so.</summary>
    public async Task RefreshAsync(DbTransaction transaction, string workspace)
    {
        var flood = await transaction.Connection!.ExecuteScalarAsync<string?>(
            "select holder from schedules where name = @Name and due > @Since",
            new { Name = NameOf(workspace), Since = time.NowMs() - (long)Kept.TotalMilliseconds },
            transaction
        );
        if (flood is null)
            return;
        var queued = await outbox.HoldAsync(transaction, workspace, Subjects.ReviewQueue, flood);
        foreach (var told in await deliveries.AboutAsync(transaction, workspace, Subjects.ReviewQueue, flood))
            if (!queued.Contains((told.Channel, seal.KeyOf(workspace, told.Channel, told.Conversation))))
                await outbox.AddAsync(transaction, Outgoing.Replacing(told, new ReviewQueueReply()));
    }

    private static string NameOf(string workspace) => "reviews:" + workspace;
}
