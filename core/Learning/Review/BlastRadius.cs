using ChatBot.Answering.Corrections;
using ChatBot.Language;
using ChatBot.Storage;
using Dapper;
using Microsoft.Extensions.Options;

namespace ChatBot.Learning.Review;

/// <summary>
/// What a correction would answer, were it approved beside those that are: past questions, the newest that share a word with its own,
/// and approved ones, had they not been. What answers is decided by the code that decides it for a person who asks.
/// </summary>
public sealed class BlastRadius(IDatabase database, ApprovedCorrections approved, QuestionSpace space, IOptions<CorrectionsOptions> options)
{
    /// <summary>Interactions that are looked at; of a longer history the newest.</summary>
    public const int MostScanned = 200_000;

    /// <summary>Different questions that are compared by meaning: those whose words agree best.</summary>
    private const int MostPlaced = 1_000;

    private const int Examples = 20,
        RatedExamples = 200;
    private static readonly double[] Neighbours = [-0.1, -0.05, 0, 0.05, 0.1];

    /// <param name="threshold">To judge by; null: the correction's own, else the configured one.</param>
    public async Task<BlastReport> MeasureAsync(Correction correction, double? threshold = null, CancellationToken cancel = default)
    {
        var form = QuestionReading.Of(correction.Question);
        var scan = await ScanAsync(correction, form, cancel);
        var index = await IndexAsync(correction, form, cancel);
        var usual = options.Value.Usual(index);
        var chosen = threshold ?? correction.Threshold ?? usual;
        List<Caught> near =
        [
            .. scan
                .Questions.Values.Where(question => question.Seen.Count > 0)
                .OrderByDescending(question => question.Similarity)
                .Take(MostPlaced),
        ];
        var rankings = await CorrectionRanking.OfAsync(index, [.. near.Select(question => question.Reading)], space, cancel);
        var caught = near.Zip(rankings)
            .Select(pair =>
                pair.First with
                {
                    Similarity = index.Own(pair.First.Reading) is { } own
                        ? own.Id == correction.Id
                            ? 1
                            : 0
                        : ReachOf(correction, pair.Second, usual),
                }
            )
            .ToList();
        var steps = Neighbours
            .Select(step => Math.Round(Math.Clamp(chosen + step, 0, 1), 4))
            .Distinct()
            .Select(at => new BlastStep(
                at,
                caught.Count(question => question.Similarity >= at),
                caught.Where(question => question.Similarity >= at).Sum(question => question.Seen.Count)
            ))
            .ToList();
        var shown = caught
            .Where(question => question.Similarity >= chosen + Neighbours[1])
            .OrderByDescending(question => question.Similarity)
            .Take(Examples)
            .ToList();
        return new BlastReport(
            correction.Id,
            Math.Round(chosen, 4),
            Math.Round(usual, 4),
            usual > options.Value.Threshold,
            steps,
            await ExamplesAsync(correction.Workspace, shown, cancel),
            await ApprovedAsync(correction, index, usual, chosen, cancel),
            scan.Scanned,
            scan.Total,
            scan.Total > scan.Scanned
        );
    }

    private async Task<(Dictionary<string, Caught> Questions, long Scanned, long Total)> ScanAsync(
        Correction correction,
        QuestionReading form,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenAsync(correction.Workspace, cancel);
        var total = await connection.ExecuteScalarAsync<long>(
            new CommandDefinition(
                "select count(*) from interactions where workspace = @Workspace",
                new { correction.Workspace },
                cancellationToken: cancel
            )
        );
        var words = SharedWords(form);
        var parameters = new DynamicParameters(new { correction.Workspace, MostScanned });
        foreach (var (number, word) in words.Index())
            parameters.Add("w" + number, $"%{word}%");
        var filter =
            words.Count == 0 ? "" : "where " + string.Join(" or ", words.Select((_, number) => $"lower(question) like @w{number}"));
        var questions = new Dictionary<string, Caught>(StringComparer.Ordinal);
        var rows = connection.QueryUnbufferedAsync<(string Id, string Question, string Outcome)>(
            $"""
            select id, question, outcome from
                (select id, question, outcome, created from interactions where workspace = @Workspace order by created desc
                    limit @MostScanned) newest
            {filter}
            """,
            parameters
        );
        await foreach (var (id, question, outcome) in rows.WithCancellation(cancel))
        {
            if (!questions.TryGetValue(question, out var known))
            {
                var reading = QuestionReading.Of(question);
                var compared = PairComparison.Of(form, reading);
                var isApart = compared.Vetoed && reading.Key != form.Key;
                questions[question] = known = new Caught(reading, isApart ? double.NaN : compared.Score, []);
            }
            if (!double.IsNaN(known.Similarity))
                known.Seen.Add((id, outcome));
        }
        return (questions, Math.Min(total, MostScanned), total);
    }

    /// <summary>Beginnings of its meaning words: what matches shares at least one of them.</summary>
    private static IReadOnlyList<string> SharedWords(QuestionReading form) =>
        [
            .. form
                .Content.Select(word => word.Word.Split('_')[0])
                .Where(word => word.Length >= 3 && word.All(char.IsAsciiLetterOrDigit))
                .Select(word =>
                    word.Length > 5 ? word[..^2]
                    : word.Length > 3 ? word[..^1]
                    : word
                )
                .Distinct(),
        ];

