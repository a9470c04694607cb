using ChatBot.Answering.Generation;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Registry;

/// <summary>What people and conversations made of an adapter since some moment.</summary>
/// <param name="Adapter">Its id, or <c>base</c>.</param>
/// <param name="Good">People who gave more thumbs up, or four and five stars, than the opposite; who gives no name is one of them.</param>
/// <param name="Bad">People who gave more thumbs down, or one and two stars.</param>
/// <param name="Conversations">In which a model was asked.</param>
/// <param name="Refused">Of these, with a question that got no answer.</param>
/// <param name="Failed">Of these, with one that failed, or had to be quoted since what the model wrote was of no use.</param>
public sealed record AdapterFigures(string Adapter, long Good, long Bad, long Conversations, long Refused, long Failed)
{
    /// <summary>Milliseconds to an answer in the middle conversation; null without any.</summary>
    public double? MedianMs { get; init; }

    /// <summary>Mean milliseconds to an answer, by conversation.</summary>
    internal IReadOnlyList<double> Latencies { get; init; } = [];

    internal long People => Good + Bad;

    internal static double? Median(IReadOnlyList<double> values) =>
        values.Count == 0 ? null : values.Order().ElementAt((values.Count - 1) / 2);
}

/// <summary>Counts answers by the adapter that their conversation was given, whoever wrote them in the end.</summary>
public sealed class RolloutCounts(IDatabase database)
{
    /// <param name="adapters">Ids, or <see cref="AdapterUse.Base"/>.</param>
    /// <param name="since">Milliseconds since 1970: earlier answers do not count.</param>
    /// <returns>One for each of <paramref name="adapters"/>, in their order.</returns>
    public async Task<IReadOnlyList<AdapterFigures>> OfAsync(
        string workspace,
        IReadOnlyList<string> adapters,
        long since,
        CancellationToken cancel = default
    )
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var figures = new List<AdapterFigures>();
        foreach (var adapter in adapters)
        {
            var (good, bad) = await connection.QuerySingleAsync<(long Good, long Bad)>(
                new CommandDefinition(
                    """
                    select coalesce(sum(case when vote > 0 then 1 else 0 end), 0),
                           coalesce(sum(case when vote < 0 then 1 else 0 end), 0)
                    from (select r.user_id,
                                 sum(case when r.thumbs = 'up' or (r.thumbs is null and r.overall >= 4) then 1
                                          when r.thumbs = 'down' or (r.thumbs is null and r.overall <= 2) then -1 else 0 end) as vote
                          from ratings r join interactions i on i.workspace = r.workspace and i.id = r.interaction_id
                          where r.workspace = @workspace and r.adapter = @adapter and r.answered >= @since and i.conversation <> ''
                          group by r.user_id) people
                    """,
                    new
                    {
                        workspace,
                        adapter,
                        since,
                    },
                    cancellationToken: cancel
                )
            );
            // An answer that was kept and given again says nothing of a model's speed, and the smaller arm has fewer of them.
            var talks = (
                await connection.QueryAsync<(string Conversation, long Refused, long Failed, double? Ms)>(
                    new CommandDefinition(
                        """
                        select channel || ' ' || conversation, sum(case when outcome = 'no_answer' then 1 else 0 end),
                               sum(case when outcome = 'failed' or generator = 'extractive' then 1 else 0 end),
                               avg(case when receipt like '%"rule":"reused"%' then null else latency_ms end)
                        from interactions
                        where workspace = @workspace and adapter = @adapter and created >= @since and conversation <> ''
                        group by channel, conversation
                        """,
                        new
                        {
                            workspace,
                            adapter,
                            since,
                        },
                        cancellationToken: cancel
                    )
                )
            ).AsList();
            IReadOnlyList<double> latencies = [.. talks.Select(talk => talk.Ms).OfType<double>()];
            figures.Add(
                new AdapterFigures(
                    adapter,
                    good,
                    bad,
                    talks.Count,
                    talks.LongCount(talk => talk.Refused > 0),
                    talks.LongCount(talk => talk.Failed > 0)
                )
                {
                    Latencies = latencies,
                    MedianMs = AdapterFigures.Median(latencies),
                }
            );
        }
        return figures;
    }
}
