using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Analytics;

/// <param name="From">Confidence from here on, up to a tenth more.</param>
/// <param name="Rated">Answers that somebody liked or disliked.</param>
/// <param name="Confidence">Mean confidence of these.</param>
/// <param name="Liked">Share of them that nobody disliked.</param>
public sealed record ConfidenceFigures(double From, int Rated, double Confidence, double Liked);

/// <summary>
/// Whether confidence means what it says, by what people say: answers by tenths of confidence, and how many of each were liked. People rate
/// what stands out, so it says less than <c>eval</c> on questions with known answers.
/// </summary>
public sealed class RatedConfidence(IDatabase database, TimeProvider time)
{
    private const int Bins = 10;

    /// <summary>Newest rated answers that count.</summary>
    private const int Most = 20_000;

    /// <summary>The tenths that have rated answers, lowest first.</summary>
    public async Task<IReadOnlyList<ConfidenceFigures>> ReadAsync(string workspace, int days = 30, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<(double Confidence, long Disliked)>(
            new CommandDefinition(
                """
                select i.confidence, max(case when r.thumbs = 'down' or r.overall <= 2 then 1 else 0 end)
                from interactions i join ratings r on r.workspace = i.workspace and r.interaction_id = i.id
                where i.workspace = @workspace and i.outcome = 'answered' and i.small_talk = 0 and i.created >= @From
                    and (r.thumbs is not null or r.overall <> 3)
                group by i.id, i.confidence, i.created order by i.created desc limit @Most
                """,
                new
                {
                    workspace,
                    From = time.GetUtcNow().AddDays(-days).ToUnixTimeMilliseconds(),
                    Most,
                },
                cancellationToken: cancel
            )
        );
        return
        [
            .. rows.GroupBy(row => Math.Min(Bins - 1, (int)(row.Confidence * Bins)))
                .OrderBy(bin => bin.Key)
                .Select(bin => new ConfidenceFigures(
                    bin.Key / (double)Bins,
                    bin.Count(),
                    AnalyticsReader.Rounded(bin.Average(row => row.Confidence)),
                    AnalyticsReader.Rounded(bin.Average(row => 1.0 - row.Disliked))
                )),
        ];
    }
}
