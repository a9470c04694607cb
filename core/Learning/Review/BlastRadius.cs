using ChatBot.Answering.Corrections;
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
    public const int MostScanned = AskedQuestions.MostScanned;

    /// <summary>Different questions that are compared by meaning: those whose words agree best.</summary>
    private const int MostPlaced = 1_000;

    private const int Examples = 20,
        RatedExamples = 200;
    private static readonly double[] Neighbours = [-0.1, -0.05, 0, 0.05, 0.1];

    private readonly AskedQuestions _asked = new(database);

    /// <param name="threshold">To judge by; null: the correction's own, else the configured one.</param>
    public async Task<BlastReport> MeasureAsync(Correction correction, double? threshold = null, CancellationToken cancel = default)
    {
        var index = await MeasuredIndex.OfAsync(approved, space, correction, cancel);
        var scan = await _asked.SharingWordsAsync(correction.Workspace, MeasuredIndex.WordingsOf(index, correction), cancel);
        var usual = options.Value.Usual(index);
        var chosen = threshold ?? correction.Threshold ?? usual;
        List<AskedQuestion> near = [.. scan.Questions.OrderByDescending(question => question.Similarity).Take(MostPlaced)];
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

    /// <summary>The highest threshold at which it answers; 0 where another does, or it cannot be told from another.</summary>
    internal static double ReachOf(Correction correction, IReadOnlyList<ScoredCorrection> ranking, double usual) =>
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
                .OrderByDescending(other => other.Similarity)
                .DistinctBy(other => other.CorrectionId),
        ];
    }

    private async Task<IReadOnlyList<BlastExample>> ExamplesAsync(
        string workspace,
        IReadOnlyList<AskedQuestion> shown,
        CancellationToken cancel
    )
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
}
