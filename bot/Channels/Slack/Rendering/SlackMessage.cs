using System.Text.Json.Nodes;

namespace ChatBot.Bot.Channels.Slack.Rendering;

/// <summary>A message as Slack takes it.</summary>
/// <param name="Text">Escaped; what notifications show, and all there is where <paramref name="Blocks"/> is null.</param>
public sealed record SlackMessage(string Text, JsonArray? Blocks)
{
    /// <summary>Never empty: Slack refuses that.</summary>
    public string Text { get; } = string.IsNullOrWhiteSpace(Text) ? "…" : Text;
}

/// <summary>How much of Block Kit a rendering uses. A workspace that refuses one gets the next.</summary>
public enum Richness
{
    /// <summary>With Slack's own feedback buttons.</summary>
    Full,

    /// <summary>With plain buttons in their place.</summary>
    PlainButtons,

    /// <summary>Words only.</summary>
    TextOnly,
}
