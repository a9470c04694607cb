using System.Text.Json;

namespace ChatBot.Bot.Channels.Teams.Protocol;

/// <summary>
/// An inbound activity of the Bot Framework protocol: the fields that this bot reads. Source: Bot Framework activity schema
/// (github.com/microsoft/botframework-sdk, specs/botframework-activity).
/// </summary>
public sealed record Activity
{
    /// <summary>message, messageUpdate, messageDelete, messageReaction, conversationUpdate, installationUpdate, invoke, typing, …</summary>
    public string Type { get; init; } = "";

    public string? Id { get; init; }
    public string? Timestamp { get; init; }

    /// <summary>Where replies go; only what the token vouches for gets our token.</summary>
    public string? ServiceUrl { get; init; }

    /// <summary>Always <c>msteams</c> from Teams.</summary>
    public string? ChannelId { get; init; }

    public ChannelAccount? From { get; init; }
    public ChannelAccount? Recipient { get; init; }
    public ConversationAccount? Conversation { get; init; }
    public string? Text { get; init; }
    public string? TextFormat { get; init; }
    public string? Locale { get; init; }
    public string? ReplyToId { get; init; }

    /// <summary>Which invoke it is.</summary>
    public string? Name { get; init; }

    /// <summary>What an invoke or a card's submit carries.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>add or remove, of installationUpdate.</summary>
    public string? Action { get; init; }

    public IReadOnlyList<InboundAttachment>? Attachments { get; init; }
    public IReadOnlyList<Entity>? Entities { get; init; }
    public TeamsChannelData? ChannelData { get; init; }
    public IReadOnlyList<ChannelAccount>? MembersAdded { get; init; }
    public IReadOnlyList<ChannelAccount>? MembersRemoved { get; init; }
    public IReadOnlyList<Reaction>? ReactionsAdded { get; init; }
}

/// <param name="Id">The channel's id of the person or bot: <c>29:…</c> and <c>28:…</c> in Teams.</param>
/// <param name="AadObjectId">Entra object id, of people.</param>
public sealed record ChannelAccount(string? Id, string? Name = null, string? AadObjectId = null);

/// <param name="Id">In a channel the thread: <c>19:…@thread.tacv2;messageid=…</c>.</param>
/// <param name="ConversationType">personal, groupChat or channel.</param>
public sealed record ConversationAccount(string? Id, string? ConversationType = null, string? TenantId = null, string? Name = null);

public sealed record InboundAttachment(string? ContentType, string? Name = null);

/// <param name="Type"><c>mention</c> is the one read here.</param>
/// <param name="Text">The mention as it stands in the text, <c>&lt;at&gt;name&lt;/at&gt;</c>.</param>
public sealed record Entity(string? Type, ChannelAccount? Mentioned = null, string? Text = null);

/// <param name="EventType">editMessage, undeleteMessage, softDeleteMessage, channelCreated, …</param>
public sealed record TeamsChannelData(TenantInfo? Tenant = null, string? EventType = null);

public sealed record TenantInfo(string? Id);

/// <param name="Type">like, heart, laugh, surprised, sad, angry.</param>
public sealed record Reaction(string? Type);
