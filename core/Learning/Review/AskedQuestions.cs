using ChatBot.Language;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Review;

/// <summary>One wording of past questions.</summary>
/// <param name="Similarity">By words, to the nearest of the questions that it was compared with.</param>
/// <param name="Seen">The interactions that asked so, and how each ended.</param>
internal sealed record AskedQuestion(QuestionReading Reading, double Similarity, List<(string Id, string Outcome)> Seen);

/// <param name="Scanned">Interactions that were looked at.</param>
internal sealed record AskedScan(IReadOnlyList<AskedQuestion> Questions, long Scanned, long Total);

/// <summary>What people have asked, for saying what a correction would answer of it.</summary>
internal sealed class AskedQuestions(IDatabase database)
{
    public const int MostScanned = 200_000;

    /// <summary>Past questions that share a word with one of these, without those that are certainly something else.</summary>
    public async Task<AskedScan> SharingWordsAsync(
        string workspace,
        IReadOnlyList<QuestionReading> like,
        CancellationToken cancel = default
    )
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var total = await connection.ExecuteScalarAsync<long>(
            new CommandDefinition(
                "select count(*) from interactions where workspace = @workspace",
                new { workspace },
                cancellationToken: cancel
            )
        );
        List<string> words = [.. like.SelectMany(SharedWords).Distinct()];
        var parameters = new DynamicParameters(new { workspace, MostScanned });
        foreach (var (number, word) in words.Index())
            parameters.Add("w" + number, $"%{word}%");
        var filter =
            words.Count == 0 ? "" : "where " + string.Join(" or ", words.Select((_, number) => $"lower(question) like @w{number}"));
        var questions = new Dictionary<string, AskedQuestion>(StringComparer.Ordinal);
        var rows = connection.QueryUnbufferedAsync<(string Id, string Question, string Outcome)>(
            $"""
            select id, question, outcome from
                (select id, question, outcome, created from interactions where workspace = @workspace order by created desc
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
                questions[question] = known = new AskedQuestion(reading, SimilarityOf(reading, like), []);
            }
            if (!double.IsNaN(known.Similarity))
                known.Seen.Add((id, outcome));
        }
        return new AskedScan([.. questions.Values.Where(question => question.Seen.Count > 0)], Math.Min(total, MostScanned), total);
    }

    /// <summary>The newest different wordings, whatever they are about; likewise without those that are certainly something else.</summary>
    public async Task<IReadOnlyList<AskedQuestion>> NewestAsync(
        string workspace,
        IReadOnlyList<QuestionReading> unlike,
        int count,
        CancellationToken cancel = default
    )
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<(string Id, string Question, string Outcome)>(
            new CommandDefinition(
                "select id, question, outcome from interactions where workspace = @workspace and question <> '' "
                    + "order by created desc limit @count",
                new { workspace, count },
                cancellationToken: cancel
            )
        );
        return
        [
            .. rows.GroupBy(row => row.Question)
                .Select(same => (Reading: QuestionReading.Of(same.Key), Seen: same.Select(row => (row.Id, row.Outcome)).ToList()))
                .Select(one => new AskedQuestion(one.Reading, SimilarityOf(one.Reading, unlike), one.Seen))
                .Where(one => !double.IsNaN(one.Similarity)),
        ];
    }

    /// <summary>NaN where it certainly is none of them.</summary>
    private static double SimilarityOf(QuestionReading asked, IReadOnlyList<QuestionReading> like)
    {
        var best = double.NaN;
        foreach (var form in like)
            if (
                Answering.Corrections.PairComparison.Of(form, asked) is var compared
                && (!compared.Vetoed || asked.Key == form.Key)
                && !(compared.Score <= best)
            )
                best = compared.Score;
        return best;
    }

    /// <summary>Beginnings of its meaning words: what matches shares at least one of them.</summary>
    private static IEnumerable<string> SharedWords(QuestionReading form) =>
        form
            .Content.Select(word => word.Word.Split('_')[0])
            .Where(word => word.Length >= 3 && word.All(char.IsAsciiLetterOrDigit))
            .Select(word =>
                word.Length > 5 ? word[..^2]
                : word.Length > 3 ? word[..^1]
                : word
            );
}
