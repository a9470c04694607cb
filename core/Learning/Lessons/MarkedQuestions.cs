using System.Collections.Concurrent;
using ChatBot.Answering.Guarding;
using ChatBot.Language;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Lessons;

/// <summary>
/// The questions that admins marked as wrongly turned away or let pass, and the examples that they accepted, which stay when the marked
/// question is emptied or its mark is taken back. In memory while nothing changes: a few figures of two small tables say whether it did.
/// </summary>
public sealed class MarkedQuestions(IDatabase database) : ITopicLessons
{
    /// <summary>The newest ones; each costs every question a comparison.</summary>
    private const int Most = 500;

    private const string Accepted =
        "from improvement_proposals where workspace = @workspace and status = 'accepted' and kind in "
        + "('in_scope_example', 'off_topic_example')";

    private readonly ConcurrentDictionary<string, ((long, long, long, long) State, IReadOnlyList<TopicLesson> Lessons)> _known = new();

    public async Task<IReadOnlyList<TopicLesson>> OfAsync(string workspace, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var state = await connection.QuerySingleAsync<(long Marks, long NewestMark, long Examples, long NewestExample)>(
            new CommandDefinition(
                $"""
                select cast(count(*) as bigint), cast(coalesce(max(created), 0) as bigint),
                       (select cast(count(*) as bigint) {Accepted}), (select cast(coalesce(max(decided), 0) as bigint) {Accepted})
                from guard_marks where workspace = @workspace
                """,
                new { workspace },
                cancellationToken: cancel
            )
        );
        if (state is { Marks: 0, Examples: 0 })
            return [];
        if (_known.TryGetValue(workspace, out var known) && known.State == state)
            return known.Lessons;
        var rows = await connection.QueryAsync<(string Question, string Mark)>(
            new CommandDefinition(
                $"""
                select question, mark from (
                    select i.question, m.mark, m.created as at, m.interaction_id as id
                    from guard_marks m join interactions i on i.workspace = m.workspace and i.id = m.interaction_id
                    where m.workspace = @workspace and i.question <> ''
                    union all
                    select text, case kind when 'in_scope_example' then 'false_block' else 'miss' end, decided, id {Accepted}
                ) lessons order by at desc, id limit @Most
                """,
                new { workspace, Most },
                cancellationToken: cancel
            )
        );
        var lessons = rows.Select(row => new TopicLesson(QuestionReading.Of(row.Question), row.Mark == "false_block")).ToList();
        _known[workspace] = (state, lessons);
        return lessons;
    }
}
