using ChatBot.Interactions;
using ChatBot.Learning.Audit;
using ChatBot.Storage;

namespace ChatBot.Learning.Review;

/// <summary>The right answer, written by who may decide.</summary>
public sealed partial class ReviewService
{
    /// <summary>What correcting an answer would store, for its reach to be shown before; null where there is no such answer.</summary>
    public async Task<Correction?> DraftAsync(
        string workspace,
        string interactionId,
        Auditor reviewer,
        string channel,
        string correctResponse,
        CancellationToken cancel = default
    ) =>
        await interactions.FindAsync(workspace, interactionId, cancel) is { } interaction
            ? await DraftAsync(interaction, reviewer.Id, channel, correctResponse, cancel)
            : null;

    /// <summary>
    /// Writes the right answer and approves it, in one: by who may decide, there is nothing to wait for. The same again changes nothing.
    /// </summary>
    /// <param name="channel">Where it was written.</param>
    /// <param name="wordings">Further wordings of its question (<see cref="CorrectionWordings"/>).</param>
    public async Task<DecisionResult> CorrectAsync(
        string workspace,
        string interactionId,
        Auditor reviewer,
        string channel,
        string correctResponse,
        IReadOnlyList<string>? wordings = null,
        CancellationToken cancel = default
    )
    {
        if (await interactions.FindAsync(workspace, interactionId, cancel) is not { } interaction)
            return new DecisionResult.UnknownInteraction();
        if (await text.FaultAsync(workspace, correctResponse, cancel) is var (code, message))
            return new DecisionResult.Invalid(code, message);
        var draft = await DraftAsync(interaction, reviewer.Id, channel, correctResponse, cancel);
        if (draft.Question.Length == 0)
            return new DecisionResult.Invalid(RefusalCodes.QuestionGone, "The text of this question is no longer kept.");
        if (await further.FaultAsync(workspace, draft.Id, wordings ?? [], cancel) is var (fault, why))
            return new DecisionResult.Invalid(fault, why);
        return await database.WriteAsync(
            workspace,
            async transaction =>
            {
                // One at a time in the workspace: of two presses the second finds what the first has stored.
                await CorrectionVersions.NextAsync(transaction, workspace, cancel);
                if (
                    await CorrectionStore.StandingAsync(transaction.Connection!, transaction, workspace, interactionId, cancel)
                        is { } standing
                    && (standing.CorrectResponse, standing.ReviewerId) == (draft.CorrectResponse, reviewer.Id)
                )
                    return new DecisionResult.Decided(standing, Changed: false);
                var stored = await corrections.InsertAsync(transaction, draft, cancel);
                return await StoreApprovalAsync(transaction, stored, reviewer, null, null, null, wordings ?? [], cancel);
            },
            cancel
        );
    }

    private async Task<Correction> DraftAsync(
        Interaction interaction,
        string proposer,
        string channel,
        string correctResponse,
        CancellationToken cancel
    )
    {
        var answer = (await corrections.AsItStandsAsync(interaction, cancel)).Answer;
        return new Correction(
            Ids.New(time),
            interaction.Question.Workspace,
            answer.InteractionId,
            channel,
            Stored(answer.Receipt.StandaloneQuestion ?? interaction.Question.Text),
            answer.Text,
            Stored(correctResponse),
            answer.Receipt.Category,
            CorrectionStatus.Pending,
            proposer,
            null,
            null,
            null,
            null,
            time.GetUtcNow(),
            null
        );
    }
}
