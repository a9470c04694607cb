using ChatBot.Bot.Channels.Slack.Protocol;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Slack.Receiving;

/// <summary>
/// Reads <c>app_mention</c> and <c>message</c> as messages for the inbox. Both fire for one mention, so the event is named by
/// channel and ts, not by Slack's event id: whichever comes first is taken, the other is its duplicate.
/// </summary>
public sealed class MessageReader(SlackIdentity identity, SlackCommands commands, OpenThreads threads, IOptions<SlackOptions> options)
{
    /// <summary>What people of another company are told in a channel that two share.</summary>
    public const string OwnPeopleOnly = "I answer the people of this workspace only. Please ask one of them.";

    public async Task<IReadOnlyList<ChannelMessage>> ReadAsync(EventEnvelope envelope, MessageEvent said, CancellationToken cancel) =>
        said switch
        {
            { Channel: null } => [],
            { Subtype: "message_changed", Message: { } after } when after.Subtype == "tombstone" => Withdrawn(
                envelope,
                said.Channel,
                after
            ),
            { Subtype: "message_changed", Message: { } after } => await EditedAsync(envelope, said, after, cancel),
            { Subtype: "message_deleted", DeletedTs: { } ts } => Withdrawn(
                envelope,
                said.Channel,
                (said.PreviousMessage ?? said) with
                {
                    Ts = ts,
                }
            ),
            { Ts: { } } when IsPersons(said) => await SaidAsync(envelope, said, cancel),
            _ => [],
        };

    /// <summary>Not ours, not another program's, not Slackbot's, no notice about the channel.</summary>
    private static bool IsPersons(MessageEvent said) =>
        said is { User: { Length: > 0 } user, BotId: null } && user != "USLACKBOT" && Subtypes.IsPersons(said.Subtype);

    private async Task<IReadOnlyList<ChannelMessage>> SaidAsync(EventEnvelope envelope, MessageEvent said, CancellationToken cancel)
    {
        var bot = envelope.BotUser ?? (said.Type == "app_mention" ? TypedText.Mentions(said.Text ?? "").FirstOrDefault() : null);
        if (said.User == bot || !await IsForUsAsync(envelope, said, bot, cancel))
            return [];
        var message = Of(envelope, said).Saying(Text(said, bot), SharedMessages.Of(said));
        if (IsStranger(envelope, said))
            return [message with { Prepared = new NoticeReply(OwnPeopleOnly) }];
        var messages = new List<ChannelMessage>();
        if (said.Files is { Count: > 0 } files)
            messages.Add(
                message with
                {
                    EventId = message.EventId + "|files",
                    MessageId = null,
                    Prepared = Enclosures.Notice([.. files.Select(KindOf)], message.Text.Length > 0),
                }
            );
        if (message.Text.Length > 0 || messages.Count == 0)
            messages.Add(await UnderstoodAsync(envelope, message, said, cancel));
        return messages;
    }

    /// <summary>What is said below another message, or by it alone, is a question about it.</summary>
    private async Task<ChannelMessage> UnderstoodAsync(
        EventEnvelope envelope,
        ChannelMessage message,
        MessageEvent said,
        CancellationToken cancel
    )
    {
        if (SharedMessages.Of(said).Length > 0)
            return message;
        if (BlindPair.QuestionIn(message.Text) is { } question && await identity.MayDecideAsync(envelope, said, cancel))
            return BlindPair.Wanted(message, question);
        // of a change only what it asks counts: no command is obeyed twice
        return message.Kind == MessageKind.Edited
            ? message
            : message with
            {
                Prepared = await commands.ReplyAsync(message.Text, message.Workspace, message.User, cancel),
            };
    }

    private static Enclosure KindOf(SlackFile file) =>
        file.Subtype switch
        {
            "slack_audio" => Enclosure.Voice,
            "slack_video" => Enclosure.Video,
            _ => Enclosures.Of(file.Mimetype),
        };

    /// <summary>
    /// Direct messages and mentions always; else what follows in a thread where the bot has answered and which calls on nobody else.
    /// </summary>
    private async Task<bool> IsForUsAsync(EventEnvelope envelope, MessageEvent said, string? bot, CancellationToken cancel)
    {
        if (said.Type == "app_mention" || said.ChannelType is "im" or "app_home")
            return true;
        var mentions = TypedText.Mentions(said.Text ?? "").ToList();
        if (bot is not null && mentions.Contains(bot))
            return true;
        return options.Value.FollowUps
            && said.ThreadTs is not null
            && mentions.Count == 0
            && await threads.AreOursAsync(identity.WorkspaceOf(envelope.Team), AddressOf(envelope, said).Conversation, cancel);
    }

    /// <summary>In a channel shared with another company, that company's people are not this company's.</summary>
    private bool IsStranger(EventEnvelope envelope, MessageEvent said) =>
        !options.Value.AnswerStrangers
        && envelope.IsExtSharedChannel
        && (said.UserTeam ?? said.Team) is { Length: > 0 } team
        && team != envelope.Team;

    /// <summary>A change without a change of words is Slack unfolding a link, or what is not ours to know.</summary>
    private async Task<IReadOnlyList<ChannelMessage>> EditedAsync(
        EventEnvelope envelope,
        MessageEvent change,
        MessageEvent after,
        CancellationToken cancel
    )
    {
        if (!IsPersons(after) || after.Ts is null || after.User == envelope.BotUser || IsStranger(envelope, after))
            return [];
        var message = Of(envelope, after with { Channel = change.Channel });
        var (text, quoted) = (Text(after, envelope.BotUser), SharedMessages.Of(after));
        if (
            change.PreviousMessage is { } before
            && (before.Text == after.Text || Text(before, envelope.BotUser) == text)
            && SharedMessages.Of(before) == quoted
        )
            return [];
        var edited = message.Saying(text, quoted) with
        {
            Kind = MessageKind.Edited,
            EventId = $"{message.EventId}|edited|{after.Edited?.Ts ?? change.EventTs}",
        };
        return [await UnderstoodAsync(envelope, edited, after, cancel)];
    }

    private IReadOnlyList<ChannelMessage> Withdrawn(EventEnvelope envelope, string channel, MessageEvent gone) =>
        gone.Ts is null ? [] : [Of(envelope, gone with { Channel = channel }) with { Kind = MessageKind.Withdrawn }];

    private ChannelMessage Of(EventEnvelope envelope, MessageEvent said)
    {
        var address = AddressOf(envelope, said);
        return new ChannelMessage(
            SlackChannel.ChannelName,
            identity.WorkspaceOf(envelope.Team),
            $"{said.Channel}|{said.Ts}",
            address.Conversation,
            identity.UserOf(envelope.Team, said.User ?? ""),
            "",
            WireJson.Write(address)
        )
        {
            MessageId = said.Ts,
        };
    }

    /// <summary>In a channel the answer opens a thread below the question; in a direct message it stands beside it.</summary>
    private static SlackAddress AddressOf(EventEnvelope envelope, MessageEvent said) =>
        new(envelope.Team, said.Channel!, said.ThreadTs ?? (said.Channel!.StartsWith('D') ? null : said.Ts), said.User ?? "")
        {
            Message = said.Ts,
        };

    private static string Text(MessageEvent said, string? bot) => TypedText.Of(SharedMessages.WithoutLinks(said), bot);
}
