using ChatBot.Bot.Channels.Slack.Protocol;
using ChatBot.Bot.Channels.Slack.Receiving;
using ChatBot.Bot.Channels.Slack.Rendering;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.Interactions;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Slack.Interactivity;

/// <summary>
/// A question in other words, or one that an answer leads on to: asked as if whoever sends or presses it had typed it below.
/// </summary>
public sealed class AskedAnew(SlackIdentity identity, Inbox inbox, IOptions<SlackOptions> options)
{
    /// <param name="once">Names the form or the press: taking it again changes nothing.</param>
    /// <param name="before">The turn that it goes on from. What was asked privately is answered directly.</param>
    public Task TakeAsync(InteractionPayload payload, string once, ModalSubject about, Interaction before, string question)
    {
        var isPrivate = !identity.IsAskedAt(before.Question, payload.TeamId, about.Channel, about.Thread);
        var address = isPrivate
            ? new SlackAddress(payload.TeamId, payload.UserId, null, payload.UserId)
            : new SlackAddress(payload.TeamId, about.Channel!, about.Thread, payload.UserId);
        var message = identity.MessageAt(address, $"asked|{once}", question);
        return inbox.ReceiveAsync(IsStranger(payload) ? message with { Prepared = new NoticeReply(MessageReader.OwnPeopleOnly) } : message);
    }

    /// <summary>Whose own team is another one answers to the rule for messages: a button asks for whoever presses it.</summary>
    private bool IsStranger(InteractionPayload payload) =>
        !options.Value.AnswerStrangers && payload.User?.TeamId is { Length: > 0 } home && home != payload.TeamId;
}
