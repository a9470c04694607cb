using ChatBot.Bot.Channels;

namespace ChatBot.Bot.Turns.Sending;

/// <summary>What a message of the bot is about: the key by which a later correction or decision finds it.</summary>
public static class Subjects
{
    /// <summary>An answer; the id is the interaction's.</summary>
    public const string Answer = "answer";

    /// <summary>A correction for admins to decide; the id is the correction's.</summary>
    public const string Review = "review";

    /// <summary>How many corrections wait; the id is that of the flood that it tells of.</summary>
    public const string ReviewQueue = "review_queue";

    /// <summary>Two answers to compare; the id is the pair's.</summary>
    public const string Pair = "pair";

    /// <summary>Everything else; no id.</summary>
    public const string Notice = "notice";
}

/// <summary>A reply to put into the outbox.</summary>
/// <param name="User">Pseudonym of the person it answers; empty for admins.</param>
public sealed record Outgoing(
    string Channel,
    string Workspace,
    string Conversation,
    string User,
    string Address,
    Reply Reply,
    string Subject,
    string SubjectId
)
{
    /// <summary>Platform id of the message to replace, or <see cref="Underway.Mark"/> and its id; null for a new one.</summary>
    public string? Updates { get; init; }

    /// <summary>What was begun on the platform for this reply: see <see cref="OutboundReply.Begun"/>.</summary>
    public string? Begun { get; init; }

    /// <summary>Into the conversation that <paramref name="message"/> came from.</summary>
    /// <param name="interaction">The stored turn that the reply answers, empty for notices.</param>
    public static Outgoing To(ChannelMessage message, Reply reply, string interaction = "") =>
        new(
            message.Channel,
            message.Workspace,
            message.Conversation,
            message.User,
            message.Address,
            reply,
            interaction.Length > 0 ? Subjects.Answer : Subjects.Notice,
            interaction
        );

    /// <summary>In place of what was delivered.</summary>
    public static Outgoing Replacing(DeliveredMessage delivered, Reply reply) =>
        new(
            delivered.Channel,
            delivered.Workspace,
            delivered.Conversation,
            delivered.User_Id,
            delivered.Address,
            reply,
            delivered.Subject,
            delivered.Subject_Id
        )
        {
            Updates = delivered.Message_Id,
        };
}

/// <summary>A claimed row of the outbox, as it is stored: <see cref="Queues.TurnSeal"/> reads conversation, address and reply.</summary>
public sealed class OutboxRow : Queues.IQueueRow
{
    public string Id { get; init; } = "";
    public string Workspace { get; init; } = "";
    public string Channel { get; init; } = "";
    public string Conversation { get; init; } = "";
    public string User_Id { get; init; } = "";
    public string Address { get; init; } = "";
    public string Reply { get; init; } = "";
    public string? Updates { get; set; }
    public string? Begun { get; init; }
    public string Subject { get; init; } = "";
    public string Subject_Id { get; init; } = "";
    public long Ordinal { get; init; }
    public int Attempts { get; init; }
}

/// <summary>A message of the bot that stands on a platform.</summary>
public sealed record DeliveredMessage
{
    public string Workspace { get; init; } = "";
    public string Channel { get; init; } = "";
    public string Conversation { get; init; } = "";
    public string User_Id { get; init; } = "";
    public string Address { get; init; } = "";
    public string Message_Id { get; init; } = "";

    /// <summary>One of <see cref="Subjects"/>.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Interaction, correction or pair.</summary>
    public string Subject_Id { get; init; } = "";
}
