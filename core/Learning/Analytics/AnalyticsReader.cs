using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Analytics;

/// <summary>
/// What the admin pages and <c>/api/admin/analytics</c> show. Every method looks at the last <c>days</c> days, the running one included.
/// </summary>
public sealed class AnalyticsReader(IDatabase database, DayCounts counts, RatedConfidence confidence)
{
    /// <summary>Newest unanswered questions that are grouped; more would not change what stands at the top.</summary>
    private const int UnansweredRead = 5_000;

    private const string RatingSums = """
        cast(coalesce(sum(ratings), 0) as bigint) as Ratings,
        cast(coalesce(sum(up), 0) as bigint) as Up,
        cast(coalesce(sum(down), 0) as bigint) as Down,
        cast(coalesce(sum(starred), 0) as bigint) as Starred, cast(coalesce(sum(stars), 0) as bigint) as Stars
        """;

    public async Task<Overview> OverviewAsync(string workspace, int days = 30, CancellationToken cancel = default)
    {
        var (rows, smallTalk) = Split(await counts.ReadAsync(workspace, FromDay(days), DayKeys.Outcome, cancel));
        var latency = await counts.LatencyAsync(workspace, FromDay(days), cancel);
        var ratings = (await RatingsAsync(workspace, days, "''", cancel)).Select(row => row.Sums).FirstOrDefault() ?? RatingSum.None;
        await using var connection = await database.OpenAsync(workspace, cancel);
        var corrections = (
            await connection.QueryAsync<(string Status, long Count)>(
                new CommandDefinition(
                    "select status, count(*) from corrections where workspace = @workspace group by status",
                    new { workspace },
                    cancellationToken: cancel
                )
            )
        ).ToDictionary(row => row.Status, row => row.Count);
        var questions = rows.Sum(row => row.Questions);
        return new Overview(
            days,
            questions,
            smallTalk,
            ByOutcome(rows),
            Rounded(questions == 0 ? 0 : rows.Sum(row => row.Words) / (double)questions),
            ratings.ToRatings(questions),
            LatencyOf(latency),
            corrections
        );
    }

    public async Task<IReadOnlyList<CategoryFigures>> CategoriesAsync(string workspace, int days = 30, CancellationToken cancel = default)
    {
        var (rows, _) = Split(await counts.ReadAsync(workspace, FromDay(days), DayKeys.Category | DayKeys.Outcome, cancel));
        var ratings = (await RatingsAsync(workspace, days, "category", cancel)).ToDictionary(row => row.Key, row => row.Sums);
        return
        [
            .. rows.GroupBy(row => row.Category)
                .Select(group =>
                {
                    var questions = group.Sum(row => row.Questions);
                    return new CategoryFigures(
                        group.Key,
                        questions,
                        ByOutcome(group),
                        (ratings.GetValueOrDefault(group.Key) ?? RatingSum.None).ToRatings(questions)
                    );
                })
                .OrderByDescending(category => category.Questions),
        ];
    }

    /// <summary>One entry a day, oldest first, empty days included.</summary>
    public async Task<IReadOnlyList<DayFigures>> TrendsAsync(string workspace, int days = 30, CancellationToken cancel = default)
    {
        var rows = await counts.ReadAsync(workspace, FromDay(days), DayKeys.Day | DayKeys.Outcome, cancel);
        var ratings = (await RatingsAsync(workspace, days, "day", cancel)).ToDictionary(row => long.Parse(row.Key), row => row.Sums);
        var byDay = rows.ToLookup(row => row.Day);
        return
        [
            .. Enumerable
                .Range(0, days)
                .Select(offset =>
                {
                    var day = FromDay(days) + offset;
                    var (asked, smallTalk) = Split([.. byDay[day]]);
                    var questions = asked.Sum(row => row.Questions);
                    return new DayFigures(
                        DateOnly.FromDayNumber((int)day + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber),
                        questions,
                        smallTalk,
                        ByOutcome(asked),
                        (ratings.GetValueOrDefault(day) ?? RatingSum.None).ToRatings(questions)
                    );
                }),
        ];
    }

    public async Task<IReadOnlyList<OutcomeFigures>> OutcomesAsync(string workspace, int days = 30, CancellationToken cancel = default)
    {
        var (rows, _) = Split(await counts.ReadAsync(workspace, FromDay(days), DayKeys.Outcome, cancel));
        var all = rows.Sum(row => row.Questions);
        return
        [
            .. rows.GroupBy(row => row.Outcome)
                .Select(group => new OutcomeFigures(
                    group.Key,
                    group.Sum(row => row.Questions),
                    Rounded(group.Sum(row => row.Questions) / (double)all)
                ))
                .OrderByDescending(outcome => outcome.Questions),
        ];
    }

    public async Task<LatencyFigures> LatencyAsync(string workspace, int days = 30, CancellationToken cancel = default) =>
        LatencyOf(await counts.LatencyAsync(workspace, FromDay(days), cancel));

