using System.Runtime.CompilerServices;
using ChatBot.Privacy;
using ChatBot.Storage;
using Dapper;
using Microsoft.Extensions.Options;

namespace ChatBot.Trainer.Data;

/// <summary>
/// Answers that somebody rated well, overall and for accuracy, and nobody badly. Who gives no name vouches for nothing, but can object; so
/// does a correction that waits for its decision or stands, and an admin who says that the question should not have been answered.
/// </summary>
internal sealed class RatedAnswers(IDatabase database, Redactor redactor, IOptions<DatasetOptions> options) : IFeedbackSource
{
    public string Name => "rated";

    public async IAsyncEnumerable<Feedback> ReadAsync(string workspace, Tally tally, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = connection.QueryUnbufferedAsync<AnsweredRow>(
            $"""
            select {AnsweredRow.Columns}, good.rater as Person
            from interactions i join (
                select interaction_id,
                       min(case when user_id <> '' and overall >= @Stars and accuracy >= @Stars then user_id end) as rater
                from ratings where workspace = @workspace and outcome = 'answered' group by interaction_id
                having coalesce(min(overall), 5) >= @Stars and coalesce(min(accuracy), 5) >= @Stars
                   and sum(case when thumbs = 'down' then 1 else 0 end) = 0
                   and sum(case when user_id <> '' and overall >= @Stars and accuracy >= @Stars then 1 else 0 end) > 0
            ) good on good.interaction_id = i.id
            where i.workspace = @workspace and i.outcome = 'answered' and i.question <> ''
              and not exists (select 1 from corrections c where c.workspace = i.workspace and c.interaction_id = i.id
                              and c.status in ('pending', 'reviewed', 'approved'))
              and not exists (select 1 from guard_marks m where m.workspace = i.workspace and m.interaction_id = i.id and m.mark = 'miss')
            order by i.created, i.id
            """,
            new { workspace, Stars = options.Value.LeastStars }
        );
        await foreach (var row in rows.WithCancellation(cancel))
        {
            tally.Saw(Name);
            var stored = row.Stored();
            if (row.Unfit(stored) is { } reason)
                tally.Leave(reason);
            else
                yield return row.ToFeedback(FeedbackKind.Rated, stored, redactor) with
                {
                    Answer = redactor.Redact(row.Answer).Text,
                    Person = row.Person ?? "",
                    Sources = NamedSource.Of(stored.Sources),
                };
        }
    }
}
