using System.Diagnostics;
using ChatBot.Answering.Corrections;
using ChatBot.Embedding;
using ChatBot.Learning.Analytics;
using ChatBot.Learning.Exports;
using ChatBot.Learning.Review;
using ChatBot.Privacy;
using ChatBot.Storage;
using ChatBot.TestKit.Storage;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatBot.Benchmarks;

/// <summary>
/// A long history on SQLite: how long each analytics page and a blast radius take over it, and what an export of it needs.
/// Arguments: number of interactions (1,000,000), number exported (100,000).
/// </summary>
internal static class LearningBenchmark
{
    private const string Workspace = Workspaces.Default;
    private static readonly string[] Verbs = "load check export rerun archive compress delete share list rename".Split(' ');
    private static readonly string[] Things =
        "orders table|customers table|sales mart|revenue view|event queue|invoice job|stock report|web feed|audit topic|nightly load".Split(
            '|'
        );
    private static readonly string[] Outcomes = ["answered", "answered", "answered", "answered", "corrected", "no_answer", "blocked"];

    public static async Task RunAsync(string[] arguments)
    {
        var count = arguments.Length > 0 ? int.Parse(arguments[0]) : 1_000_000;
        var exported = arguments.Length > 1 ? int.Parse(arguments[1]) : 100_000;
        await using (var test = await TestDatabase.CreateAsync())
        {
            await FillAsync(test.Database, count);
            await AnalyticsAsync(test.Database);
            await BlastAsync(test.Database);
        }
        await using (var test = await TestDatabase.CreateAsync())
        {
            await FillAsync(test.Database, exported);
            await ExportAsync(test.Database, test.Folder);
        }
    }

    private static async Task FillAsync(IDatabase database, int count)
    {
        var watch = Stopwatch.StartNew();
        var now = TimeProvider.System.NowMs();
        await database.WriteAsync(
            Workspace,
            async transaction =>
            {
                var random = new Random(1);
                var connection = transaction.Connection!;
                await using var insert = connection.CreateCommand();
                insert.Transaction = transaction;
                insert.CommandText = """
                    insert into interactions (id, workspace, channel, conversation, user_id, question, answer, outcome, confidence, words,
                        category, latency_ms, receipt, created)
                    values ($0, 'default', $1, $2, $3, $4, 'An answer of a few words, as answers are.', $5, 0.7, 9, $6, $7, '{}', $8)
                    """;
                for (var n = 0; n < 9; n++)
                {
                    var parameter = insert.CreateParameter();
                    parameter.ParameterName = "$" + n;
                    insert.Parameters.Add(parameter);
                }
                for (var n = 0; n < count; n++)
                {
                    object[] values =
                    [
                        n.ToString("x32"),
                        n % 3 == 0 ? "teams" : "web",
                        "c" + n / 4,
                        "u" + n % 5000,
                        $"How do I {Verbs[random.Next(10)]} the {Things[random.Next(10)]} of week {random.Next(500)}?",
                        Outcomes[random.Next(7)],
                        "category " + random.Next(12),
                        Math.Exp(random.NextDouble() * 8),
                        now - (long)(random.NextDouble() * 365 * 86_400_000.0),
                    ];
                    for (var v = 0; v < values.Length; v++)
                        insert.Parameters[v].Value = values[v];
                    await insert.ExecuteNonQueryAsync();
                }
                await connection.ExecuteAsync(
                    """
                    insert into ratings (workspace, interaction_id, user_id, channel, thumbs, overall, category, outcome, answered,
                        created, updated)
                    select workspace, id, user_id, channel, case when created % 3 = 0 then 'down' else 'up' end, created % 5 + 1, category,
                        outcome, created, created, created from interactions where created % 7 = 0;
                    insert into rating_days select workspace, answered / 86400000, channel, category, count(*), sum(thumbs = 'up'),
                        sum(thumbs = 'down'), count(overall), sum(overall)
                    from ratings group by 1, 2, 3, 4
                    """,
                    transaction: transaction
                );
            }
        );
        Console.WriteLine($"{count} interactions generated in {watch.Elapsed.TotalSeconds:0.0} s");
    }

