using System.Data.Common;
using ChatBot.Storage;
using Dapper;
using Microsoft.Extensions.Options;

namespace ChatBot.Learning.Feedback;

/// <summary>What a person may send so many of within an hour.</summary>
public enum Allowed
{
    Rating,
    Proposal,
}

/// <summary>
/// How many ratings and proposals somebody sends within an hour. The count is a row that the sender's own transaction raises: it holds on
/// all instances together, and what is not stored is not counted. Everybody who gives no name is one person.
/// </summary>
public sealed class Allowances(IDatabase database, IOptions<LearningOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Counts one more, in the transaction that stores it.</summary>
    /// <returns>Null where it may be stored; else how long until the next may be.</returns>
    public async Task<TimeSpan?> TakeAsync(
        DbTransaction transaction,
        string workspace,
        string user,
        Allowed kind,
        CancellationToken cancel = default
    )
    {
        if (LimitOf(kind) is not (> 0 and var limit))
            return null;
        var now = time.NowMs();
        var (since, used) = await transaction.Connection!.QuerySingleAsync<(long Since, long Used)>(
            new CommandDefinition(
                """
                insert into allowances (workspace, user_id, kind, since, used) values (@workspace, @user, @Kind, @now, 1)
                on conflict (workspace, user_id, kind) do update set
                    used = case when allowances.since <= @Ended then 1 when allowances.used > @limit then allowances.used
                                else allowances.used + 1 end,
                    since = case when allowances.since <= @Ended then excluded.since else allowances.since end
                returning since, cast(used as bigint)
                """,
                new
                {
                    workspace,
                    user,
                    Kind = kind.ToString().ToLowerInvariant(),
                    now,
                    Ended = now - (long)Hour.TotalMilliseconds,
                    limit,
                },
                transaction,
                cancellationToken: cancel
            )
        );
        return used <= limit ? null : Hour - TimeSpan.FromMilliseconds(now - since);
    }

    /// <summary>What is said to somebody who has sent so many.</summary>
    public string Refusal(Allowed kind) =>
        $"That is more than {LimitOf(kind)} {(kind == Allowed.Rating ? "ratings" : "corrections")} within an hour. Thank you: what you "
        + "sent before is kept. Please send this one a little later.";

    /// <summary>Forgets hours that are over.</summary>
    public Task SweepAsync(string workspace, CancellationToken cancel = default) =>
        database.WriteAsync(
            workspace,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        "delete from allowances where workspace = @workspace and since <= @Ended",
                        new { workspace, Ended = time.NowMs() - (long)Hour.TotalMilliseconds },
                        transaction,
                        cancellationToken: cancel
                    )
                ),
            cancel
        );

    /// <summary>0: as many as they like.</summary>
    private int LimitOf(Allowed kind) => kind == Allowed.Rating ? options.Value.RatingsPerHour : options.Value.ProposalsPerHour;
}