    /// <summary>Ratings by channel: where people say what they think.</summary>
    public async Task<IReadOnlyList<ChannelFigures>> FeedbackAsync(string workspace, int days = 30, CancellationToken cancel = default)
    {
        var (rows, _) = Split(await counts.ReadAsync(workspace, FromDay(days), DayKeys.Channel | DayKeys.Outcome, cancel));
        var ratings = (await RatingsAsync(workspace, days, "channel", cancel)).ToDictionary(row => row.Key, row => row.Sums);
        var questions = rows.GroupBy(row => row.Channel).ToDictionary(group => group.Key, group => group.Sum(row => row.Questions));
        return
        [
            .. questions
                .Keys.Union(ratings.Keys)
                .Order(StringComparer.Ordinal)
                .Select(channel => new ChannelFigures(
                    channel,
                    questions.GetValueOrDefault(channel),
                    (ratings.GetValueOrDefault(channel) ?? RatingSum.None).ToRatings(questions.GetValueOrDefault(channel))
                )),
        ];
    }

    /// <inheritdoc cref="RatedConfidence.ReadAsync"/>
    public Task<IReadOnlyList<ConfidenceFigures>> ConfidenceAsync(string workspace, int days = 30, CancellationToken cancel = default) =>
        confidence.ReadAsync(workspace, days, cancel);

    /// <summary>Questions that got no answer, the most frequent first; wordings that differ only in case and punctuation are one.</summary>
    public async Task<IReadOnlyList<UnansweredQuestion>> UnansweredAsync(
        string workspace,
        int days = 30,
        int count = 20,
        CancellationToken cancel = default
    )
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<(string Question, long Times, string Id, long Created)>(
            new CommandDefinition(
                """
                select question, count(*), max(id), max(created) from
                    (select question, id, created from interactions where workspace = @workspace and outcome = 'no_answer'
                        and created >= @From order by created desc limit @UnansweredRead) newest
                where question <> '' group by question
                """,
                new
                {
                    workspace,
                    From = FromDay(days) * DayCounts.MsPerDay,
                    UnansweredRead,
                },
                cancellationToken: cancel
            )
        );
        return
        [
            .. rows.OrderByDescending(row => row.Created)
                .GroupBy(row => Wording(row.Question))
                .Select(group => new UnansweredQuestion(
                    group.First().Question,
                    (int)group.Sum(row => row.Times),
                    group.First().Id,
                    DateTimeOffset.FromUnixTimeMilliseconds(group.First().Created)
                ))
                .OrderByDescending(question => question.Times)
                .ThenByDescending(question => question.Last)
                .Take(count),
        ];
    }

    private static string Wording(string question) => string.Join(' ', Language.Terms.Of(question).Select(term => term.Word));

    private long FromDay(int days) => counts.Today - days + 1;

    private async Task<IReadOnlyList<(string Key, RatingSum Sums)>> RatingsAsync(
        string workspace,
        int days,
        string key,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<string, RatingSum, (string, RatingSum)>(
            new CommandDefinition(
                $"select cast({key} as text) as GroupKey, {RatingSums} from rating_days where workspace = @workspace and day >= "
                    + "@From group by 1",
                new { workspace, From = FromDay(days) },
                cancellationToken: cancel
            ),
            (group, sums) => (group, sums),
            splitOn: "Ratings"
        );
        return rows.AsList();
    }

    /// <summary>What was asked, and how often somebody only greeted or thanked.</summary>
    private static (IReadOnlyList<DayCount> Asked, long SmallTalk) Split(IReadOnlyList<DayCount> rows)
    {
        var talk = rows.ToLookup(row => row.Outcome == DayCounts.SmallTalk);
        return ([.. talk[false]], talk[true].Sum(row => row.Questions));
    }

    private static IReadOnlyDictionary<string, long> ByOutcome(IEnumerable<DayCount> rows) =>
        rows.GroupBy(row => row.Outcome)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(row => row.Questions));

    private static LatencyFigures LatencyOf(IReadOnlyDictionary<int, long> buckets) =>
        new(LatencyBuckets.Percentile(buckets, 0.5), LatencyBuckets.Percentile(buckets, 0.95), LatencyBuckets.Percentile(buckets, 0.99));

    internal static double Rounded(double value) => Math.Round(value, 4);
}

internal sealed class RatingSum
{
    public static RatingSum None { get; } = new();

    public long Ratings { get; init; }
    public long Up { get; init; }
    public long Down { get; init; }
    public long Starred { get; init; }
    public long Stars { get; init; }

    public RatingFigures ToRatings(long questions) =>
        new(
            Ratings,
            Up,
            Down,
            Starred == 0 ? null : AnalyticsReader.Rounded(Stars / (double)Starred),
            AnalyticsReader.Rounded(questions == 0 ? 0 : Ratings / (double)questions)
        );
}
