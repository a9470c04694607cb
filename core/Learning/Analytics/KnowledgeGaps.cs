using ChatBot.Answering.Corrections;
using ChatBot.Answering.Retrieval;
using ChatBot.Interactions;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;
using ChatBot.Learning.Feedback;
using ChatBot.Learning.Lessons;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Analytics;

/// <summary>Something that people asked and got no answer to, or one that they disliked.</summary>
/// <param name="Question">The most frequent wording.</param>
/// <param name="Wordings">The first few, the most frequent first.</param>
/// <param name="NoAnswer">How often there was no answer, and how often one that was rated down.</param>
/// <param name="People">Different people; who gave no name counts as one, all together.</param>
/// <param name="InteractionId">The latest.</param>
/// <param name="Nearest">The passage that comes nearest now; null where nothing does.</param>
/// <param name="IsFoundNow">Whether it reaches the threshold: something has come since, or what is there was disliked.</param>
public sealed record Gap(
    string Question,
    IReadOnlyList<string> Wordings,
    int NoAnswer,
    int Disliked,
    int People,
    DateTimeOffset Last,
    string InteractionId,
    Passage? Nearest,
    bool IsFoundNow
);

/// <param name="Total">Gaps in all.</param>
/// <param name="Read">Questions that were looked at: of very many the newest.</param>
public sealed record GapPage(IReadOnlyList<Gap> Gaps, int Total, int Read);

/// <summary>
/// Groups what was asked and not answered, or answered and disliked: first by words, then the largest groups by meaning, with the
/// comparison that decides whether a correction answers another wording.
/// </summary>
public sealed class KnowledgeGaps(
    IDatabase database,
    DayCounts days,
    ApprovedCorrections approved,
    QuestionSpace space,
    Retriever retriever
)
{
    private const int MostRead = 5_000;

    /// <summary>Groups that are compared by meaning; each costs a vector.</summary>
    private const int MostCompared = 150;

    /// <summary>From here on two questions want the same more likely than not.</summary>
    private const double Same = 0.5;

    private const int Wordings = 5;

    /// <summary>The largest first: by people, then by how often.</summary>
    public async Task<GapPage> ReadAsync(string workspace, int lastDays, int skip, int count, CancellationToken cancel = default)
    {
        var asked = await AskedAsync(workspace, (days.Today - lastDays + 1) * DayCounts.MsPerDay, cancel);
        var byId = asked.ToDictionary(one => one.Id);
        var clusters = QuestionClusters.Of(asked.Select(one => (one.Id, one.Question)), int.MaxValue);
        var joined = await JoinAsync(clusters, cancel);
        var ordered = joined
            .Select(group => (Clusters: group, Asked: group.SelectMany(cluster => cluster.InteractionIds).Select(id => byId[id]).ToList()))
            .OrderByDescending(group => group.Asked.DistinctBy(one => one.User).Count())
            .ThenByDescending(group => group.Asked.Count)
            .ThenByDescending(group => group.Asked.Max(one => one.Created))
            .ToList();
        var gaps = new List<Gap>();
        foreach (var (group, questions) in ordered.Skip(skip).Take(count))
        {
            var latest = questions.MaxBy(one => one.Created)!;
            var found = await retriever.RetrieveAsync(workspace, QuestionReading.Of(group[0].Title), cancel);
            gaps.Add(
                new Gap(
                    group[0].Title,
                    [.. group.SelectMany(cluster => cluster.Wordings).Distinct().Take(Wordings)],
                    questions.Count(one => one.IsUnanswered),
                    questions.Count(one => !one.IsUnanswered),
                    questions.DistinctBy(one => one.User).Count(),
                    DateTimeOffset.FromUnixTimeMilliseconds(latest.Created),
                    latest.Id,
                    found.Passages.Count > 0 ? found.Passages[0] : null,
                    found.Enough
                )
            );
        }
        return new GapPage(gaps, ordered.Count, asked.Count);
    }

    private async Task<List<AskedQuestion>> AskedAsync(string workspace, long from, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<(string Id, string User, string Question, string? Receipt, string Outcome, long Created)>(
            new CommandDefinition(
                $"""
                select id, user_id, question, case when receipt like '%"standaloneQuestion"%' then receipt end, outcome, created from
                    (select id, user_id, question, receipt, outcome, created from interactions
                     where workspace = @workspace and outcome = 'no_answer' and created >= @from
                     union
                     select i.id, i.user_id, i.question, i.receipt, i.outcome, i.created
                     from ratings r join interactions i on i.workspace = r.workspace and i.id = r.interaction_id
                     where r.workspace = @workspace and r.answered >= @from and {Rating.IsBadSql}
                         and i.outcome in ('answered', 'corrected')) asked
                where question <> '' order by created desc limit @MostRead
                """,
                new
                {
                    workspace,
                    from,
                    MostRead,
                },
                cancellationToken: cancel
            )
        );
        var corrected = await approved.IndexAsync(workspace, cancel);
        return
        [
            .. rows.Select(row => new AskedQuestion(
                    row.Id,
                    row.User,
                    Standalone(row.Receipt) ?? row.Question,
                    row.Outcome == "no_answer",
                    row.Created
                ))
                // what an approved correction says since is no gap any more
                .Where(asked => !asked.IsUnanswered || corrected.Own(QuestionReading.Of(asked.Question)) is null),
        ];
    }

    /// <summary>"And the second one?" is about what was asked before.</summary>
    private static string? Standalone(string? receipt) =>
        receipt is null ? null : WireJson.Read<StoredReceipt>(receipt).Receipt.StandaloneQuestion;

    /// <summary>The groups that ask for the same in other words, joined; the larger one first.</summary>
    private async Task<IEnumerable<List<QuestionCluster>>> JoinAsync(IReadOnlyList<QuestionCluster> clusters, CancellationToken cancel)
    {
        List<ApprovedCorrection> compared =
        [
            // One text for all: none of them rivals another.
            .. clusters
                .Take(MostCompared)
                .Select((cluster, n) => new ApprovedCorrection($"{n}", cluster.Title, "", null, QuestionReading.Of(cluster.Title))),
        ];
        var index = new CorrectionIndex(compared);
        if (space.KnowsMeanings && compared.Count > 1)
            index.Places = await space.TryPlaceAsync([.. index.Corrections.Select(one => one.Reading)], cancel);
        var rankings = await CorrectionRanking.OfAsync([.. index.Corrections.Select(index.CandidatesOf)], space, cancel);
        var leader = Enumerable.Range(0, clusters.Count).ToArray();
        foreach (var (one, near) in index.Corrections.Zip(rankings))
        foreach (var match in near.Where(match => match.Score >= Same))
            Unite(int.Parse(one.Id), int.Parse(match.Correction.Id));
        return Enumerable.Range(0, clusters.Count).GroupBy(Leader).Select(group => group.Select(n => clusters[n]).ToList());

        int Leader(int n) => leader[n] == n ? n : leader[n] = Leader(leader[n]);

        void Unite(int a, int b)
        {
            var (first, second) = (Leader(a), Leader(b));
            leader[Math.Max(first, second)] = Math.Min(first, second);
        }
    }

    private sealed record AskedQuestion(string Id, string User, string Question, bool IsUnanswered, long Created);
}
