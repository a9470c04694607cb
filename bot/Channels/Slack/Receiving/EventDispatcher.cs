using ChatBot.Bot.Channels.Slack.Api;
using ChatBot.Bot.Channels.Slack.Home;
using ChatBot.Bot.Channels.Slack.Installing;
using ChatBot.Bot.Channels.Slack.Protocol;
using ChatBot.Bot.Channels.Slack.Rendering;
using ChatBot.Bot.Turns.Receiving;

namespace ChatBot.Bot.Channels.Slack.Receiving;

/// <summary>
/// One handler per event, whichever way it came. When <see cref="HandleAsync"/> returns, what must not be lost is on disk.
/// </summary>
public sealed partial class EventDispatcher(
    MessageReader reader,
    Inbox inbox,
    Reactions reactions,
    SlackIdentity identity,
    SlackCommands commands,
    HomeTab home,
    Installations installations,
    SlackClient client,
    AfterAck after,
    ILogger<EventDispatcher> log
)
{
    public async Task HandleAsync(EventEnvelope envelope, CancellationToken cancel)
    {
        if (envelope.Type == "app_rate_limited")
            RateLimited(envelope.TeamId ?? "");
        if (envelope.Type != "event_callback" || SlackJson.TryRead<EventKind>(envelope.Event) is not { Type: { } type })
            return;
        switch (type)
        {
            case "app_mention" or "message" when SlackJson.TryRead<MessageEvent>(envelope.Event) is { } said:
                foreach (var message in await reader.ReadAsync(envelope, said, cancel))
                    await inbox.ReceiveAsync(message);
                break;
            case "assistant_thread_started"
            or "assistant_thread_context_changed" when SlackJson.TryRead<AssistantEvent>(envelope.Event) is { } opened:
                if (Opened(envelope, opened, type) is { } welcome)
                    await inbox.ReceiveAsync(welcome);
                break;
            case "reaction_added" when SlackJson.TryRead<ReactionEvent>(envelope.Event) is { } reaction:
                await ReactedAsync(envelope, reaction, cancel);
                break;
            case "app_home_opened" when SlackJson.TryRead<HomeEvent>(envelope.Event) is { Tab: "home" or null, User: { Length: > 0 } user }:
                after.Do(stopping => home.PublishAsync(envelope.Team, user, stopping));
                break;
            case "tokens_revoked" when SlackJson.TryRead<RevokedEvent>(envelope.Event) is { Tokens.Bot.Count: > 0 }:
            case "app_uninstalled":
                await installations.RemoveAsync(envelope.Team, cancel);
                break;
        }
    }

    /// <summary>A new thread of the assistant is offered examples; a changed context gets them anew.</summary>
    private ChannelMessage? Opened(EventEnvelope envelope, AssistantEvent opened, string type)
    {
        if (opened.AssistantThread is not { ChannelId: { } channel, ThreadTs: { } thread } started)
            return null;
        var address = new SlackAddress(envelope.Team, channel, thread, started.UserId ?? "");
        return new ChannelMessage(
            SlackChannel.ChannelName,
            identity.WorkspaceOf(envelope.Team),
            $"{type}|{channel}|{thread}{(type == "assistant_thread_started" ? "" : "|" + opened.EventTs)}",
            address.Conversation,
            "",
            "",
            WireJson.Write(address)
        )
        {
            Prepared = commands.Welcome,
        };
    }

    private async Task ReactedAsync(EventEnvelope envelope, ReactionEvent reaction, CancellationToken cancel)
    {
        if (await reactions.TakeAsync(envelope, reaction, cancel) is { OfferCorrection: true })
            after.Do(stopping =>
                client.PostEphemeralAsync(
                    envelope.Team,
                    reaction.Item!.Channel!,
                    null,
                    reaction.User!,
                    new SlackMessage("Thank you. If you know what would have been right, press *Correct this* below the answer.", null),
                    stopping
                )
            );
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack drops events of team {Team}: more than 30,000 within an hour")]
    private partial void RateLimited(string team);
}
