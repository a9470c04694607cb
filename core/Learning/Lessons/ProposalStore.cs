using System.Data.Common;
using ChatBot.Learning.Audit;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Lessons;

public enum GuardMark
{
    FalseBlock,
    Miss,
}

/// <summary>Proposals of the improvement cycle, and the marks of admins on the guard's decisions that some of them come from.</summary>
public sealed class ProposalStore(IDatabase database, AuditLog audit, TimeProvider time)
{
    /// <summary>Newest first; of one status, or of all.</summary>
    public async Task<IReadOnlyList<ImprovementProposal>> ListAsync(
        string workspace,
        string? status = null,
        int count = 200,
        CancellationToken cancel = default
    )
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<ImprovementProposal>(
            new CommandDefinition(
                $"""
                select id as Id, run_id as RunId, kind as Kind, text as Text, detail as Detail, status as Status, created as CreatedMs,
                    decided_by as DecidedBy
                from improvement_proposals where workspace = @workspace {(
                    status is null ? "" : "and status = @status"
                )} order by created desc, id desc limit @count
                """,
                new
                {
                    workspace,
                    status,
                    count,
                },
                cancellationToken: cancel
            )
        );
        return rows.AsList();
    }

    /// <summary>Accepts or dismisses a draft; false where there is no such draft.</summary>
    public Task<bool> DecideAsync(string workspace, string id, bool accept, string by, CancellationToken cancel = default) =>
        database.WriteAsync(
            workspace,
            async transaction =>
            {
                var status = accept ? "accepted" : "dismissed";
                var changed = await transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        "update improvement_proposals set status = @status, decided = @Now, decided_by = @by where workspace = "
                            + "@workspace and id = @id and status = 'draft'",
                        new
                        {
                            status,
                            Now = time.NowMs(),
                            by,
                            workspace,
                            id,
                        },
                        transaction,
                        cancellationToken: cancel
                    )
                );
                if (changed > 0)
                    await audit.WriteAsync(transaction, workspace, by, "proposal." + status, id, new { }, cancel);
                return changed > 0;
            },
            cancel
        );

    /// <summary>What an admin said of the guard's decision; null where nobody said anything.</summary>
    public async Task<GuardMark?> MarkOfAsync(string workspace, string interactionId, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return await connection.ExecuteScalarAsync<string?>(
            new CommandDefinition(
                "select mark from guard_marks where workspace = @workspace and interaction_id = @interactionId",
                new { workspace, interactionId },
                cancellationToken: cancel
            )
        ) switch
        {
            "false_block" => GuardMark.FalseBlock,
            "miss" => GuardMark.Miss,
            _ => null,
        };
    }

    /// <summary>
    /// An admin says that the guard was wrong about a question; null takes the mark back. False where the interaction is unknown.
    /// </summary>
    public Task<bool> MarkAsync(string workspace, string interactionId, GuardMark? mark, string by, CancellationToken cancel = default) =>
        database.WriteAsync(
            workspace,
            async transaction =>
            {
                var connection = transaction.Connection!;
                if (
                    await connection.ExecuteScalarAsync<long>(
                        new CommandDefinition(
                            "select count(*) from interactions where workspace = @workspace and id = @interactionId",
                            new { workspace, interactionId },
                            transaction,
                            cancellationToken: cancel
                        )
                    ) == 0
                )
                    return false;
                var name = mark switch
                {
                    GuardMark.FalseBlock => "false_block",
                    GuardMark.Miss => "miss",
                    _ => null,
                };
                if (name is null)
                    await connection.ExecuteAsync(
                        new CommandDefinition(
                            "delete from guard_marks where workspace = @workspace and interaction_id = @interactionId",
                            new { workspace, interactionId },
                            transaction,
                            cancellationToken: cancel
                        )
                    );
                else
                    await connection.ExecuteAsync(
                        new CommandDefinition(
                            """
                            insert into guard_marks (workspace, interaction_id, mark, marked_by, created)
                                values (@workspace, @interactionId, @name, @by, @Now)
                            on conflict (workspace, interaction_id) do update
                                set mark = excluded.mark, marked_by = excluded.marked_by, created = excluded.created
                            """,
                            new
                            {
                                workspace,
                                interactionId,
                                name,
                                by,
                                Now = time.NowMs(),
                            },
                            transaction,
                            cancellationToken: cancel
                        )
                    );
                await audit.WriteAsync(transaction, workspace, by, "guard.marked", interactionId, new { mark = name }, cancel);
                return true;
            },
            cancel
        );

    /// <summary>Adds a draft unless the same text is already proposed or decided.</summary>
    internal Task AddAsync(
        DbTransaction transaction,
        string workspace,
        string runId,
        string kind,
        string text,
        object detail,
        CancellationToken cancel = default
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                """
                insert into improvement_proposals (id, workspace, run_id, kind, text, detail, status, created)
                select @Id, @workspace, @runId, @kind, @text, @Detail, 'draft', @Now
                where not exists (select 1 from improvement_proposals where workspace = @workspace and kind = @kind and text = @text)
                """,
                new
                {
                    Id = Ids.New(time),
                    workspace,
                    runId,
                    kind,
                    text,
                    Detail = WireJson.Write(detail),
                    Now = time.NowMs(),
                },
                transaction,
                cancellationToken: cancel
            )
        );
}
