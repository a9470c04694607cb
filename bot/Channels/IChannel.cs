namespace ChatBot.Bot.Channels;

/// <summary>A platform that people talk to the bot through. Turns know nothing else of it.</summary>
public interface IChannel
{
    /// <summary>Stable lower-case name, stored with every row: the channel's folder name.</summary>
    string Name { get; }

    /// <summary>How many messages the platform takes per conversation; the sender keeps within all of them.</summary>
    IReadOnlyList<RateLimit> ConversationLimits => [];

    /// <summary>
    /// What the platform counts <see cref="ConversationLimits"/> by: the conversation itself, or a wider place that holds several.
    /// </summary>
    string PaceOf(string conversation) => conversation;

    /// <summary>Shows how the answer to a message comes about; null where there is no way to.</summary>
    /// <param name="mayBegin">False where the reply has its place already: no message is begun for it.</param>
    IAnswerProgress? Watch(ChannelMessage message, bool mayBegin) => null;

    /// <summary>Takes away a message that was begun for an answer that does not come.</summary>
    Task DiscardAsync(ChannelMessage message, string begun, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>
    /// True where people read what admins are told, and many messages become one; a program gets each event, however many there are.
    /// </summary>
    bool IsReadByPeople => true;

    /// <summary>Renders and sends one reply. Expected trouble is a result, not an exception.</summary>
    Task<Delivery> SendAsync(OutboundReply reply, CancellationToken cancel);

    /// <summary>The configured admin conversations of a workspace; empty where none is configured.</summary>
    Task<IReadOnlyList<ConversationAddress>> AdminAddressesAsync(string workspace, CancellationToken cancel);
}

/// <summary>At most <paramref name="Messages"/> within any <paramref name="Window"/>.</summary>
public sealed record RateLimit(int Messages, TimeSpan Window);

/// <summary>A conversation that can be spoken to.</summary>
/// <param name="Conversation">Key that messages to it are kept in order by.</param>
/// <param name="Address">The channel's own JSON.</param>
public sealed record ConversationAddress(string Conversation, string Address);

/// <summary>A reply on its way.</summary>
/// <param name="Id">Outbox id: the channel's idempotency key.</param>
/// <param name="Attempt">1 for the first; above 1 the channel first looks whether an earlier attempt arrived, where the platform lets
/// it.</param>
/// <param name="Updates">Platform id of the message to replace, null for a new message.</param>
public sealed record OutboundReply(
    string Id,
    string Workspace,
    string Conversation,
    string Address,
    Reply Reply,
    int Attempt,
    string? Updates
)
{
    /// <summary>
    /// What <see cref="IAnswerProgress.ShowAsync"/> said of the message that was begun for this reply: the reply takes its place, or
    /// becomes a message of its own where that cannot be. Null where none was begun, or where the reply has another place.
    /// </summary>
    public string? Begun { get; init; }
}

/// <summary>How a send ended.</summary>
public abstract record Delivery
{
    /// <param name="MessageId">The platform's id, by which ratings and updates find the message; null where it gives none.</param>
    public sealed record Sent(string? MessageId) : Delivery;

    /// <summary>Try again, not before <paramref name="After"/> where the platform said so.</summary>
    public sealed record Retry(TimeSpan? After, string Reason) : Delivery;

    /// <summary>Retrying is useless (blocked, conversation gone): becomes a dead letter, admins are told.</summary>
    public sealed record Refused(string Reason) : Delivery;
}
