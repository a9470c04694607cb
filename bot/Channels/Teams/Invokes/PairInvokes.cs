using ChatBot.Bot.Channels.Teams.Receiving;
using ChatBot.Bot.Channels.Teams.Rendering;
using ChatBot.Learning.Registry;
using Microsoft.Bot.Schema;

namespace ChatBot.Bot.Channels.Teams.Invokes;

/// <summary>
/// The choice between two answers. Only who the platform's token says pressed counts; anybody else gets a word why, and nothing changes.
/// All others see the choice by its notices.
/// </summary>
public sealed class PairInvokes(TeamsIdentity identity, AnswerPairs pairs, AnswerPairStore stored, PairCard card)
{
    /// <summary>Null where the verb is not such a choice.</summary>
    public async Task<InvokeResult?> HandleAsync(Activity activity, CardAction action, CancellationToken cancel)
    {
        if (PairCard.PickOf(action.Verb) is not { } pick)
            return null;
        if (!identity.MayDecide(activity))
            return new InvokeResult.Message(BlindPair.Refusal);
        var (workspace, id) = (identity.WorkspaceOf(activity), action["pair"] ?? "");
        var isPicked = await pairs.PickAsync(workspace, id, pick, identity.AuditorOf(activity), cancel);
        return await stored.FindAsync(workspace, id, cancel) is { } pair
            ? new InvokeResult.Card(card.Render(pair, isPicked ? null : BlindPair.Decided))
            : new InvokeResult.Fault("unknown_pair", BlindPair.Unknown);
    }
}
