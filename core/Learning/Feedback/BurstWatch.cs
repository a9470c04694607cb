using System.Data.Common;
using ChatBot.Learning.Review;
using ChatBot.Storage;
using Dapper;
using Microsoft.Extensions.Options;

namespace ChatBot.Learning.Feedback;

/// <summary>Tells the admins when many answers are rated badly within a short time; once in each such time.</summary>
public sealed class BurstWatch(IReviewNotices notices, IOptions<LearningOptions> options, TimeProvider time)
{
    private const int Shown = 10;

    /// <summary>Called in the transaction that stores a bad rating.</summary>
    public async Task LookAsync(DbTransaction transaction, string workspace, CancellationToken cancel = default)
    {
        var (count, window) = (options.Value.BurstCount, options.Value.BurstWindow);
        if (count == 0)
            return;
        var (now, since) = (time.NowMs(), time.NowMs() - (long)window.TotalMilliseconds);
        var connection = transaction.Connection!;
        var bad = (
            await connection.QueryAsync<string>(
                new CommandDefinition(
                    "select interaction_id from ratings where workspace = @workspace and updated > @since and (thumbs = 'down' or "
                        + "overall <= 2) order by updated desc limit 1000",
                    new { workspace, since },
                    transaction,
                    cancellationToken: cancel
                )
            )
        )
            .Distinct()
            .ToList();
        if (bad.Count < count)
            return;
        // The row both remembers the last notice and admits one teller at a time.
        var told = await connection.ExecuteAsync(
            new CommandDefinition(
                """
                insert into schedules (name, holder, due) values (@Name, 'burst', @Next)
                on conflict (name) do update set due = excluded.due where schedules.due <= @now
                """,
                new
                {
                    Name = "burst:" + workspace,
                    Next = now + (long)window.TotalMilliseconds,
                    now,
                },
                transaction,
                cancellationToken: cancel
            )
        );
        if (told > 0)
            await notices.PublishAsync(transaction, new BadRatingBurst(workspace, bad.Count, window, [.. bad.Take(Shown)]), cancel);
    }
}
