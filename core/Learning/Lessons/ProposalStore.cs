using System.Data.Common;
using System.Text.Json;
using ChatBot.Learning.Audit;
using ChatBot.Learning.Review;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Lessons;

/// <summary>What became of a decision about a proposal.</summary>
public enum ProposalDecision
{
    Done,

    /// <summary>There is no such draft: unknown, or decided already.</summary>
    NoDraft,

    /// <summary>Accepting it would do nothing.</summary>
    NothingToAccept,
}

public enum GuardMark
{
    FalseBlock,
    Miss,
}

/// <summary>
/// Proposals of the improvement cycle and of adapters' trials, and the marks of admins on the guard's decisions that some come from.
/// </summary>
public sealed class ProposalStore(IDatabase database, ReviewService reviews, AuditLog audit, TimeProvider time)
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

    /// <summary>
    /// Accepts or dismisses a draft. An accepted example decides from the next question on (<see cref="MarkedQuestions"/>), an accepted
    /// retirement retires the correction; that a document is missing nobody can accept, only write it.
    /// </summary>
    public Task<ProposalDecision> DecideAsync(string workspace, string id, bool accept, Auditor by, CancellationToken cancel = default) =>
        database.WriteAsync(
            workspace,
            async transaction =>
            {
                var (status, kind, detail) = await transaction.Connection!.QuerySingleOrDefaultAsync<(
                    string Status,
                    string Kind,
                    string Detail
                )>(
                    new CommandDefinition(
                        "select status, kind, detail from improvement_proposals where workspace = @workspace and id = @id",
                        new { workspace, id },
                        transaction,
                        cancellationToken: cancel
                    )
                );
                if (status != "draft")
                    return ProposalDecision.NoDraft;
                if (accept && kind == ImprovementProposal.Retirement)
                    await RetireAsync(transaction, workspace, detail, by, cancel);
                else if (accept && !ImprovementProposal.IsExample(kind))
                    return ProposalDecision.NothingToAccept;
                return await MoveAsync(transaction, workspace, id, "draft", accept ? "accepted" : "dismissed", by, cancel)
                    ? ProposalDecision.Done
                    : ProposalDecision.NoDraft;
            },
            cancel
        );

    /// <summary>
    /// Takes a decision back: a draft again, and an example decides nothing more. False where nothing was decided, or a correction retired.
    /// </summary>
    public Task<bool> ReopenAsync(string workspace, string id, Auditor by, CancellationToken cancel = default) =>
        database.WriteAsync(
            workspace,
            async transaction =>
                !await IsRetiredAsync(transaction, workspace, id, cancel)
                    && await MoveAsync(transaction, workspace, id, "accepted", "draft", by, cancel)
                || await MoveAsync(transaction, workspace, id, "dismissed", "draft", by, cancel),
            cancel
        );

    /// <summary>What was retired or taken out meanwhile needs nothing more.</summary>
    private Task<DecisionResult> RetireAsync(
        DbTransaction transaction,
        string workspace,
        string detail,
        Auditor by,
        CancellationToken cancel
    )
    {
        using var proposed = JsonDocument.Parse(detail);
        var (correction, adapter) = (Of("correctionId"), Of("adapter"));
        return reviews.RetireAsync(transaction, workspace, correction, by, $"The adapter {adapter} answers so by itself.", cancel);

        string Of(string name) => proposed.RootElement.GetProperty(name).GetString()!;
    }

    private static async Task<bool> IsRetiredAsync(DbTransaction transaction, string workspace, string id, CancellationToken cancel) =>
        await transaction.Connection!.ExecuteScalarAsync<long>(
            new CommandDefinition(
                "select count(*) from improvement_proposals where workspace = @workspace and id = @id and status = 'accepted' and "
                    + "kind = @Retirement",
                new
                {
                    workspace,
                    id,
                    ImprovementProposal.Retirement,
                },
                transaction,
                cancellationToken: cancel
            )
        ) > 0;

    private async Task<bool> MoveAsync(
        DbTransaction transaction,
        string workspace,
        string id,
        string from,
        string to,
        Auditor by,
        CancellationToken cancel
    )
    {
        var changed = await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                "update improvement_proposals set status = @to, decided = @Decided, decided_by = @By where workspace = @workspace and "
                    + "id = @id and status = @from",
                new
                {
                    to,
                    Decided = to == "draft" ? (long?)null : time.NowMs(),
                    By = to == "draft" ? null : by.Name,
                    workspace,
                    id,
                    from,
                },
                transaction,
                cancellationToken: cancel
            )
        );
        if (changed > 0)
            await audit.WriteAsync(
                transaction,
                workspace,
                by,
                "proposal." + (to == "draft" ? "reopened" : to),
                id,
                new { was = from },
                cancel
            );
        return changed > 0;
    }

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
    public Task<bool> MarkAsync(string workspace, string interactionId, GuardMark? mark, Auditor by, CancellationToken cancel = default) =>
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
                                by = by.Name,
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

    /// <summary>Proposes that a correction is retired; once for each.</summary>
    /// <param name="detail">Holds <c>correctionId</c> and <c>adapter</c>.</param>
    internal Task AddRetirementAsync(DbTransaction transaction, Correction correction, object detail, CancellationToken cancel = default) =>
        AddAsync(transaction, correction.Workspace, "", ImprovementProposal.Retirement, correction.Question, detail, cancel);

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
