using ChatBot.Bot.Channels.Teams.Protocol;
using ChatBot.Bot.Channels.Teams.Receiving;
using ChatBot.Bot.Channels.Teams.Rendering;
using ChatBot.Learning.Review;
using Microsoft.Bot.Schema;

namespace ChatBot.Bot.Channels.Teams.Invokes;

/// <summary>Buttons of a review card. Who may not decide gets the read-only card and a word why; nothing changes.</summary>
public sealed class ReviewInvokes(
    TeamsIdentity identity,
    ReviewService reviews,
    CorrectionStore corrections,
    ReviewCard card,
    ReviewViewers viewers,
    ReviewReach reach
)
{
    /// <summary>Null where the verb is not one of a review card.</summary>
    public async Task<InvokeResult?> HandleAsync(Activity activity, CardAction action, CancellationToken cancel)
    {
        if (action.Verb is not ("review.view" or "review.approve" or "review.reject"))
            return null;
        var workspace = identity.WorkspaceOf(activity);
        if (action["correction"] is not { } id || await corrections.FindAsync(workspace, id, cancel) is not { } correction)
            return new InvokeResult.Fault("unknown_correction", "This correction is not known. Nothing was changed.");
        var seen = new ReviewMoment(
            identity.MayDecide(activity),
            Viewers: await viewers.OfAsync(TeamsAddress.Of(activity), cancel),
            Reach: await reach.OfAsync(correction, cancel)
        );
        if (!seen.MayDecide)
            return Card(
                correction,
                seen with
                {
                    Fault = action.Verb == "review.view" ? null : "Only admins may decide. Nothing was changed.",
                }
            );
        return action.Verb switch
        {
            "review.approve" => Card(
                await reviews.ApproveAsync(workspace, id, identity.AuditorOf(activity), action["correctResponse"], cancel: cancel),
                correction,
                seen,
                action["correctResponse"]
            ),
            "review.reject" => Card(
                await reviews.RejectAsync(workspace, id, identity.AuditorOf(activity), action["reason"], cancel),
                correction,
                seen,
                action["reason"]
            ),
            _ => Card(correction, seen),
        };
    }

    private InvokeResult Card(DecisionResult decision, Correction before, ReviewMoment seen, string? typed) =>
        decision switch
        {
            DecisionResult.Decided { Changed: true } decided => Card(decided.Correction, seen with { Note = Done(decided.Correction) }),
            DecisionResult.Decided decided => Card(
                decided.Correction,
                seen with
                {
                    Note = "This was decided before; nothing was changed.",
                }
            ),
            DecisionResult.Conflict conflict => Card(
                conflict.Correction,
                seen with
                {
                    Fault = conflict.Message + (typed is { Length: > 0 } ? $" You wrote: “{typed}”" : ""),
                }
            ),
            DecisionResult.Invalid invalid => Card(before, seen with { Fault = invalid.Message, Typed = typed }),
            _ => new InvokeResult.Fault("unknown_correction", "This correction is not stored any more. Nothing was changed."),
        };

    private InvokeResult.Card Card(Correction correction, ReviewMoment moment) =>
        new(card.Render(correction, moment), Private: moment.MayDecide);

    private static string Done(Correction correction) =>
        correction.Status == CorrectionStatus.Approved
            ? "From the next question on this is the answer. The wrong one is being corrected where it stands."
            : "The answer stays as it was.";
}
