using System.Data.Common;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Analytics;

/// <summary>A day's questions of one channel, category and outcome.</summary>
/// <param name="Day">Days since 1970 UTC.</param>
/// <param name="Outcome">As it is stored; <see cref="DayCounts.SmallTalk"/> for what was no question.</param>
public sealed record DayCount(long Day, string Channel, string Category, string Outcome, long Questions, long Words);

/// <summary>What counts are told apart by.</summary>
[Flags]
internal enum DayKeys
{
    Day = 1,
    Channel = 2,
    Category = 4,
    Outcome = 8,
}

/// <summary>
/// Counts interactions by day. A closed day never changes any more, so it is counted once and kept; the running day is counted from
/// its rows. Any instance may count: the outcome is the same, and the write is one transaction.
/// </summary>
public sealed class DayCounts(IDatabase database, TimeProvider time)
{
    /// <summary>Stands for the outcome where nothing was asked: a greeting is not a question that got its answer.</summary>
    internal const string SmallTalk = "small_talk";

    internal const long MsPerDay = 86_400_000;

    /// <summary>Rows that arrive late, from a transaction that was open at midnight, still belong to their day.</summary>
    private const long GraceMs = 10 * 60_000;

    public long Today => time.NowMs() / MsPerDay;

    /// <summary>Counts what has closed since the last time. Cheap where nothing has.</summary>
    public async Task CatchUpAsync(string workspace, CancellationToken cancel = default)
    {
        var closed = (time.NowMs() - GraceMs) / MsPerDay - 1;
        var tally = new Tally();
        await using (var connection = await database.OpenAsync(workspace, cancel))
        {
            var from = (await CountedAsync(connection, workspace, cancel) ?? -1) + 1;
            if (from > closed)
                return;
            // Closed days do not change: they are read without holding up writers, and only the few sums are written.
            await tally.ReadAsync(connection, workspace, from, closed, cancel);
        }
        await database.WriteAsync(workspace, transaction => StoreAsync(transaction, workspace, tally, closed), cancel);
    }

    /// <summary>Closed and running days from <paramref name="fromDay"/> on, summed over what is not among the keys.</summary>
    internal async Task<IReadOnlyList<DayCount>> ReadAsync(string workspace, long fromDay, DayKeys keys, CancellationToken cancel)
    {
        await CatchUpAsync(workspace, cancel);
        await using var connection = await database.OpenAsync(workspace, cancel);
        var closed = await connection.QueryAsync<(long Day, string Channel, string Category, string Outcome, long Questions, long Words)>(
            new CommandDefinition(
                $"""
                select {Key(DayKeys.Day, "day", "cast(0 as bigint)")} as Day, {Key(
                    DayKeys.Channel,
                    "channel",
                    "cast('' as text)"
                )} as Channel, {Key(DayKeys.Category, "category", "cast('' as text)")} as Category,
                       {Key(
                    DayKeys.Outcome,
                    "outcome",
                    "cast('' as text)"
                )} as Outcome, cast(sum(questions) as bigint) as Questions, cast(sum(words) as bigint) as Words
                from interaction_days where workspace = @workspace and day >= @fromDay group by 1, 2, 3, 4
                """,
                new { workspace, fromDay },
                cancellationToken: cancel
            )
        );
        var open = await OpenDayAsync(connection, workspace, fromDay, cancel);
        return
        [
            .. closed.Select(row => new DayCount(row.Day, row.Channel, row.Category, row.Outcome, row.Questions, row.Words)),
            .. open.Days(),
        ];

        string Key(DayKeys key, string column, string none) => keys.HasFlag(key) ? column : none;
    }

    /// <summary>Answers by <see cref="LatencyBuckets"/>, from <paramref name="fromDay"/> on.</summary>
    internal async Task<IReadOnlyDictionary<int, long>> LatencyAsync(string workspace, long fromDay, CancellationToken cancel)
    {
        await CatchUpAsync(workspace, cancel);
        await using var connection = await database.OpenAsync(workspace, cancel);
        var latency = (
            await connection.QueryAsync<(int Bucket, long Answers)>(
                new CommandDefinition(
                    "select bucket, cast(sum(answers) as bigint) from latency_days where workspace = @workspace and day >= "
                        + "@fromDay group by bucket",
                    new { workspace, fromDay },
                    cancellationToken: cancel
                )
            )
        ).ToDictionary(row => row.Bucket, row => row.Answers);
        var open = await OpenDayAsync(connection, workspace, fromDay, cancel);
        foreach (var (bucket, answers) in open.Latency.SelectMany(day => day.Value))
            latency[bucket] = latency.GetValueOrDefault(bucket) + answers;
        return latency;
    }

