using Microsoft.Bot.Schema;

namespace ChatBot.Bot.Channels.Teams.Protocol;

/// <summary>
/// What replying to a conversation needs, as stored with every row: the conversation reference of the protocol, without people's ids.
/// </summary>
/// <param name="ServiceUrl">Vouched for by the token of the activity that it came with.</param>
/// <param name="Conversation">In a channel the thread.</param>
/// <param name="ConversationType">personal, groupChat or channel.</param>
/// <param name="Bot">The bot's id in the conversation.</param>
/// <param name="ReplyTo">The activity that is answered; null where nobody asked.</param>
public sealed record TeamsAddress(
    string ServiceUrl,
    string Conversation,
    string ConversationType,
    string Tenant,
    string Bot,
    string? ReplyTo
)
{
    public bool IsPersonal => ConversationType is "personal" or "";

    public static TeamsAddress Of(Activity activity) =>
        new(
            activity.ServiceUrl!,
            activity.Conversation!.Id!,
            activity.Conversation.ConversationType ?? "",
            activity.TenantId(),
            activity.Recipient?.Id ?? "",
            activity.Id
        );

    /// <summary>What Bot Builder goes on from: a turn in this conversation, in reply to what was asked there.</summary>
    public Activity Continuation() =>
        new()
        {
            Type = ActivityTypes.Event,
            Name = ActivityEventNames.ContinueConversation,
            Id = ReplyTo,
            ChannelId = "msteams",
            ServiceUrl = ServiceUrl,
            Recipient = new ChannelAccount(Bot),
            Conversation = new ConversationAccount(id: Conversation),
        };
}
