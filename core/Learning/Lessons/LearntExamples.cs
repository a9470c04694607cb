using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ChatBot.Answering.Corrections;
using ChatBot.Answering.Prompting;
using ChatBot.Embedding;
using ChatBot.Language;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Lessons;

/// <summary>
/// Few-shot examples: approved corrections and answers that people rated highly, those nearest to the question in meaning. A good rating
/// of nobody in particular makes no example; a bad one keeps an answer from being one.
/// </summary>
public sealed partial class LearntExamples(IDatabase database, ApprovedCorrections approved, QuestionSpace space, TimeProvider time)
    : IPromptExamples,
        IKeptInMemory
{
    /// <summary>Of each kind, so many that share words are compared by meaning.</summary>
    private const int Considered = 16;

    /// <summary>Cosine below which a question is about something else.</summary>
    private const double Alike = 0.5;

    /// <summary>Newest well-rated answers that are considered.</summary>
    private const int MostRated = 500;

    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (long At, CorrectionIndex Index)> _rated = new();

    public string Name => "examples";

    public void Forget(string? workspace)
    {
        if (workspace is null)
            _rated.Clear();
        else
            _rated.TryRemove(workspace, out _);
    }

    public async Task<IReadOnlyList<PromptExample>> SimilarAsync(
        string workspace,
        QuestionReading standalone,
        int count,
        CancellationToken cancel = default
    )
    {
        var corrections = await approved.IndexAsync(workspace, cancel);
        var place = corrections.Places is null ? null : await space.TryPlaceAsync([standalone], cancel);
        var candidates = corrections
            .Related(standalone, Considered)
            .Concat((await RatedAsync(workspace, cancel)).Related(standalone, Considered))
            .Concat(corrections.Candidates(standalone, place?[0]).Select(near => new ScoredCorrection(near.Correction, 0)))
            .OrderByDescending(match => match.Score)
            .DistinctBy(match => match.Correction.Reading.Key)
            .DistinctBy(match => match.Correction.Id)
            .ToList();
        return
        [
            .. (await NearestAsync(candidates, standalone, cancel))
                .Take(count)
                .Select(example => new PromptExample(example.Question, Label().Replace(example.Text, ""))),
        ];
    }

    /// <summary>By meaning, and none that is far; by shared words where vectors know no meaning, or cannot be had.</summary>
    private async Task<IEnumerable<ApprovedCorrection>> NearestAsync(
        List<ScoredCorrection> candidates,
        QuestionReading standalone,
        CancellationToken cancel
    )
    {
        var byWords = candidates.Where(match => match.Score > 0).Select(match => match.Correction);
        if (!space.KnowsMeanings || candidates.Count == 0)
            return byWords;
        try
        {
            var vectors = await space.VectorsAsync([standalone.Text, .. candidates.Select(match => match.Correction.Question)], cancel);
            return candidates
                .Select((match, i) => (match.Correction, Cosine: QuestionSpace.Cosine(vectors[0], vectors[i + 1])))
                .Where(near => near.Cosine >= Alike)
                .OrderByDescending(near => near.Cosine)
                .Select(near => near.Correction);
        }
        catch (EmbeddingException)
        {
            return byWords;
        }
    }

    private async Task<CorrectionIndex> RatedAsync(string workspace, CancellationToken cancel)
    {
        if (_rated.TryGetValue(workspace, out var known) && time.GetElapsedTime(known.At) < Fresh)
            return known.Index;
        var at = time.GetTimestamp();
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<(string Id, string Question, string Answer)>(
            new CommandDefinition(
                """
                select i.id, i.question, i.answer from interactions i
                join (select interaction_id from ratings where workspace = @workspace and outcome = 'answered'
                      group by interaction_id
                      having coalesce(min(overall), 5) >= 4 and sum(case when thumbs = 'down' then 1 else 0 end) = 0
                         and sum(case when user_id <> '' and (thumbs = 'up' or overall >= 4) then 1 else 0 end) > 0
                      order by max(updated) desc limit @MostRated) good on good.interaction_id = i.id
                where i.workspace = @workspace and i.question <> '' and i.small_talk = 0
                """,
                new { workspace, MostRated },
                cancellationToken: cancel
            )
        );
        var index = new CorrectionIndex(
            rows.Select(row => new ApprovedCorrection(row.Id, row.Question, row.Answer, null, QuestionReading.Of(row.Question)))
        );
        _rated[workspace] = (at, index);
        return index;
    }

    /// <summary>Labels of another question's sources.</summary>
    [GeneratedRegex(@"\s?\[\d{1,2}\]", RegexOptions.NonBacktracking)]
    private static partial Regex Label();
}
