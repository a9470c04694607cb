using ChatBot.Answering;
using ChatBot.Answering.Corrections;
using ChatBot.Interactions;
using ChatBot.Language;
using ChatBot.Learning.Feedback;
using ChatBot.Learning.Lessons;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Analytics;

/// <summary>
/// Answers that people gave a thumbs-down or at most two stars, the worst first, and what became of them since: a list to work down.
/// </summary>
public sealed class DislikedAnswers(IDatabase database, ApprovedCorrections approved, DayCounts counts)
{
    /// <summary>The answers that were disliked last; more are not looked at.</summary>
    public const int MostRead = 1_000;

    /// <summary>Of one question; the others stand at their answers.</summary>
    private const int MostRemarks = 10;

    private const string Newest = $"""
        (select interaction_id, max(updated) as said from ratings where workspace = @workspace and updated >= @from and {Rating.IsBadSql}
         group by interaction_id order by said desc, interaction_id limit @MostRead)
        """;

    /// <param name="days">By when they were rated, the running day included.</param>
    /// <param name="state">Null for all.</param>
    public async Task<IReadOnlyList<DislikedAnswer>> ReadAsync(
        string workspace,
        int days = 30,
        DislikedState? state = null,
        CancellationToken cancel = default
    )
    {
        var index = await approved.IndexAsync(workspace, cancel);
        await using var connection = await database.OpenAsync(workspace, cancel);
        var span = new
        {
            workspace,
            from = (counts.Today - days + 1) * DayCounts.MsPerDay,
            MostRead,
        };
        var answers = await ReadAsync<Given>(
            $"""
            select i.id as Id, i.question as Question, i.answer as Answer, i.outcome as Outcome, i.channel as Channel,
                i.receipt as Receipt, i.created as Created
            from interactions i join {Newest} disliked on disliked.interaction_id = i.id
            where i.workspace = @workspace and i.question <> ''
            """
        );
        var ratings = (
            await ReadAsync<Said>(
                $"""
                select r.interaction_id as Id, r.user_id as Person, r.thumbs as Thumbs, cast(r.overall as bigint) as Overall,
                    r.comment as Comment, r.suggestion as Suggestion, r.channel as Channel
                from ratings r join {Newest} disliked on disliked.interaction_id = r.interaction_id
                where r.workspace = @workspace order by r.updated desc, r.user_id
                """
            )
        ).ToLookup(said => said.Id);
        var corrections = await ReadAsync<Settled>(
            """
            select id as Id, interaction_id as InteractionId, status as Status, coalesce(decided, 0) as At from corrections
            where workspace = @workspace and status in ('pending', 'reviewed', 'approved')
            """
        );
        var marks = (
            await ReadAsync<(string Id, string Mark, long At)>(
                $"""
                select m.interaction_id, m.mark, m.created
                from guard_marks m join {Newest} disliked on disliked.interaction_id = m.interaction_id
                where m.workspace = @workspace
                """
            )
        ).ToDictionary(mark => mark.Id);
        var byId = corrections.ToDictionary(correction => correction.Id);
        var byAnswer = corrections.ToLookup(correction => correction.InteractionId);
        return
        [
            .. answers
                .Select(answer => answer.Read())
                .GroupBy(answer => answer.Key)
                .Select(same => Together([.. same.OrderByDescending(answer => answer.Row.Created).ThenBy(answer => answer.Row.Id)]))
                .Where(answer => state is null || answer.State == state)
                .OrderByDescending(answer => answer.Disliked - answer.Liked)
                .ThenBy(answer => answer.Stars ?? double.MaxValue)
                .ThenByDescending(answer => answer.Last),
        ];

        async Task<IReadOnlyList<T>> ReadAsync<T>(string sql) =>
            (await connection.QueryAsync<T>(new CommandDefinition(sql, span, cancellationToken: cancel))).AsList();

        DislikedAnswer Together(IReadOnlyList<Read> same)
        {
            var last = same[0];
            var said = same.SelectMany(answer => ratings[answer.Row.Id]).ToList();
            var people = said.GroupBy(one => one.Person).Select(words => words.Any(one => one.IsBad)).ToList();
            var stars = said.Where(one => one.Overall is not null).Select(one => (double)one.Overall!).ToList();
            var (handling, correction, mark) = Handled(same, last.Row.Created);
            return new DislikedAnswer(
                last.Question,
                last.Row.Id,
                last.Row.Answer,
                OutcomeNames.Read(last.Row.Outcome),
                last.Row.Channel,
                last.Stored.Sources,
                same.Count,
                people.Count(isBad => isBad),
                people.Count(isBad => !isBad),
                stars.Count == 0 ? null : AnalyticsReader.Rounded(stars.Average()),
                [.. said.SelectMany(one => one.Remarks()).Distinct().Take(MostRemarks)],
                [.. same.Select(answer => answer.Row.Id)],
                DateTimeOffset.FromUnixTimeMilliseconds(last.Row.Created),
                handling is DislikedHandling.Corrected or DislikedHandling.Marked ? DislikedState.Done : DislikedState.Open,
                handling,
                correction,
                mark
            );
        }

        // What was done before the answer was given has not helped it.
        (DislikedHandling, string? Correction, DislikedMark?) Handled(IReadOnlyList<Read> same, long given)
        {
            var own = index.Own(same[0].Reading) is { } holder ? byId.GetValueOrDefault(holder.Id) : null;
            var about = same.SelectMany(answer => byAnswer[answer.Row.Id]).Append(own).OfType<Settled>().ToList();
            var marked = same.Select(answer => marks.GetValueOrDefault(answer.Row.Id))
                .FirstOrDefault(mark => mark.At >= given && mark.At > 0);
            var mark = marked.Id is null
                ? null
                : new DislikedMark(marked.Id, marked.Mark == "miss" ? GuardMark.Miss : GuardMark.FalseBlock);
            if (about.Where(correction => correction.Status == "approved" && correction.At >= given).MaxBy(one => one.At) is { } answers)
                return (DislikedHandling.Corrected, answers.Id, mark);
            if (mark is not null)
                return (DislikedHandling.Marked, null, mark);
            return about.Find(correction => correction.Status != "approved") is { } waiting
                ? (DislikedHandling.Waiting, waiting.Id, null)
                : (DislikedHandling.None, null, null);
        }
    }

