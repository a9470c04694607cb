using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ChatBot.Answering.Corrections;
using ChatBot.Answering.Prompting;
using ChatBot.Language;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Lessons;

/// <summary>
/// Few-shot examples: approved corrections and answers that people rated highly, those that share most with the question.
/// </summary>
public sealed partial class LearntExamples(IDatabase database, ApprovedCorrections approved, TimeProvider time) : IPromptExamples
{
    /// <summary>Newest well-rated answers that are considered.</summary>
    private const int MostRated = 500;

    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (long At, CorrectionIndex Index)> _rated = new();

    public async Task<IReadOnlyList<PromptExample>> SimilarAsync(
        string workspace,
        QuestionReading standalone,
        int count,
        CancellationToken cancel = default
    )
    {
        var corrections = (await approved.IndexAsync(workspace, cancel)).Related(standalone, count);
        var rated = (await RatedAsync(workspace, cancel)).Related(standalone, count);
        return
        [
            .. corrections
                .Concat(rated)
                .OrderByDescending(match => match.Score)
                .DistinctBy(match => match.Correction.Reading.Key)
                .Take(count)
                .Select(match => new PromptExample(match.Correction.Question, Label().Replace(match.Correction.Text, ""))),
        ];
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
                         and sum(case when thumbs = 'up' or overall >= 4 then 1 else 0 end) > 0
                      order by max(updated) desc limit @MostRated) good on good.interaction_id = i.id
                where i.workspace = @workspace and i.question <> ''
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
