using System.Runtime.CompilerServices;
using ChatBot.Privacy;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Exports;

/// <summary>Streams interactions with their ratings and corrections, oldest first; holds one row at a time.</summary>
public sealed class TrainingRows(IDatabase database, Redactor redactor)
{
    public async Task<long> CountAsync(string workspace, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return await connection.ExecuteScalarAsync<long>(
            new CommandDefinition(
                "select count(*) from interactions where workspace = @workspace",
                new { workspace },
                cancellationToken: cancel
            )
        );
    }

    /// <param name="read">Is told of every interaction that was looked at, wanted or not.</param>
    public async IAsyncEnumerable<TrainingRow> ReadAsync(
        ExportRequest request,
        Action? read = null,
        [EnumeratorCancellation] CancellationToken cancel = default
    )
    {
        await using var connection = await database.OpenAsync(request.Workspace, cancel);
        var rows = connection.QueryUnbufferedAsync<Row>(
            """
            select i.id as Id, i.question as Question, i.answer as Answer, i.outcome as Outcome, i.category as Category,
                i.channel as Channel, i.created as Created,
                   (select c.correct_response from corrections c where c.workspace = i.workspace and c.interaction_id = i.id
                       and c.status = 'approved'
                    order by c.decided desc limit 1) as Corrected,
                   (select cast(count(*) as bigint) from ratings r where r.interaction_id = i.id and r.workspace = i.workspace) as Ratings,
                   (select cast(avg((coalesce((r.overall - 1) / 4.0, case r.thumbs when 'up' then 1.0 else 0.0 end)
                                   + coalesce(case r.thumbs when 'up' then 1.0 when 'down' then 0.0 end, (r.overall - 1) / 4.0)) / 2.0)
                                   as double precision)
                    from ratings r where r.interaction_id = i.id and r.workspace = i.workspace
                        and (r.overall is not null or r.thumbs is not null)) as Rated
            from interactions i where i.workspace = @Workspace and i.question <> '' order by i.created, i.id
            """,
            new { request.Workspace }
        );
        await foreach (var row in rows.WithCancellation(cancel))
        {
            read?.Invoke();
            if (Wanted(row.ToTrainingRow(redactor), request) is { } wanted)
                yield return wanted;
        }
    }

    private static TrainingRow? Wanted(TrainingRow row, ExportRequest request)
    {
        if (request.ApprovedOnly && !row.Approved || request.QualityThreshold is { } least && !(row.Quality >= least))
            return null;
        return request.Format switch
        {
            ExportFormat.Preference or ExportFormat.OpenaiPreference => row.Rejected is null || row.Rejected == row.Answer ? null : row,
            ExportFormat.Openai or ExportFormat.BedrockJsonl or ExportFormat.Jsonl => row.Outcome is "answered" or "corrected"
            || row.Approved
                ? row
                : null,
            _ => row,
        };
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Question { get; init; } = "";
        public string Answer { get; init; } = "";
        public string Outcome { get; init; } = "";
        public string Category { get; init; } = "";
        public string Channel { get; init; } = "";
        public long Created { get; init; }
        public string? Corrected { get; init; }
        public long Ratings { get; init; }
        public double? Rated { get; init; }

        public TrainingRow ToTrainingRow(Redactor redactor)
        {
            // What answered as an approved correction is approved too.
            var approved = Corrected is not null || Outcome == "corrected";
            return new TrainingRow(
                Id,
                redactor.Redact(Question).Text,
                redactor.Redact(Corrected ?? Answer).Text,
                Corrected is null ? null : redactor.Redact(Answer).Text,
                Outcome,
                Category,
                Channel,
                approved,
                approved ? 1
                    : Rated is { } rated ? Math.Round(rated, 4)
                    : null,
                (int)Ratings,
                DateTimeOffset.FromUnixTimeMilliseconds(Created)
            );
        }
    }
}