    private sealed record Read(Given Row, StoredReceipt Stored, string Question, QuestionReading Reading)
    {
        /// <summary>Equal for wordings that differ in case, punctuation or endings; what has no words is equal to itself only.</summary>
        public string Key => Reading.Key.Length > 0 ? Reading.Key : Question;
    }

    private sealed class Given
    {
        public string Id { get; init; } = "";
        public string Question { get; init; } = "";
        public string Answer { get; init; } = "";
        public string Outcome { get; init; } = "";
        public string Channel { get; init; } = "";
        public string Receipt { get; init; } = "";
        public long Created { get; init; }

        public Read Read()
        {
            var stored = WireJson.Read<StoredReceipt>(Receipt);
            var question = stored.Receipt.StandaloneQuestion ?? Question;
            return new Read(this, stored, question, QuestionReading.Of(question));
        }
    }

    private sealed class Said
    {
        public string Id { get; init; } = "";
        public string Person { get; init; } = "";
        public string? Thumbs { get; init; }
        public long? Overall { get; init; }
        public string? Comment { get; init; }
        public string? Suggestion { get; init; }
        public string Channel { get; init; } = "";

        public bool IsBad => Thumbs == "down" || Overall <= 2;

        public IEnumerable<DislikedRemark> Remarks()
        {
            if (Comment is { Length: > 0 })
                yield return new DislikedRemark(Comment, false, Channel);
            if (Suggestion is { Length: > 0 })
                yield return new DislikedRemark(Suggestion, true, Channel);
        }
    }

    private sealed class Settled
    {
        public string Id { get; init; } = "";
        public string InteractionId { get; init; } = "";
        public string Status { get; init; } = "";
        public long At { get; init; }
    }
}
