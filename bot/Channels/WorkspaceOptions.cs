namespace ChatBot.Bot.Channels;

/// <summary>
/// Section <c>Workspaces</c>: which workspace the people of a platform's team or tenant belong to. Teams that map to one
/// workspace share its documents, corrections and ratings; a team that is not mapped is a workspace of its own.
/// </summary>
public sealed class WorkspaceOptions
{
    public const string Section = "Workspaces";

    /// <summary>Team or tenant id → workspace.</summary>
    public Dictionary<string, string> Map { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The mapped workspace, else the id itself in lower case.</summary>
    public string Of(string team) => Map.TryGetValue(team, out var workspace) && workspace.Length > 0 ? workspace : team.ToLowerInvariant();
}