    private static async Task AnalyticsAsync(IDatabase database)
    {
        var counts = new DayCounts(database, TimeProvider.System);
        var reader = new AnalyticsReader(database, counts, new RatedConfidence(database, TimeProvider.System));
        await TimedAsync("count closed days, once", 1, async () => await counts.CatchUpAsync(Workspace));
        foreach (var days in (int[])[30, 365])
        {
            await TimedAsync($"overview, {days} days", 5, async () => await reader.OverviewAsync(Workspace, days));
            await TimedAsync($"categories, {days} days", 5, async () => await reader.CategoriesAsync(Workspace, days));
            await TimedAsync($"trends, {days} days", 5, async () => await reader.TrendsAsync(Workspace, days));
            await TimedAsync($"outcomes, {days} days", 5, async () => await reader.OutcomesAsync(Workspace, days));
            await TimedAsync($"latency, {days} days", 5, async () => await reader.LatencyAsync(Workspace, days));
            await TimedAsync($"feedback, {days} days", 5, async () => await reader.FeedbackAsync(Workspace, days));
            await TimedAsync($"unanswered, {days} days", 5, async () => await reader.UnansweredAsync(Workspace, days));
        }
    }

    private static async Task BlastAsync(IDatabase database)
    {
        var embedder = new Embedder(new HashingEmbeddingGenerator());
        var space = new QuestionSpace(new ListVectors(embedder), new QuestionVectors(embedder, NullLogger<QuestionVectors>.Instance));
        using var approved = new ApprovedCorrections(database, space, TimeProvider.System, NullLogger<ApprovedCorrections>.Instance);
        var radius = new BlastRadius(database, approved, space, Options.Create(new CorrectionsOptions()));
        var correction = new Correction(
            "k",
            Workspace,
            "0",
            "web",
            "How do I export the orders table?",
            "",
            "Run the export.",
            "",
            CorrectionStatus.Pending,
            "u",
            null,
            null,
            null,
            null,
            default,
            null
        );
        BlastReport report = null!;
        await TimedAsync("blast radius", 3, async () => report = await radius.MeasureAsync(correction));
        Console.WriteLine(
            $"  {report.Scanned} of {report.Total} scanned: "
                + string.Join(", ", report.Steps.Select(step => $"{step.Threshold}: {step.Interactions}"))
        );
    }

    private static async Task ExportAsync(IDatabase database, string folder)
    {
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            GC.Collect();
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var peak = new Peak();
            var watch = Stopwatch.StartNew();
            var manifest = await new TrainingExport(new TrainingRows(database, new Redactor()), TimeProvider.System).RunAsync(
                new ExportRequest(Workspace, format),
                Path.Combine(folder, "export"),
                peak
            );
            Console.WriteLine(
                $"export {ExportFormats.Name(format)}: {manifest.Rows} rows, {manifest.Bytes / 1048576.0:0.0} MB in "
                    + $"{watch.Elapsed.TotalSeconds:0.0} s, {peak.Reports} progress reports, live memory at most "
                    + $"{(peak.Live - before) / 1048576.0:0.0} MB above the start"
            );
        }
    }

    private static async Task TimedAsync(string name, int times, Func<Task> work)
    {
        var taken = new List<double>();
        for (var n = 0; n < times; n++)
        {
            var start = Stopwatch.GetTimestamp();
            await work();
            taken.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        Console.WriteLine($"{name}: median {taken.Order().ElementAt(times / 2):0} ms, first {taken[0]:0} ms");
    }

    private sealed class Peak : IProgress<ExportProgress>
    {
        public long Live { get; private set; }
        public int Reports { get; private set; }

        public void Report(ExportProgress value)
        {
            if (++Reports % 40 == 0)
                Live = Math.Max(Live, GC.GetTotalMemory(forceFullCollection: true));
        }
    }
}
