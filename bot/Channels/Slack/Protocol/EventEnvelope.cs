using System.Text.Json;

namespace ChatBot.Bot.Channels.Slack.Protocol;

/// <summary>What the Events API posts, and Socket Mode carries as the payload of <c>events_api</c>.</summary>
public sealed record EventEnvelope(
    string? Type,
    string? Challenge,
    string? TeamId,
    string? EventId,
    JsonElement Event,
    IReadOnlyList<Authorization>? Authorizations,
    bool IsExtSharedChannel
)
{
    /// <summary>The team whose installation this is for; <see cref="TeamId"/> may be another company's in a shared channel.</summary>
    public string Team => Authorizations is [{ TeamId.Length: > 0 } first, ..] ? first.TeamId! : TeamId ?? "";

    /// <summary>The bot's own user id in that team, or null.</summary>
    public string? BotUser => Authorizations is [{ IsBot: true } first, ..] ? first.UserId : null;
}

public sealed record Authorization(string? TeamId, string? UserId, bool IsBot);

/// <summary>The part of an event that says what it is.</summary>
public sealed record EventKind(string? Type, string? Subtype);

/// <summary>An <c>app_mention</c> or <c>message</c>, and the message within an edit.</summary>
public sealed record MessageEvent(
    string? Type,
    string? Subtype,
    string? Channel,
    string? ChannelType,
    string? User,
    string? BotId,
    string? AppId,
    string? Text,
    string? Ts,
    string? ThreadTs,
    string? EventTs,
    string? Team,
    string? UserTeam,
    string? DeletedTs,
    Edited? Edited,
    MessageEvent? Message,
    MessageEvent? PreviousMessage,
    IReadOnlyList<SlackFile>? Files,
    IReadOnlyList<SlackAttachment>? Attachments
);

public sealed record Edited(string? Ts);

/// <param name="Subtype"><c>slack_audio</c> and <c>slack_video</c> for clips that were recorded in Slack.</param>
public sealed record SlackFile(string? Id, string? Mimetype = null, string? Subtype = null);

/// <summary>What hangs below a message: another message, a web page that a link leads to.</summary>
/// <param name="IsShare">A message that was forwarded.</param>
/// <param name="IsMsgUnfurl">A message that a link leads to.</param>
/// <param name="FromUrl">That link.</param>
/// <param name="Fallback">The same for clients that show no attachments, with the time and the name in front.</param>
public sealed record SlackAttachment(bool? IsShare, bool? IsMsgUnfurl, string? FromUrl, string? Text, string? Fallback);

/// <summary>A <c>reaction_added</c>.</summary>
public sealed record ReactionEvent(string? User, string? Reaction, ReactionItem? Item);

public sealed record ReactionItem(string? Type, string? Channel, string? Ts);

/// <summary>An <c>app_home_opened</c>.</summary>
public sealed record HomeEvent(string? User, string? Tab);

/// <summary><c>assistant_thread_started</c> and <c>assistant_thread_context_changed</c>.</summary>
public sealed record AssistantEvent(AssistantThread? AssistantThread, string? EventTs);

public sealed record AssistantThread(string? UserId, string? ChannelId, string? ThreadTs);

/// <summary>A <c>tokens_revoked</c>: user ids whose tokens are gone.</summary>
public sealed record RevokedEvent(RevokedTokens? Tokens);

public sealed record RevokedTokens(IReadOnlyList<string>? Oauth, IReadOnlyList<string>? Bot);
