using ChatBot.Bot.Channels.Slack.Api;
using ChatBot.Bot.Channels.Slack.Protocol;
using ChatBot.Bot.Channels.Slack.Receiving;
using ChatBot.Bot.Channels.Slack.Rendering;
using ChatBot.Interactions;
using ChatBot.Learning.Review;

namespace ChatBot.Bot.Channels.Slack.Interactivity;

/// <summary>Counts the words of a correction while it is typed. The view's hash keeps a late count from undoing a later one.</summary>
public sealed class WordCounts(
    SlackIdentity identity,
    InteractionStore interactions,
    CorrectionStore corrections,
    CorrectionText text,
    SlackClient client,
    AfterAck after
)
{
    /// <summary>False where the action is not the typing of a correction.</summary>
    public bool Handle(InteractionPayload payload, PressedAction action)
    {
        if (action.ActionId != ActionIds.CorrectionText)
            return false;
        if (payload.View is { Id: { } id } view && ModalSubject.TryRead(view.PrivateMetadata) is { } about)
            after.Do(cancel => CountAsync(payload, id, view, about, action.Value ?? "", cancel));
        return true;
    }

    private async Task CountAsync(
        InteractionPayload payload,
        string id,
        ViewState view,
        ModalSubject about,
        string typed,
        CancellationToken cancel
    )
    {
        var workspace = identity.WorkspaceOf(payload.TeamId);
        var counted =
            view.CallbackId == Modals.Correction
                ? await interactions.FindAsync(workspace, about.Id, cancel) is { } turn
                    ? Modals.Correct(about, (await corrections.AsItStandsAsync(turn, cancel)).Answer, text.MaxWords, typed)
                    : null
                : await corrections.FindAsync(workspace, about.Id, cancel) is { } correction
                    ? Modals.Edit(about, correction, text.MaxWords, typed)
                    : null;
        if (counted is not null)
            await client.UpdateViewAsync(payload.TeamId, id, view.Hash, counted, cancel);
    }
}
