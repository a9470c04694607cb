using System.Data.Common;
using ChatBot.Answering.Corrections;
using ChatBot.Language;
using ChatBot.Learning.Audit;
using ChatBot.Privacy;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Review;

/// <summary>A further wording of a correction's question, as a reviewer ticked it.</summary>
/// <param name="Key">Which it is, within the correction.</param>
/// <param name="By">Name of who ticked it.</param>
public sealed record CorrectionWording(string Key, string Text, string By, DateTimeOffset Created);

/// <summary>
/// Further wordings of approved corrections: each is matched like a question of its own, by the same code. None takes a question from the
/// correction whose own it is.
/// </summary>
public sealed class CorrectionWordings(
    IDatabase database,
    ApprovedCorrections approved,
    AuditLog audit,
    Redactor redactor,
    TimeProvider time
)
{
    /// <summary>Of one correction: each is compared with every question that comes near.</summary>
    public const int Most = 20;

    /// <summary>Longest wording in UTF-16 units; what is longer is no question that others ask alike.</summary>
    public const int MaxLength = 1000;

    /// <summary>In the order in which they were ticked.</summary>
    public async Task<IReadOnlyList<CorrectionWording>> ListAsync(string workspace, string id, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<(string Key, string Text, string By, long Created)>(
            new CommandDefinition(
                "select wording_key, wording, added_by, created from correction_wordings "
                    + "where workspace = @workspace and correction_id = @id order by created, wording_key",
                new { workspace, id },
                cancellationToken: cancel
            )
        );
        return
        [
            .. rows.Select(row => new CorrectionWording(row.Key, row.Text, row.By, DateTimeOffset.FromUnixTimeMilliseconds(row.Created))),
        ];
    }

    /// <summary>Why these cannot become wordings of a correction, as a stable code and a sentence; null where they can.</summary>
    /// <param name="id">Of the correction.</param>
    internal async Task<(string Code, string Message)?> FaultAsync(
        string workspace,
        string id,
        IReadOnlyList<string> wordings,
        CancellationToken cancel = default
    )
    {
        if (wordings.Count == 0)
            return null;
        if (wordings.Count + (await ListAsync(workspace, id, cancel)).Count > Most)
            return (RefusalCodes.WordingRefused, $"A correction takes at most {Most} further wordings.");
        var index = await approved.IndexAsync(workspace, cancel);
        foreach (var wording in wordings)
        {
            if (wording.Length > MaxLength)
                return (RefusalCodes.WordingRefused, $"A further wording has at most {MaxLength} characters.");
            var reading = QuestionReading.Of(Stored(wording));
            if (reading.Key.Length == 0)
                return (RefusalCodes.WordingRefused, "A further wording must have words.");
            if (index.Own(reading) is { } other && other.Id != id)
                return (
                    RefusalCodes.WordingRefused,
                    $"“{reading.Text}” is answered by another approved correction, whose own question or wording it is; "
                        + "take it out there first."
                );
        }
        return null;
    }

    /// <summary>Stores those that the correction does not have yet, in the caller's transaction.</summary>
    /// <returns>How many were new.</returns>
    internal async Task<int> InsertAsync(
        DbTransaction transaction,
        Correction correction,
        IReadOnlyList<string> wordings,
        Auditor by,
        CancellationToken cancel = default
    )
    {
        var own = QuestionReading.Of(correction.Question).Key;
        var added = 0;
        foreach (var text in wordings.Select(Stored).DistinctBy(text => QuestionReading.Of(text).Key))
            if (QuestionReading.Of(text).Key is var key && key != own)
                added += await transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        """
                        insert into correction_wordings (workspace, correction_id, wording_key, wording, added_by, added_by_id, created)
                        values (@Workspace, @Id, @Key, @text, @Name, @ById, @Now)
                        on conflict (workspace, correction_id, wording_key) do nothing
                        """,
                        new
                        {
                            correction.Workspace,
                            correction.Id,
                            Key = CorrectionStore.ProposalKey(key),
                            text,
                            by.Name,
                            ById = by.Id,
                            Now = time.NowMs(),
                        },
                        transaction,
                        cancellationToken: cancel
                    )
                );
        return added;
    }

    /// <summary>Gives an approved correction more of them; from the next question on it answers these too.</summary>
    public async Task<DecisionResult> AddAsync(
        string workspace,
        string id,
        IReadOnlyList<string> wordings,
        Auditor by,
        CancellationToken cancel = default
    )
    {
        if (await FaultAsync(workspace, id, wordings, cancel) is var (code, message))
            return new DecisionResult.Invalid(code, message);
        return await ChangeAsync(
            workspace,
            id,
            by,
            "correction.wordings-added",
            (transaction, correction) => InsertAsync(transaction, correction, wordings, by, cancel),
            cancel
        );
    }

    /// <summary>Takes one back; where it was not there, nothing was changed.</summary>
    public Task<DecisionResult> RemoveAsync(string workspace, string id, string key, Auditor by, CancellationToken cancel = default) =>
        ChangeAsync(
            workspace,
            id,
            by,
            "correction.wording-removed",
            (transaction, _) =>
                transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        "delete from correction_wordings where workspace = @workspace and correction_id = @id and wording_key = @key",
                        new
                        {
                            workspace,
                            id,
                            key,
                        },
                        transaction,
                        cancellationToken: cancel
                    )
                ),
            cancel
        );

    private Task<DecisionResult> ChangeAsync(
        string workspace,
        string id,
        Auditor by,
        string action,
        Func<DbTransaction, Correction, Task<int>> change,
        CancellationToken cancel
    ) =>
        database.WriteAsync<DecisionResult>(
            workspace,
            async transaction =>
            {
                if (await CorrectionStore.FindAsync(transaction.Connection!, transaction, workspace, id, cancel) is not { } correction)
                    return new DecisionResult.UnknownCorrection();
                if (correction.Status != CorrectionStatus.Approved)
                    return new DecisionResult.Conflict(
                        correction,
                        "Only an approved correction has further wordings; nothing was changed."
                    );
                var changed = await change(transaction, correction);
                if (changed > 0)
                {
                    await CorrectionVersions.RaiseAsync(transaction, workspace, id, cancel);
                    await audit.WriteAsync(transaction, workspace, by, action, id, new { wordings = changed }, cancel);
                }
                return new DecisionResult.Decided(correction, changed > 0);
            },
            cancel
        );

    private string Stored(string said) => redactor.Redact(CorrectionText.Clean(said)).Text;
}
