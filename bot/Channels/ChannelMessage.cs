namespace ChatBot.Bot.Channels;

/// <summary>A message that a channel has verified and read: what the durable inbox stores.</summary>
/// <param name="Channel">Name of the <see cref="IChannel"/> it came through.</param>
/// <param name="EventId">The platform's id of the event; a second arrival of the same id is dropped.</param>
/// <param name="Conversation">Key of the conversation (thread or chat): its messages are answered one after another, in order.</param>
/// <param name="User">Pseudonym of the sender.</param>
/// <param name="Text">Mentions of the bot stripped.</param>
/// <param name="Address">The channel's own JSON: all it needs to reply here (ids, service URL). Only that channel reads it.</param>
public sealed record ChannelMessage(
    string Channel,
    string Workspace,
    string EventId,
    string Conversation,
    string User,
    string Text,
    string Address
)
{
    /// <summary>What was quoted, forwarded or shared with the text, which it speaks of; empty where nothing was.</summary>
    public string Quoted { get; init; } = "";

    /// <summary>The same, saying this. What is quoted without a word of one's own is the question itself.</summary>
    public ChannelMessage Saying(string text, string quoted) =>
        text.Any(char.IsLetterOrDigit)
            ? this with
            {
                Text = text,
                Quoted = quoted,
            }
            : this with
            {
                Text = quoted.Length > 0 ? quoted : text,
            };

    public MessageKind Kind { get; init; } = MessageKind.Asked;

    /// <summary>The platform's id of the message, by which a later edit or deletion names it; null where there is none.</summary>
    public string? MessageId { get; init; }

    /// <summary>
    /// What the channel already knows to say (welcome, help, a declined attachment): it is sent in its turn, and nobody is asked.
    /// </summary>
    public Reply? Prepared { get; init; }

    /// <summary>
    /// True where the text is to be answered twice, for a rater who compares: the channel has found that the sender may.
    /// </summary>
    public bool WantsPair { get; init; }
}

/// <summary>What happened to a message.</summary>
public enum MessageKind
{
    Asked,

    /// <summary>The text was changed. Not yet answered: the new text is answered. Answered: the answer is replaced in place.</summary>
    Edited,

    /// <summary>The message was deleted. What has not been sent yet is not sent any more.</summary>
    Withdrawn,
}
