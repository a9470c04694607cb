using ChatBot.Bot.Channels.Slack.Protocol;
using ChatBot.Bot.Channels.Slack.Rendering;
using ChatBot.Learning.Registry;

namespace ChatBot.Bot.Channels.Slack.Interactivity;

/// <summary>
/// The choice between two answers. Only who Slack says pressed counts; anybody else is told so and nothing changes. The message itself is
/// updated by the choice's notices.
/// </summary>
public sealed class PairActions(SlackIdentity identity, AnswerPairs pairs, AnswerPairStore stored, EphemeralMessages whispers)
{
    /// <summary>False where the action is not such a choice.</summary>
    public async Task<bool> HandleAsync(InteractionPayload payload, PressedAction action, CancellationToken cancel)
    {
        if (ActionIds.PickOf(action.ActionId) is not { } pick)
            return false;
        var (workspace, id) = (identity.WorkspaceOf(payload.TeamId), action.Value ?? "");
        if (!await identity.MayDecideAsync(payload, cancel))
            whispers.Tell(payload, BlindPair.Refusal);
        else if (await stored.FindAsync(workspace, id, cancel) is null)
            whispers.Tell(payload, BlindPair.Unknown);
        else if (!await pairs.PickAsync(workspace, id, pick, identity.AuditorOf(payload), cancel))
            whispers.Tell(payload, BlindPair.Decided);
        return true;
    }
}
