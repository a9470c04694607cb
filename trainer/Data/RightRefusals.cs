using System.Runtime.CompilerServices;
using ChatBot.Privacy;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Trainer.Data;

/// <summary>
/// Questions that were blocked or found no answer, where neither a rating, a correction nor an admin's mark says that they should have
/// been answered: what has been learnt must not unlearn to refuse.
/// </summary>
internal sealed class RightRefusals(IDatabase database, Redactor redactor) : IFeedbackSource
{
    public string Name => "refusals";

    public async IAsyncEnumerable<Feedback> ReadAsync(string workspace, Tally tally, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = connection.QueryUnbufferedAsync<AnsweredRow>(
            $"""
            select {AnsweredRow.Columns}, '' as Person
            from interactions i
            where i.workspace = @workspace and i.outcome in ('blocked', 'no_answer') and i.question <> ''
              and not exists (select 1 from ratings r where r.workspace = i.workspace and r.interaction_id = i.id
                              and (r.thumbs = 'down' or r.overall <= 2 or r.accuracy <= 2))
              and not exists (select 1 from corrections c where c.workspace = i.workspace and c.interaction_id = i.id
                              and c.status <> 'rejected')
              and not exists (select 1 from guard_marks m where m.workspace = i.workspace and m.interaction_id = i.id
                              and m.mark = 'false_block')
            order by i.created, i.id
            """,
            new { workspace }
        );
        await foreach (var row in rows.WithCancellation(cancel))
        {
            tally.Saw(Name);
            var stored = row.Stored();
            if (row.Unfit(stored) is { } reason)
                tally.Leave(reason);
            else
                yield return row.ToFeedback(FeedbackKind.Refusal, stored, redactor);
        }
    }
}
