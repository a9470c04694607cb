using System.Text;
using System.Text.RegularExpressions;
using ChatBot.Answering.Guarding;
using ChatBot.Learning.Audit;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Lessons;

/// <summary>
/// Looks at what went wrong lately and writes down what to do about it: recommendations, a prompt draft with the mistakes to avoid,
/// example questions for the topic file, gaps in the documents. It changes nothing by itself.
/// </summary>
public sealed partial class ImprovementCycle(
    IDatabase database,
    PromptVersionStore prompts,
    ProposalStore proposals,
    AttackGuard attacks,
    AuditLog audit,
    TimeProvider time
)
{
    private const int MostRead = 50_000;
    private const int FindingsOfAKind = 10,
        MistakeLines = 12,
        MistakeLength = 200,
        LeastTimes = 2;

    /// <param name="by">Who started it; <c>system</c> for the schedule.</param>
    public async Task<ImprovementReport> RunAsync(string workspace, int daysBack, Auditor by, CancellationToken cancel = default)
    {
        var since = time.NowMs() - daysBack * 86_400_000L;
        var (rows, sampled) = await ReadAsync(workspace, since, cancel);
        var poor = Find("poor_rating", OncePerPerson(rows.Where(row => row.Bad > 0)), 1);
        var gaps = Find("no_answer", rows.Where(row => row.Outcome == "no_answer"), LeastTimes);
        var turnedAway = rows.Where(row => row.Outcome == "blocked" && row.Mark != "miss");
        var blocked = Find("blocked", await HonestAsync(turnedAway, row => row.Question, cancel), LeastTimes);
        List<Finding> findings = [.. poor, .. gaps, .. blocked];

        var run = Ids.New(time);
        var draft = await DraftPromptAsync(workspace, poor, by, cancel);
        var proposed = Proposals(rows, gaps).ToList();
        var report = new ImprovementReport(
            run,
            daysBack,
            rows.Count,
            sampled,
            findings,
            [.. Recommend(rows, poor, gaps, blocked)],
            draft,
            proposed.Count
        );
        await database.WriteAsync(
            workspace,
            async transaction =>
            {
                await transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        "insert into improvement_runs (id, workspace, days_back, report, started_by, created) values (@run, "
                            + "@workspace, @daysBack, @Report, @by, @Now)",
                        new
                        {
                            run,
                            workspace,
                            daysBack,
                            Report = WireJson.Write(report),
                            by = by.Name,
                            Now = time.NowMs(),
                        },
                        transaction,
                        cancellationToken: cancel
                    )
                );
                foreach (var (kind, text, detail) in proposed)
                    await proposals.AddAsync(transaction, workspace, run, kind, text, detail, cancel);
                await audit.WriteAsync(
                    transaction,
                    workspace,
                    by,
                    "improvement.run",
                    run,
                    new
                    {
                        daysBack,
                        findings = findings.Count,
                        promptDraft = draft,
                        proposals = proposed.Count,
                    },
                    cancel
                );
            },
            cancel
        );
        return report;
    }

    /// <summary>The newest reports first.</summary>
    public async Task<IReadOnlyList<ImprovementReport>> ListAsync(string workspace, int count = 20, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<string>(
            new CommandDefinition(
                "select report from improvement_runs where workspace = @workspace order by created desc limit @count",
                new { workspace, count },
                cancellationToken: cancel
            )
        );
        return [.. rows.Select(WireJson.Read<ImprovementReport>)];
    }

    private async Task<(List<Row> Rows, bool Sampled)> ReadAsync(string workspace, long since, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = (
            await connection.QueryAsync<Row>(
                new CommandDefinition(
                    """
                    select i.id as Id, i.question as Question, i.outcome as Outcome, i.category as Category, m.mark as Mark,
                           (select cast(count(*) as bigint) from ratings r where r.interaction_id = i.id
                               and (r.thumbs = 'down' or r.overall <= 2)) as Bad,
                           (select min(r.comment) from ratings r where r.interaction_id = i.id
                               and (r.thumbs = 'down' or r.overall <= 2)) as Comment,
                           (select min(r.user_id) from ratings r where r.interaction_id = i.id
                               and (r.thumbs = 'down' or r.overall <= 2)) as Rater
                    from interactions i left join guard_marks m on m.workspace = i.workspace and m.interaction_id = i.id
                    where i.workspace = @workspace and i.created >= @since and i.question <> '' and i.small_talk = 0
                    order by i.created desc limit @Limit
                    """,
                    new
                    {
                        workspace,
                        since,
                        Limit = MostRead + 1,
                    },
                    cancellationToken: cancel
                )
            )
        ).AsList();
        var sampled = rows.Count > MostRead;
        if (sampled)
            rows.RemoveAt(MostRead);
        return (rows, sampled);
    }

    private static List<Finding> Find(string kind, IEnumerable<Row> rows, int least)
    {
        var list = rows.ToList();
        var comments = list.Where(row => row.Comment is not null).ToDictionary(row => row.Id, row => row.Comment!);
        return
        [
            .. QuestionClusters
                .Of(list.Select(row => (row.Id, row.Question)))
                .Where(cluster => cluster.Times >= least)
                .Take(FindingsOfAKind)
                .Select(cluster => new Finding(
                    kind,
                    cluster,
                    [.. cluster.InteractionIds.Where(comments.ContainsKey).Select(id => comments[id]).Take(3)]
                )),
        ];
    }

    /// <summary>
    /// However often somebody asks the same and rates it, it is one person's word; all who give no name are one person. What several
    /// people rated counts whoever of them did more.
    /// </summary>
    private static IEnumerable<Row> OncePerPerson(IEnumerable<Row> rated)
    {
        var list = rated.ToList();
        var said = new HashSet<(string Rater, string Question)>();
        var questions = QuestionClusters
            .Of(list.Select(row => (row.Id, row.Question)), keptIds: int.MaxValue)
            .SelectMany(cluster => cluster.InteractionIds.Select(id => (id, cluster.Title)))
            .ToDictionary(item => item.id, item => item.Title);
        return list.Where(row => row.Bad > 1 || said.Add((row.Rater ?? "", questions[row.Id])));
    }

    private async Task<List<T>> HonestAsync<T>(IEnumerable<T> items, Func<T, string> text, CancellationToken cancel)
    {
        var honest = new List<T>();
        foreach (var item in items)
            if (await attacks.CheckAsync(text(item), cancel) is null)
                honest.Add(item);
        return honest;
    }

    /// <summary>The active version with lines about what went wrong: the newest lessons first, so the oldest fall off the end.</summary>
    private async Task<string?> DraftPromptAsync(string workspace, List<Finding> poor, Auditor by, CancellationToken cancel)
    {
        var lines = await HonestAsync(poor.Select(Mistake), line => line, cancel);
        if (lines.Count == 0)
            return null;
        var active = (await prompts.ListAsync(workspace, cancel)).First(version => version.Status == "active");
        const string Heading = "Mistakes that were made before, to avoid:";
        var known = active.Mistakes.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line != Heading);
        var mistakes = new StringBuilder(Heading);
        foreach (var line in lines.Concat(known).Distinct().Take(MistakeLines))
            if (mistakes.Length + line.Length < PromptVersionStore.MaxMistakes)
                mistakes.Append('\n').Append(line);
        if (mistakes.ToString() == active.Mistakes)
            return null;
        var template = active.Template.Contains("{mistakes}", StringComparison.Ordinal)
            ? active.Template
            : active.Template.TrimEnd() + "\n{mistakes}\n";
        var (draft, _) = await prompts.DraftAsync(
            workspace,
            template,
            mistakes.ToString(),
            lines.Count == 1 ? "A lesson from poor ratings" : $"{lines.Count} lessons from poor ratings",
            "improvement",
            by,
            cancel
        );
        return draft is { Status: "active" } ? null : draft?.Id; // what is active is no proposal
    }

    private static string Often(Finding finding) => finding.Cluster.Times == 1 ? "once" : $"{finding.Cluster.Times} times";

    private static string Mistake(Finding finding)
    {
        var said = finding.Comments.Count > 0 ? $": {OneLine(finding.Comments[0])}" : "";
        var line = $"- Answers to questions like \"{OneLine(finding.Cluster.Title)}\" were rated poorly{said}";
        return line.Length <= MistakeLength ? line : line[..MistakeLength].TrimEnd() + "…";
    }

    /// <summary>A line of <see cref="Mistake"/> as it is read back, whole or cut.</summary>
    [GeneratedRegex(
        "^- Answers to questions like \"(?<question>.*?)(\" were rated poorly(: (?<comment>.*))?|(?<=…))$",
        RegexOptions.ExplicitCapture
    )]
    internal static partial Regex Lesson();

    internal static string OneLine(string text) =>
        string.Join(' ', text.Replace('{', '(').Replace('}', ')').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<(string Kind, string Text, object Detail)> Proposals(List<Row> rows, List<Finding> gaps)
    {
        foreach (var cluster in QuestionClusters.Of(rows.Where(row => row.Mark == "false_block").Select(row => (row.Id, row.Question))))
            yield return ("in_scope_example", cluster.Title, new { cluster.Times, cluster.InteractionIds });
        foreach (var cluster in QuestionClusters.Of(rows.Where(row => row.Mark == "miss").Select(row => (row.Id, row.Question))))
            yield return ("off_topic_example", cluster.Title, new { cluster.Times, cluster.InteractionIds });
        foreach (var gap in gaps)
            yield return (
                "missing_document",
                gap.Cluster.Title,
                new
                {
                    gap.Cluster.Times,
                    gap.Cluster.Wordings,
                    gap.Cluster.InteractionIds,
                }
            );
    }

    private static IEnumerable<string> Recommend(List<Row> rows, List<Finding> poor, List<Finding> gaps, List<Finding> blocked)
    {
        foreach (var finding in poor.Take(3))
            yield return $"Questions like \"{finding.Cluster.Title}\" were rated poorly {Often(finding)}: "
                + "correct the answer, or improve the document it came from.";
        foreach (var finding in gaps.Take(3))
            yield return $"\"{finding.Cluster.Title}\" was asked {Often(finding)} without an answer: add a document about it.";
        foreach (var finding in blocked.Take(3))
            yield return $"\"{finding.Cluster.Title}\" was blocked {Often(finding)}: "
                + "if that is wrong, mark it, and it becomes an example question of the topic file.";
        var worst = rows.Where(row => row.Category.Length > 0)
            .GroupBy(row => row.Category)
            .Select(group => (group.Key, Bad: group.Count(row => row.Bad > 0), All: group.Count()))
            .Where(category => category.Bad >= LeastTimes)
            .OrderByDescending(category => category.Bad / (double)category.All)
            .FirstOrDefault();
        if (worst.Key is not null)
            yield return $"Category {worst.Key} has the largest share of poor ratings: {worst.Bad} of {worst.All} answers.";
        if (rows.Count == 0)
            yield return "Nothing was asked in this time.";
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Question { get; init; } = "";
        public string Outcome { get; init; } = "";
        public string Category { get; init; } = "";
        public string? Mark { get; init; }
        public long Bad { get; init; }
        public string? Comment { get; init; }

        /// <summary>One of those who rated it badly.</summary>
        public string? Rater { get; init; }
    }
}
