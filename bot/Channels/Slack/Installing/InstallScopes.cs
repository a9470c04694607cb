namespace ChatBot.Bot.Channels.Slack.Installing;

/// <summary>
/// What the app asks for: the least that its methods and events need. The manifests under <c>manifests/slack</c> name the same.
/// </summary>
public static class InstallScopes
{
    public static readonly IReadOnlyList<string> Bot =
    [
        "app_mentions:read",
        "assistant:write",
        "channels:history",
        "chat:write",
        "commands",
        "groups:history",
        "im:history",
        "reactions:read",
    ];
}
