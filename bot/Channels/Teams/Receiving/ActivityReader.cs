using ChatBot.Bot.Channels.Teams.Protocol;
using ChatBot.Bot.Turns.Sending;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Teams.Receiving;

/// <summary>Reads a verified activity as messages for the inbox: none, one, or a question with a note about its attachment.</summary>
public sealed class ActivityReader(TeamsIdentity identity, TeamsCommands commands, Deliveries deliveries, IOptions<TeamsOptions> options)
{
    public async Task<IReadOnlyList<ChannelMessage>> ReadAsync(Activity activity, CancellationToken cancel) =>
        activity.Type switch
        {
            "message" => await ReadMessageAsync(activity, MessageKind.Asked, cancel),
            "messageUpdate" when activity.TeamsData()?.EventType == "undeleteMessage" => await ReadMessageAsync(
                activity,
                MessageKind.Asked,
                cancel
            ),
            "messageUpdate" => await ReadMessageAsync(activity, MessageKind.Edited, cancel),
            "messageDelete" => [Of(activity) with { Kind = MessageKind.Withdrawn }],
            "conversationUpdate" when activity.MembersAdded?.Any(member => member.Id == activity.Recipient?.Id) == true =>
            [
                Joined(activity),
            ],
            "installationUpdate" when activity.Action is "add" or "add-upgrade" => [Joined(activity)],
            _ => [],
        };

    private async Task<IReadOnlyList<ChannelMessage>> ReadMessageAsync(Activity activity, MessageKind kind, CancellationToken cancel)
    {
        if (activity.From?.Id == activity.Recipient?.Id || !await IsForUsAsync(activity, cancel))
            return [];
        var attached = AttachedContent.Of(activity);
        var text = attached.OwnWords(Mentions.Strip(activity)) is { Length: > 0 } own ? own : attached.Pictograms;
        var message = Of(activity).Saying(text, attached.Quoted) with { Kind = kind };
        var messages = new List<ChannelMessage>();
        if (kind == MessageKind.Asked && attached.Enclosed.Count > 0)
            messages.Add(
                message with
                {
                    EventId = message.EventId + "|files",
                    MessageId = null,
                    Prepared = Enclosures.Notice(attached.Enclosed, message.Text.Length > 0),
                }
            );
        if (message.Text.Length == 0 && messages.Count > 0)
            return messages;
        // what is said below another message, or by it alone, is a question about it
        messages.Add(attached.Quoted.Length == 0 ? await UnderstoodAsync(activity, message, cancel) : message);
        return messages;
    }

    private async Task<ChannelMessage> UnderstoodAsync(Activity activity, ChannelMessage message, CancellationToken cancel)
    {
        if (BlindPair.QuestionIn(message.Text) is { } question && identity.MayDecide(activity))
            return BlindPair.Wanted(message, question);
        // of a change only what it asks counts: no command is obeyed twice
        return message.Kind == MessageKind.Edited
            ? message
            : message with
            {
                Prepared = await commands.ReplyAsync(message.Text, message.Workspace, message.User, cancel),
            };
    }

    /// <summary>
    /// Personal chats always; elsewhere a mention, or what follows in a thread where the bot has answered and which calls on nobody else.
    /// </summary>
    private async Task<bool> IsForUsAsync(Activity activity, CancellationToken cancel)
    {
        if (activity.Conversation?.ConversationType is "personal" or null || Mentions.NameUs(activity))
            return true;
        return options.Value.FollowUps
            && activity.Conversation.ConversationType == "channel"
            && !Mentions.NameOthers(activity)
            && await deliveries.TakesPartInAsync(
                identity.WorkspaceOf(activity),
                TeamsChannel.ChannelName,
                activity.Conversation.Id!,
                cancel
            );
    }

    /// <summary>Installation and first membership arrive side by side: one welcome for both.</summary>
    private ChannelMessage Joined(Activity activity) =>
        Of(activity) with
        {
            EventId = "joined|" + activity.Conversation!.Id,
            MessageId = null,
            User = "",
            Address = WireJson.Write(TeamsAddress.Of(activity) with { ReplyTo = null }),
            Prepared = commands.Welcome,
        };

    private ChannelMessage Of(Activity activity)
    {
        var conversation = activity.Conversation!.Id!;
        // The same id comes again with each edit, so its time belongs to the event.
        var eventId = $"{conversation}|{activity.Type}|{activity.Id}{(activity.Type == "messageUpdate" ? $"|{activity.Timestamp:O}" : "")}";
        return new ChannelMessage(
            TeamsChannel.ChannelName,
            identity.WorkspaceOf(activity),
            eventId,
            conversation,
            identity.UserOf(activity),
            "",
            WireJson.Write(TeamsAddress.Of(activity))
        )
        {
            MessageId = activity.Id,
        };
    }
}
