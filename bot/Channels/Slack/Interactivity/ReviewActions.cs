using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Slack.Home;
using ChatBot.Bot.Channels.Slack.Protocol;
using ChatBot.Bot.Channels.Slack.Receiving;
using ChatBot.Bot.Channels.Slack.Rendering;
using ChatBot.Learning.Review;

namespace ChatBot.Bot.Channels.Slack.Interactivity;

/// <summary>
/// Approve, Edit and Reject, on a review message and in the Home tab. Only who Slack says pressed counts, never what the button
/// carries; anybody else is told so and nothing changes. The messages themselves are updated by the decision's notices.
/// </summary>
public sealed class ReviewActions(
    SlackIdentity identity,
    ReviewService reviews,
    CorrectionStore corrections,
    CorrectionText text,
    EphemeralMessages whispers,
    HomeTab home,
    AfterAck after
)
{
    private const string Refusal = "Only admins may decide. Nothing was changed.";
    private const string Unknown = "This correction is not known. Nothing was changed.";

    /// <summary>False where the action is not one of a review.</summary>
    public async Task<bool> HandleAsync(InteractionPayload payload, PressedAction action, CancellationToken cancel)
    {
        if (action.ActionId is not (ActionIds.Approve or ActionIds.Edit or ActionIds.Reject))
            return false;
        if (!await identity.MayDecideAsync(payload, cancel))
            whispers.Tell(payload, Refusal);
        else if (
            action.Value is not { } id
            || await corrections.FindAsync(identity.WorkspaceOf(payload.TeamId), id, cancel) is not { } correction
        )
            whispers.Tell(payload, Unknown);
        else if (!ReviewMessage.IsOpen(correction))
            whispers.Tell(payload, $"{correction.Reviewer ?? "An admin"} has decided this already. Nothing was changed.");
        else
            await DecideAsync(payload, action.ActionId, correction, cancel);
        return true;
    }

    /// <summary>Null where the form is not one of a review, and where it was taken; else what is wrong with it.</summary>
    public async Task<JsonObject?> SubmitAsync(InteractionPayload payload, ViewState view, CancellationToken cancel)
    {
        if (view.CallbackId is not (Modals.EditProposal or Modals.Rejection))
            return null;
        var isEdit = view.CallbackId == Modals.EditProposal;
        var block = isEdit ? Modals.TextBlock : Modals.ReasonBlock;
        if (!await identity.MayDecideAsync(payload, cancel))
            return FormFaults.Of(block, Refusal);
        if (ModalSubject.TryRead(view.PrivateMetadata) is not { } about)
            return FormFaults.Of(block, Unknown);
        var workspace = identity.WorkspaceOf(payload.TeamId);
        var decision = isEdit
            ? await reviews.ApproveAsync(workspace, about.Id, identity.AuditorOf(payload), view[block] ?? "", cancel: cancel)
            : await reviews.RejectAsync(workspace, about.Id, identity.AuditorOf(payload), view[block], cancel);
        if (Fault(decision) is { } fault)
            return FormFaults.Of(block, fault);
        RefreshHome(payload);
        return null;
    }

    private async Task DecideAsync(InteractionPayload payload, string action, Correction correction, CancellationToken cancel)
    {
        var about = new ModalSubject(correction.Id, payload.ChannelId, payload.Message?.ThreadTs);
        switch (action)
        {
            case ActionIds.Edit:
                whispers.Open(payload, Modals.Edit(about, correction, text.MaxWords));
                break;
            case ActionIds.Reject:
                whispers.Open(payload, Modals.Reject(about, correction));
                break;
            default:
                if (
                    Fault(await reviews.ApproveAsync(correction.Workspace, correction.Id, identity.AuditorOf(payload), cancel: cancel)) is
                    { } fault
                )
                    whispers.Tell(payload, fault);
                RefreshHome(payload);
                break;
        }
    }

    /// <summary>Null where the decision holds.</summary>
    private static string? Fault(DecisionResult decision) =>
        decision switch
        {
            DecisionResult.Decided => null,
            DecisionResult.Conflict conflict => conflict.Message,
            DecisionResult.Invalid invalid => invalid.Message,
            _ => Unknown,
        };

    private void RefreshHome(InteractionPayload payload)
    {
        if (payload.View?.Type == "home" || payload.ChannelId is null)
            after.Do(cancel => home.PublishAsync(payload.TeamId, payload.UserId, cancel));
    }
}
