namespace ChatBot.Bot.Channels.Slack;

/// <summary>All that a reply needs.</summary>
/// <param name="Team">Whose token speaks; empty in the one configured team.</param>
/// <param name="Channel">Channel, direct message, or for a notice to one person their user id.</param>
/// <param name="Thread">ts of the thread's first message; null outside of threads.</param>
/// <param name="User">Who asked; empty for nobody.</param>
public sealed record SlackAddress(string Team, string Channel, string? Thread, string User)
{
    /// <summary>ts of the message that is answered.</summary>
    public string? Message { get; init; }

    /// <summary>Where an answer that only its asker sees is posted (slash command, shortcut); valid for 30 minutes.</summary>
    public string? ResponseUrl { get; init; }

    public bool IsDirect => Channel.StartsWith('D');

    /// <summary>Key of the conversation: a thread, a direct message, or what one person asks privately in a channel.</summary>
    public string Conversation =>
        ResponseUrl is not null ? $"{Channel}:ask:{User}"
        : Thread is { } thread ? $"{Channel}:{thread}"
        : Channel;

    /// <summary>The channel of a conversation's key.</summary>
    public static string ChannelOf(string conversation) => conversation.Split(':')[0];

    public static SlackAddress Read(string json) => WireJson.Read<SlackAddress>(json);
}
