using ChatBot.Bot.Channels.Slack.Protocol;
using ChatBot.Bot.Channels.Slack.Rendering;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.Interactions;

namespace ChatBot.Bot.Channels.Slack.Interactivity;

/// <summary>A question in other words, after an answer that did not help: asked as if it had been typed below it.</summary>
public sealed class AskedAnew(SlackIdentity identity, Inbox inbox)
{
    /// <summary>Sending the same form again changes nothing.</summary>
    /// <param name="before">The turn that did not help. What was asked privately is answered directly.</param>
    public Task TakeAsync(InteractionPayload payload, ViewState view, ModalSubject about, Interaction before, string question)
    {
        var isPrivate = !identity.IsAskedAt(before.Question, payload.TeamId, about.Channel, about.Thread);
        var address = isPrivate
            ? new SlackAddress(payload.TeamId, payload.UserId, null, payload.UserId)
            : new SlackAddress(payload.TeamId, about.Channel!, about.Thread, payload.UserId);
        return inbox.ReceiveAsync(identity.MessageAt(address, $"asked|{view.Id}", question));
    }
}
