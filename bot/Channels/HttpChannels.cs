using ChatBot.Interactions;

namespace ChatBot.Bot.Channels;

/// <summary>The channels whose people come over HTTP: each has its own door for asking, and all of them one for feedback.</summary>
internal static class HttpChannels
{
    public const string Api = "api",
        Web = "web",
        Mcp = "mcp";

    private static readonly string[] All = [Api, Web, Mcp];

    /// <summary>Whether who asks through it is known by the name that the API has for them.</summary>
    public static bool Has(string channel) => All.Contains(channel);

    /// <summary>
    /// Where somebody is who says something of an answer over HTTP: in the chat that gave it, for nothing else shows it there; a program
    /// that speaks of what a platform answered is at the API.
    /// </summary>
    public static async Task<string> OfFeedbackAsync(
        this InteractionStore interactions,
        string workspace,
        string interactionId,
        CancellationToken cancel
    ) =>
        await interactions.FindAsync(workspace, interactionId, cancel) is { Question.Channel: var channel } && Has(channel) ? channel : Api;
}
