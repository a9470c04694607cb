using System.Data.Common;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Audit;

/// <summary>Who did what to what, written in the transaction that did it. Rows are only ever added.</summary>
public sealed class AuditLog(IDatabase database, TimeProvider time)
{
    /// <param name="action">Dotted verb, e.g. <c>correction.approved</c>.</param>
    /// <param name="subject">Id of what was acted on.</param>
    /// <param name="detail">Small object, stored as JSON; redacted text only.</param>
    public Task WriteAsync(
        DbTransaction transaction,
        string workspace,
        Auditor actor,
        string action,
        string subject,
        object detail,
        CancellationToken cancel = default
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                "insert into audit (id, workspace, actor, actor_name, action, subject, detail, at) values (@Id, @workspace, @Actor, @Name, "
                    + "@action, @subject, @Detail, @At)",
                new
                {
                    Id = Ids.New(time),
                    workspace,
                    Actor = actor.Id,
                    Name = actor.Name == actor.Id ? null : actor.Name,
                    action,
                    subject,
                    Detail = WireJson.Write(detail),
                    At = time.NowMs(),
                },
                transaction,
                cancellationToken: cancel
            )
        );

    /// <summary>The newest entries first; of one subject where it is given.</summary>
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(
        string workspace,
        string? subject = null,
        int count = 100,
        CancellationToken cancel = default
    )
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<AuditEntry>(
            new CommandDefinition(
                $"""
                select id as Id, actor as ActorId, actor_name as ActorName, action as Action, subject as Subject,
                    detail as Detail, at as AtMs
                from audit
                where workspace = @workspace {(subject is null ? "" : "and subject = @subject")}
                order by at desc, id desc limit @count
                """,
                new
                {
                    workspace,
                    subject,
                    count,
                },
                cancellationToken: cancel
            )
        );
        return rows.AsList();
    }
}

/// <param name="ActorName">Null where the id is the name.</param>
/// <param name="Detail">JSON.</param>
/// <param name="AtMs">Milliseconds since 1970 UTC.</param>
public sealed record AuditEntry(string Id, string ActorId, string? ActorName, string Action, string Subject, string Detail, long AtMs)
{
    /// <summary>As people know them.</summary>
    public string Actor => ActorName ?? ActorId;
}
