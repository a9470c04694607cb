using ChatBot.Bot.Channels.Slack.Api;
using ChatBot.Bot.Channels.Slack.Protocol;
using ChatBot.Bot.Channels.Slack.Receiving;
using ChatBot.Bot.Channels.Slack.Rendering;
using ChatBot.Bot.Turns.Receiving;

namespace ChatBot.Bot.Channels.Slack.Interactivity;

/// <summary>The message shortcut "Ask about this": somebody's message becomes the question, and only who asked sees the answer.</summary>
public sealed class Shortcut(SlackIdentity identity, ResponseUrls responses, Inbox inbox, EphemeralMessages whispers)
{
    public async Task HandleAsync(InteractionPayload payload)
    {
        if (payload.CallbackId != ActionIds.AskAboutThis || payload.ChannelId is not { } channel || !responses.IsSafe(payload.ResponseUrl))
            return;
        var text = TypedText.Of(payload.Message?.Text ?? "", null);
        if (text.Length == 0)
        {
            whispers.Tell(payload, "This message has no words that I could look up.");
            return;
        }
        var address = new SlackAddress(payload.TeamId, channel, null, payload.UserId) { ResponseUrl = payload.ResponseUrl };
        await inbox.ReceiveAsync(identity.MessageAt(address, $"shortcut|{payload.TriggerId}", text));
    }
}
