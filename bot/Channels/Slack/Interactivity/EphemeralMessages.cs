using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Slack.Api;
using ChatBot.Bot.Channels.Slack.Protocol;
using ChatBot.Bot.Channels.Slack.Receiving;
using ChatBot.Bot.Channels.Slack.Rendering;

namespace ChatBot.Bot.Channels.Slack.Interactivity;

/// <summary>What one person is shown after a press: a note that others need not see, or a form.</summary>
public sealed partial class EphemeralMessages(SlackClient client, ResponseUrls responses, AfterAck after, ILogger<EphemeralMessages> log)
{
    /// <summary>
    /// A note beside the message whose button was pressed: in its thread, or, where only this person sees that message, where it was said.
    /// </summary>
    public void Tell(InteractionPayload payload, string text)
    {
        var message = new SlackMessage(Mrkdwn.Escape(text), null);
        after.Do(async cancel =>
        {
            var shown =
                payload is { Container.IsEphemeral: true, ResponseUrl: { } url } && responses.IsSafe(url)
                    ? await responses.PostAsync(url, message, cancel)
                    : await TellInAsync(payload.TeamId, payload.ChannelId, payload.Message?.ThreadTs, payload.UserId, message, cancel);
            Check("note", shown);
        });
    }

    /// <summary>A note where a form was opened; directly, where that is nowhere.</summary>
    public void Tell(InteractionPayload payload, ModalSubject about, string text) =>
        after.Do(async cancel =>
            Check(
                "note",
                await TellInAsync(
                    payload.TeamId,
                    about.Channel,
                    about.Thread,
                    payload.UserId,
                    new SlackMessage(Mrkdwn.Escape(text), null),
                    cancel
                )
            )
        );

    /// <summary>Opens a form; Slack gives three seconds for it.</summary>
    public void Open(InteractionPayload payload, JsonObject view) =>
        after.Do(async cancel =>
        {
            if (payload.TriggerId is { Length: > 0 } trigger)
                Check("form", await client.OpenAsync(payload.TeamId, trigger, view, cancel));
        });

    private Task<ApiResult> TellInAsync(
        string team,
        string? channel,
        string? thread,
        string user,
        SlackMessage message,
        CancellationToken cancel
    ) =>
        channel is { Length: > 0 }
            ? client.PostEphemeralAsync(team, channel, thread, user, message, cancel)
            : client.PostAsync(new SlackAddress(team, user, null, user), message, "note", cancel);

    private void Check(string what, ApiResult result)
    {
        if (result is not ApiResult.Done)
            NotShown(what, result.ToString());
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack: a {What} could not be shown: {Result}")]
    private partial void NotShown(string what, string result);
}