    /// <summary>What is approved, and this one.</summary>
    private async Task<CorrectionIndex> IndexAsync(Correction correction, QuestionReading form, CancellationToken cancel)
    {
        var index = await approved.IndexAsync(correction.Workspace, cancel);
        if (correction.Status == CorrectionStatus.Approved)
            return index;
        var places = space.KnowsMeanings ? await space.TryPlaceAsync([form], cancel) : null;
        return index.With(new(correction.Id, correction.Question, correction.CorrectResponse, correction.Threshold, form), places?[0]);
    }

    /// <summary>The highest threshold at which it answers; 0 where another does, or it cannot be told from another.</summary>
    private static double ReachOf(Correction correction, IReadOnlyList<ScoredCorrection> ranking, double usual) =>
        CorrectionRanking.Answering(ranking, other => other.Id == correction.Id ? 0 : other.Threshold ?? usual) is { } found
        && found.Correction.Id == correction.Id
            ? found.Score
            : 0;

    /// <summary>Approved questions that it would answer otherwise than they were corrected, had they not been.</summary>
    private async Task<IReadOnlyList<BlastApproved>> ApprovedAsync(
        Correction correction,
        CorrectionIndex index,
        double usual,
        double chosen,
        CancellationToken cancel
    )
    {
        if (index.Corrections.FirstOrDefault(known => known.Id == correction.Id) is not { } measured)
            return [];
        List<ApprovedCorrection> near =
        [
            .. index.CandidatesOf(measured).Select(candidate => candidate.Correction).Where(other => other.Text != measured.Text),
        ];
        var rankings = await CorrectionRanking.OfAsync([.. near.Select(index.CandidatesOf)], space, cancel);
        return
        [
            .. near.Zip(rankings, (other, ranking) => new BlastApproved(other.Id, other.Question, ReachOf(correction, ranking, usual)))
                .Where(other => other.Similarity >= chosen + Neighbours[1])
                .OrderByDescending(other => other.Similarity),
        ];
    }

    private async Task<IReadOnlyList<BlastExample>> ExamplesAsync(string workspace, IReadOnlyList<Caught> shown, CancellationToken cancel)
    {
        var ids = shown.SelectMany(question => question.Seen.Select(seen => seen.Id)).Take(RatedExamples).ToList();
        await using var connection = await database.OpenAsync(workspace, cancel);
        List<(string Id, string User, string? Thumbs, int? Overall)> ratings =
            ids.Count == 0
                ? []
                : (
                    await connection.QueryAsync<(string Id, string User, string? Thumbs, int? Overall)>(
                        new CommandDefinition(
                            "select interaction_id, user_id, thumbs, overall from ratings where workspace = @workspace and "
                                + $"{database.Sql.IsOneOf("interaction_id", "ids")} order by updated, interaction_id",
                            new { workspace, ids },
                            cancellationToken: cancel
                        )
                    )
                ).AsList();
        return
        [
            .. shown.Select(question =>
            {
                // Each person's latest word on the question, however often they asked it.
                var own = ratings
                    .Where(row => question.Seen.Any(seen => seen.Id == row.Id))
                    .GroupBy(row => row.User)
                    .Select(said => said.Last())
                    .ToList();
                var stars = own.Where(row => row.Overall is not null).Select(row => (double)row.Overall!).ToList();
                return new BlastExample(
                    question.Reading.Text,
                    question.Similarity,
                    question.Seen.Count,
                    question.Seen.GroupBy(seen => seen.Outcome).ToDictionary(group => group.Key, group => group.Count()),
                    own.Count(row => row.Thumbs == "up"),
                    own.Count(row => row.Thumbs == "down"),
                    stars.Count == 0 ? null : Math.Round(stars.Average(), 2)
                );
            }),
        ];
    }

    private sealed record Caught(QuestionReading Reading, double Similarity, List<(string Id, string Outcome)> Seen);
}

/// <param name="Usual">Threshold of the workspace's corrections that have none of their own.</param>
/// <param name="IsRaised">Whether that is above the configured one: approved questions lie so near to each other that they ask for more.
/// </param>
/// <param name="Approved">Approved questions that it would answer otherwise than they were corrected, had they not been.</param>
/// <param name="Scanned">Interactions that were looked at.</param>
/// <param name="Sampled">True where the history is longer than that: only its newest part was.</param>
public sealed record BlastReport(
    string CorrectionId,
    double Threshold,
    double Usual,
    bool IsRaised,
    IReadOnlyList<BlastStep> Steps,
    IReadOnlyList<BlastExample> Examples,
    IReadOnlyList<BlastApproved> Approved,
    long Scanned,
    long Total,
    bool Sampled
);

/// <param name="Questions">Different wordings that would have been answered by the correction at this threshold.</param>
/// <param name="Interactions">How often they were asked.</param>
public sealed record BlastStep(double Threshold, int Questions, int Interactions);

/// <summary>An approved correction that says something else.</summary>
/// <param name="Similarity">From which the measured correction would answer its question, if it were not there.</param>
public sealed record BlastApproved(string CorrectionId, string Question, double Similarity);

/// <param name="Outcomes">How these questions ended, and how often.</param>
/// <param name="Stars">Average of the overall stars that the answers got; null where none.</param>
public sealed record BlastExample(
    string Question,
    double Similarity,
    int Times,
    IReadOnlyDictionary<string, int> Outcomes,
    int Up,
    int Down,
    double? Stars
);