    private static async Task<Tally> OpenDayAsync(DbConnection connection, string workspace, long fromDay, CancellationToken cancel)
    {
        var open = new Tally();
        await open.ReadAsync(
            connection,
            workspace,
            Math.Max(fromDay, (await CountedAsync(connection, workspace, cancel) ?? -1) + 1),
            long.MaxValue / MsPerDay,
            cancel
        );
        return open;
    }

    private static Task<long?> CountedAsync(DbConnection connection, string workspace, CancellationToken cancel = default) =>
        connection.ExecuteScalarAsync<long?>(
            new CommandDefinition("select day from counted_days where workspace = @workspace", new { workspace }, cancellationToken: cancel)
        );

    private static async Task StoreAsync(
        DbTransaction transaction,
        string workspace,
        Tally tally,
        long closed,
        CancellationToken cancel = default
    )
    {
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(
            new CommandDefinition(
                """
                insert into interaction_days (workspace, day, channel, category, outcome, questions, words)
                values (@workspace, @Day, @Channel, @Category, @Outcome, @Questions, @Words)
                on conflict (workspace, day, channel, category, outcome)
                do update set questions = excluded.questions, words = excluded.words
                """,
                tally
                    .Days()
                    .Select(day => new
                    {
                        workspace,
                        day.Day,
                        day.Channel,
                        day.Category,
                        day.Outcome,
                        day.Questions,
                        day.Words,
                    }),
                transaction,
                cancellationToken: cancel
            )
        );
        await connection.ExecuteAsync(
            new CommandDefinition(
                """
                insert into latency_days (workspace, day, bucket, answers) values (@workspace, @day, @bucket, @answers)
                on conflict (workspace, day, bucket) do update set answers = excluded.answers
                """,
                tally.Latency.SelectMany(day =>
                    day.Value.Select(bucket => new
                    {
                        workspace,
                        day = day.Key,
                        bucket = bucket.Key,
                        answers = bucket.Value,
                    })
                ),
                transaction,
                cancellationToken: cancel
            )
        );
        await connection.ExecuteAsync(
            new CommandDefinition(
                "insert into counted_days (workspace, day) values (@workspace, @closed) on conflict (workspace) do update set day = "
                    + "excluded.day where counted_days.day < excluded.day",
                new { workspace, closed },
                transaction,
                cancellationToken: cancel
            )
        );
    }

    /// <summary>Counts rows as they stream by.</summary>
    private sealed class Tally
    {
        private readonly Dictionary<(long Day, string Channel, string Category, string Outcome), (long Questions, long Words)> _counts = [];

        public Dictionary<long, Dictionary<int, long>> Latency { get; } = [];

        public IEnumerable<DayCount> Days() =>
            _counts.Select(pair => new DayCount(
                pair.Key.Day,
                pair.Key.Channel,
                pair.Key.Category,
                pair.Key.Outcome,
                pair.Value.Questions,
                pair.Value.Words
            ));

        public async Task ReadAsync(DbConnection connection, string workspace, long fromDay, long toDay, CancellationToken cancel)
        {
            var rows = connection.QueryUnbufferedAsync<(
                long Created,
                string Channel,
                string Category,
                string Outcome,
                long Words,
                double Latency
            )>(
                """
                select created, channel, category, case when small_talk = 1 then @SmallTalk else outcome end, words, latency_ms
                from interactions
                where workspace = @workspace and created >= @from and created < @to
                """,
                new
                {
                    workspace,
                    SmallTalk,
                    from = fromDay * MsPerDay,
                    to = toDay >= long.MaxValue / MsPerDay - 1 ? long.MaxValue : (toDay + 1) * MsPerDay,
                }
            );
            await foreach (var row in rows.WithCancellation(cancel))
            {
                var key = (row.Created / MsPerDay, row.Channel, row.Category, row.Outcome);
                var (questions, words) = _counts.GetValueOrDefault(key);
                _counts[key] = (questions + 1, words + row.Words);
                if (!Latency.TryGetValue(key.Item1, out var buckets))
                    Latency[key.Item1] = buckets = [];
                var bucket = LatencyBuckets.Of(row.Latency);
                buckets[bucket] = buckets.GetValueOrDefault(bucket) + 1;
            }
        }
    }
}
