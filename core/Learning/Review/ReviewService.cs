using System.Data.Common;
using ChatBot.Interactions;
using ChatBot.Learning.Audit;
using ChatBot.Learning.Feedback;
using ChatBot.Privacy;
using ChatBot.Storage;

namespace ChatBot.Learning.Review;

/// <summary>
/// Takes proposals and decisions on corrections. Every change stands in the audit and is announced in the same transaction.
/// </summary>
public sealed partial class ReviewService(
    IDatabase database,
    CorrectionStore corrections,
    InteractionStore interactions,
    CorrectionText text,
    CorrectionWordings further,
    Allowances allowances,
    ProposalFlood flood,
    AuditLog audit,
    IReviewNotifications notices,
    Redactor redactor,
    TimeProvider time
)
{
    /// <param name="proposer">Pseudonym of the person.</param>
    /// <param name="channel">Where it was proposed.</param>
    public async Task<ProposalResult> ProposeAsync(
        string workspace,
        string interactionId,
        string proposer,
        string channel,
        string correctResponse,
        CancellationToken cancel = default
    )
    {
        if (await interactions.FindAsync(workspace, interactionId, cancel) is not { } interaction)
            return new ProposalResult.UnknownInteraction();
        if (await text.FaultAsync(workspace, correctResponse, cancel) is var (code, message))
            return new ProposalResult.Invalid(code, message);
        var correction = await DraftAsync(interaction, proposer, channel, correctResponse, cancel);
        return await database.WriteAsync<ProposalResult>(
            workspace,
            async transaction =>
            {
                // What was taken before is told so, however much was sent since.
                if (await corrections.FindOpenAsync(transaction, correction, cancel) is { } earlier)
                    return new ProposalResult.Proposed(earlier, IsNew: false);
                if (await allowances.TakeAsync(transaction, workspace, proposer, Allowed.Proposal, cancel) is { } after)
                    return new ProposalResult.Invalid(RefusalCodes.TooManyRequests, allowances.Refusal(Allowed.Proposal), after);
                var stored = await corrections.InsertAsync(transaction, correction, cancel);
                if (stored.Id != correction.Id)
                    return new ProposalResult.Proposed(stored, IsNew: false);
                await audit.WriteAsync(
                    transaction,
                    workspace,
                    proposer,
                    "correction.proposed",
                    correction.Id,
                    new { interactionId, channel },
                    cancel
                );
                var isOneOfMany = await flood.IsOnAsync(transaction, workspace, cancel);
                await notices.PublishAsync(transaction, new CorrectionPending(workspace, correction.Id, isOneOfMany), cancel);
                return new ProposalResult.Proposed(stored);
            },
            cancel
        );
    }

    /// <param name="reviewer">Who decides, as shown to other admins and in the audit.</param>
    /// <param name="editedText">
    /// Replaces the proposed text; null keeps it. Where it was approved meanwhile with another text, that is a conflict.
    /// </param>
    /// <param name="threshold">Similarity from which this correction answers, 0 to 1; null: the shipped one.</param>
    /// <param name="wordings">Further wordings of its question (<see cref="CorrectionWordings"/>).</param>
    public async Task<DecisionResult> ApproveAsync(
        string workspace,
        string id,
        Auditor reviewer,
        string? editedText = null,
        double? threshold = null,
        string? reason = null,
        IReadOnlyList<string>? wordings = null,
        CancellationToken cancel = default
    )
    {
        if (threshold is < 0 or > 1 or double.NaN)
            return new DecisionResult.Invalid(RefusalCodes.ThresholdOutOfRange, "threshold must be between 0 and 1.");
        if (await corrections.FindAsync(workspace, id, cancel) is not { } proposed)
            return new DecisionResult.UnknownCorrection();
        // The proposal is checked again too: the cap may have been lowered since.
        if (
            proposed.Status != CorrectionStatus.Approved
            && await text.FaultAsync(workspace, editedText ?? proposed.CorrectResponse, cancel) is var (code, message)
        )
            return new DecisionResult.Invalid(code, message);
        if (await further.FaultAsync(workspace, id, wordings ?? [], cancel) is var (fault, why))
            return new DecisionResult.Invalid(fault, why);
        return await database.WriteAsync(
            workspace,
            transaction => StoreApprovalAsync(transaction, proposed, reviewer, editedText, threshold, reason, wordings ?? [], cancel),
            cancel
        );
    }

    private async Task<DecisionResult> StoreApprovalAsync(
        DbTransaction transaction,
        Correction proposed,
        Auditor reviewer,
        string? editedText,
        double? threshold,
        string? reason,
        IReadOnlyList<string> wordings,
        CancellationToken cancel
    )
    {
        var result = await DecideAsync(
            transaction,
            proposed.Workspace,
            proposed.Id,
            CorrectionStatus.Approved,
            reviewer,
            reason,
            correction =>
                correction with
                {
                    CorrectResponse = editedText is null ? correction.CorrectResponse : Stored(editedText),
                    Threshold = threshold ?? correction.Threshold,
                    Flag = null,
                },
            cancel,
            wordings.Count
        );
        if (result is not DecisionResult.Decided decided || wordings.Count == 0)
            return result;
        var added = await further.InsertAsync(transaction, decided.Correction, wordings, reviewer, cancel);
        if (decided.Changed || added == 0)
            return result;
        // It had been approved before, with fewer of them.
        await CorrectionVersions.RaiseAsync(transaction, proposed.Workspace, proposed.Id, cancel);
        await audit.WriteAsync(
            transaction,
            proposed.Workspace,
            reviewer,
            "correction.wordings-added",
            proposed.Id,
            new { wordings = added },
            cancel
        );
        return new DecisionResult.Decided(decided.Correction, Changed: true);
    }

    public Task<DecisionResult> RejectAsync(
        string workspace,
        string id,
        Auditor reviewer,
        string? reason = null,
        CancellationToken cancel = default
    ) => DecideAsync(workspace, id, CorrectionStatus.Rejected, reviewer, reason, correction => correction, cancel);

    /// <summary>Takes an approved correction out of answering again.</summary>
    public Task<DecisionResult> RetireAsync(
        string workspace,
        string id,
        Auditor reviewer,
        string? reason = null,
        CancellationToken cancel = default
    ) => DecideAsync(workspace, id, CorrectionStatus.Retired, reviewer, reason, correction => correction, cancel);

    /// <summary>Likewise, in the caller's transaction.</summary>
    internal Task<DecisionResult> RetireAsync(
        DbTransaction transaction,
        string workspace,
        string id,
        Auditor reviewer,
        string reason,
        CancellationToken cancel = default
    ) => DecideAsync(transaction, workspace, id, CorrectionStatus.Retired, reviewer, reason, correction => correction, cancel);

    /// <summary>Notes that an admin has looked at it without deciding.</summary>
    public Task<DecisionResult> MarkReviewedAsync(string workspace, string id, Auditor reviewer, CancellationToken cancel = default) =>
        DecideAsync(workspace, id, CorrectionStatus.Reviewed, reviewer, null, correction => correction, cancel);

    private Task<DecisionResult> DecideAsync(
        string workspace,
        string id,
        CorrectionStatus to,
        Auditor reviewer,
        string? reason,
        Func<Correction, Correction> change,
        CancellationToken cancel
    ) =>
        database.WriteAsync(
            workspace,
            transaction => DecideAsync(transaction, workspace, id, to, reviewer, reason, change, cancel),
            cancel
        );

    private async Task<DecisionResult> DecideAsync(
        DbTransaction transaction,
        string workspace,
        string id,
        CorrectionStatus to,
        Auditor reviewer,
        string? reason,
        Func<Correction, Correction> change,
        CancellationToken cancel,
        int wordings = 0
    )
    {
        if (await CorrectionStore.FindAsync(transaction.Connection!, transaction, workspace, id, cancel) is not { } correction)
            return new DecisionResult.UnknownCorrection();
        var decided = change(correction) with
        {
            Status = to,
            Reviewer = reviewer.Name,
            ReviewerId = reviewer.Id,
            Reason = reason is { Length: > 0 } ? Stored(reason) : null,
            Decided = to == CorrectionStatus.Reviewed ? null : time.GetUtcNow(),
        };
        if (correction.Status == to)
            return DecisionRules.Settled(correction, decided);
        if (!DecisionRules.Follows(correction.Status, to))
            return DecisionRules.Conflict(correction);
        if (!await corrections.MoveAsync(transaction, correction.Status, decided, cancel))
            return await CorrectionStore.FindAsync(transaction.Connection!, transaction, workspace, id, cancel) switch
            {
                null => new DecisionResult.UnknownCorrection(),
                { } now when now.Status == to => DecisionRules.Settled(now, decided),
                { } now => DecisionRules.Conflict(now),
            };
        await AnnounceAsync(transaction, correction, decided, wordings, cancel);
        return new DecisionResult.Decided(decided, Changed: true);
    }

    private async Task AnnounceAsync(DbTransaction transaction, Correction before, Correction after, int wordings, CancellationToken cancel)
    {
        var status = CorrectionStore.Wire(after.Status);
        await audit.WriteAsync(
            transaction,
            after.Workspace,
            new Auditor(after.ReviewerId!, after.Reviewer!),
            "correction." + status,
            after.Id,
            new
            {
                after.Reason,
                after.Threshold,
                Edited = before.CorrectResponse == after.CorrectResponse ? null : after.CorrectResponse,
                Wordings = wordings == 0 ? (int?)null : wordings,
            },
            cancel
        );
        if (after.Status != CorrectionStatus.Reviewed)
            await notices.PublishAsync(transaction, new CorrectionDecided(after), cancel);
    }

    private string Stored(string said) => redactor.Redact(CorrectionText.Clean(said)).Text;
}
