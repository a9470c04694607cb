using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Slack.Protocol;

namespace ChatBot.Bot.Channels.Slack.Interactivity;

/// <summary>
/// Buttons, forms and shortcuts, each to the one that knows it. What they store is stored when this returns; what they show is shown after.
/// </summary>
public sealed class InteractionHandler(
    AnswerActions answers,
    ReviewActions reviews,
    PairActions pairs,
    HomeActions home,
    WordCounts counts,
    Shortcut shortcut
)
{
    /// <summary>The body to acknowledge with: a form's faults, or null.</summary>
    public async Task<JsonObject?> HandleAsync(InteractionPayload payload, CancellationToken cancel)
    {
        switch (payload.Type)
        {
            case "block_actions":
                foreach (var action in payload.Actions ?? [])
                    _ =
                        counts.Handle(payload, action)
                        || await answers.HandleAsync(payload, action, cancel)
                        || await reviews.HandleAsync(payload, action, cancel)
                        || await pairs.HandleAsync(payload, action, cancel)
                        || await home.HandleAsync(payload, action, cancel);
                return null;
            case "view_submission" when payload.View is { } view:
                return await answers.SubmitAsync(payload, view, cancel) ?? await reviews.SubmitAsync(payload, view, cancel);
            case "message_action":
                await shortcut.HandleAsync(payload);
                return null;
            default:
                return null;
        }
    }
}
