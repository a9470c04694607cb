using System.Collections.Concurrent;
using ChatBot.Answering.Guarding;
using ChatBot.Language;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Lessons;

/// <summary>
/// The questions that admins marked as wrongly turned away or let pass, in memory while nothing is marked: two figures of a small table say
/// whether something was.
/// </summary>
public sealed class MarkedQuestions(IDatabase database) : ITopicLessons
{
    /// <summary>The newest ones; each costs every question a comparison.</summary>
    private const int Most = 500;

    private readonly ConcurrentDictionary<string, ((long, long) State, IReadOnlyList<TopicLesson> Lessons)> _known = new();

    public async Task<IReadOnlyList<TopicLesson>> OfAsync(string workspace, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var state = await connection.QuerySingleAsync<(long Count, long Newest)>(
            new CommandDefinition(
                "select cast(count(*) as bigint), cast(coalesce(max(created), 0) as bigint) from guard_marks where workspace = @workspace",
                new { workspace },
                cancellationToken: cancel
            )
        );
        if (state.Count == 0)
            return [];
        if (_known.TryGetValue(workspace, out var known) && known.State == state)
            return known.Lessons;
        var rows = await connection.QueryAsync<(string Question, string Mark)>(
            new CommandDefinition(
                """
                select i.question, m.mark from guard_marks m join interactions i on i.workspace = m.workspace and i.id = m.interaction_id
                where m.workspace = @workspace and i.question <> '' order by m.created desc, m.interaction_id limit @Most
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
