using System.Text.Json.Nodes;

namespace ChatBot.Bot.Channels.Teams.Protocol;

/// <summary>An activity that the bot sends.</summary>
public sealed record OutboundActivity
{
    /// <summary>message or typing.</summary>
    public string Type { get; init; } = "message";

    /// <summary>What an update replaces; null for a new message.</summary>
    public string? Id { get; init; }

    public string? Text { get; init; }
    public string? TextFormat { get; init; }

    /// <summary>What notifications show.</summary>
    public string? Summary { get; init; }

    public IReadOnlyList<OutboundAttachment>? Attachments { get; init; }
    public JsonArray? Entities { get; init; }
    public JsonObject? ChannelData { get; init; }
}

public sealed record OutboundAttachment(string ContentType, JsonNode Content)
{
    public const string CardType = "application/vnd.microsoft.card.adaptive";

    public static OutboundAttachment Card(JsonNode card) => new(CardType, card);
}
