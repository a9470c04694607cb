using ChatBot.Storage;
using Dapper;

namespace ChatBot.Bot.Turns.Queues;

/// <summary>
/// What inbox and outbox have in common: rows are claimed under a lease, oldest first, and of each conversation only the
/// oldest open row, so that order is kept and a failing head holds up nobody else.
/// </summary>
/// <param name="name"><c>inbox</c> or <c>outbox</c>; a constant of the caller, never input.</param>
public sealed class QueueTable(string name, IDatabase database, Instance instance, TimeProvider time, TimeSpan lease)
{
    /// <summary>When rows were last looked for, in ms: what became due since then has not been seen.</summary>
    private long _looked;

    private static readonly TimeSpan LookAround = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Least time from one claim to the next. On a shared database each costs round trips and a place in the log, so that under
    /// load one takes what became due in the meantime; a queue that was at rest is claimed from at once.
    /// </summary>
    public TimeSpan Pace { get; } = database.IsShared ? TimeSpan.FromMilliseconds(10) : TimeSpan.Zero;

    /// <summary>Where several instances claim at once, each passes over the rows that another is just taking.</summary>
    private string PassOver => database.Sql.SkipLocked;

    /// <summary>Due rows could otherwise be looked for again for each row that is updated, and more claimed than was asked for.</summary>
    private string Once => database.Sql.Materialized;

    /// <summary>Claims up to <paramref name="count"/> rows that are due and counts an attempt for each.</summary>
    /// <typeparam name="TRow">Read from the columns of the whole row.</typeparam>
    public Task<IReadOnlyList<TRow>> ClaimAsync<TRow>(int count, CancellationToken cancel)
        where TRow : IQueueRow =>
        database.ChangeAsync<IReadOnlyList<TRow>>(
            Workspaces.All,
            async (connection, transaction) =>
            {
                var now = _looked = time.NowMs();
                var rows = await connection.QueryAsync<TRow>(
                    $"""
                    with due as {Once} (
                        select candidate.id from {name} candidate
                        where candidate.finished is null and candidate.ready <= @Now
                          and not exists (
                              select 1 from {name} earlier
                              where earlier.finished is null and earlier.channel = candidate.channel
                                  and earlier.workspace = candidate.workspace
                                and earlier.conversation = candidate.conversation and earlier.ordinal < candidate.ordinal)
                        order by candidate.ordinal limit @Count {PassOver})
                    update {name} set claimant = @Me, ready = @Until, attempts = attempts + 1
                    where id in (select id from due)
                    returning *
                    """,
                    new
                    {
                        Me = instance.Id,
                        Now = now,
                        Until = now + (long)lease.TotalMilliseconds,
                        Count = count,
                    },
                    transaction
                );
                return [.. rows.OrderBy(row => row.Ordinal)];
            },
            cancel
        );

    /// <summary>
    /// How long until some row that was not due at the last claim becomes so; null when there is none. One that has become due
    /// since is waited for no longer than a millisecond, not overlooked. Beside other instances at most <see cref="LookAround"/>: what they
    /// queue or give back is found even where no notification of it comes.
    /// </summary>
    public async Task<TimeSpan?> UntilNextAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(Workspaces.All, cancel);
        var now = time.NowMs();
        var next = await connection.ExecuteScalarAsync<long?>(
            new CommandDefinition(
                $"select min(ready) from {name} where finished is null and ready > @_looked",
                new { _looked },
                cancellationToken: cancel
            )
        );
        TimeSpan? wait = next is { } ready ? TimeSpan.FromMilliseconds(Math.Max(1, ready - now + 1)) : null;
        return !database.IsShared || wait < LookAround ? wait : LookAround;
    }

    /// <summary>
    /// Prolongs the lease of rows that this instance is working on. A row that is just being ended is passed over: waiting for it could be
    /// waiting for each other.
    /// </summary>
    public Task RenewAsync(IReadOnlyCollection<string> ids, CancellationToken cancel) =>
        database.ChangeAsync(
            Workspaces.All,
            (connection, transaction) =>
                connection.ExecuteAsync(
                    $"""
                    update {name} set ready = @Until
                    where id in (select id from {name} where {database.Sql.IsOneOf(
                        "id",
                        "ids"
                    )} and finished is null and claimant = @Me {PassOver})
                    """,
                    new
                    {
                        ids = ids.ToArray(),
                        Me = instance.Id,
                        Until = time.NowMs() + (long)lease.TotalMilliseconds,
                    },
                    transaction
                ),
            cancel
        );

    /// <summary>Gives a claimed row back for <paramref name="after"/> from now.</summary>
    /// <param name="counts">False where the attempt was not one: a rate limit, a shutdown, an edit.</param>
    public Task ReleaseAsync(string id, TimeSpan after, bool counts, string? error = null) =>
        database.ChangeAsync(
            Workspaces.All,
            (connection, transaction) =>
                connection.ExecuteAsync(
                    $"""
                    update {name} set claimant = null, ready = @Ready, attempts = attempts - @Uncounted, error = @error
                    where id = @id and claimant = @Me and finished is null
                    """,
                    new
                    {
                        id,
                        Me = instance.Id,
                        Ready = time.NowMs() + (long)after.TotalMilliseconds,
                        Uncounted = counts ? 0 : 1,
                        error,
                    },
                    transaction
                )
        );

    /// <summary>
    /// A SQLite file is served by one process, so whatever is claimed when it starts was left by one that died: it is due at once.
    /// On a shared database the leases run out instead.
    /// </summary>
    public Task TakeOverAsync(CancellationToken cancel) =>
        database.IsShared
            ? Task.CompletedTask
            : database.WriteAsync(
                Workspaces.All,
                transaction =>
                    transaction.Connection!.ExecuteAsync(
                        $"update {name} set claimant = null, ready = @Now where finished is null and claimant is not null and "
                            + "claimant <> @Me",
                        new { Now = time.NowMs(), Me = instance.Id },
                        transaction
                    ),
                cancel
            );

    /// <summary>Forgets rows that ended more than <paramref name="days"/> ago; dead letters stay.</summary>
    public Task SweepAsync(int days, CancellationToken cancel) =>
        database.WriteAsync(
            Workspaces.All,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    $"delete from {name} where finished < @Before and state <> 'dead'",
                    new { Before = time.NowMs() - (long)TimeSpan.FromDays(days).TotalMilliseconds },
                    transaction
                ),
            cancel
        );
}

/// <summary>What every claimed row says of itself.</summary>
public interface IQueueRow
{
    string Id { get; }
    long Ordinal { get; }

    /// <summary>1 at the first claim.</summary>
    int Attempts { get; }
}
