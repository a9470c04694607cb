namespace ChatBot.Bot.Channels.Slack;

/// <summary>
/// Section <c>Admin</c>, as far as it concerns Slack. An entry may name its team before a slash where several teams are served:
/// <c>T0123/U0456</c>.
/// </summary>
public sealed class SlackAdminOptions
{
    public const string Section = "Admin";

    /// <summary>
    /// User ids of those who may decide corrections. One that names no team is of the team that <c>Slack:BotToken</c> belongs to, and of no
    /// other.
    /// </summary>
    public IList<string> SlackUsers { get; } = [];

    /// <summary>Channel (C…) that reviews corrections; the bot has to be a member of it.</summary>
    public string SlackChannel { get; set; } = "";
}
