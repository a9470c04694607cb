using ChatBot.Privacy;
using ChatBot.Storage;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Slack;

/// <summary>
/// Whose message it is: the workspace, the person's pseudonym, and whether they may decide. The ids stand in what Slack signed.
/// </summary>
public sealed class SlackIdentity(
    Pseudonyms pseudonyms,
    IOptions<SlackOptions> slack,
    IOptions<SlackAdminOptions> admin,
    IOptions<WorkspaceOptions> workspaces
)
{
    /// <summary>One configured team is the default workspace, as one configured tenant is elsewhere: they share one mind.</summary>
    public string WorkspaceOf(string team) =>
        slack.Value.BotToken.Length > 0 || team.Length == 0 ? Workspaces.Default : workspaces.Value.Of(team);

    public string UserOf(string team, string user) =>
        user.Length > 0 ? pseudonyms.Of(WorkspaceOf(team), SlackChannel.ChannelName, user) : "";

    /// <summary>
    /// True for people named in <c>Admin:SlackUsers</c>. User ids are unique within a team only, so a bare id counts in the default
    /// workspace alone.
    /// </summary>
    public bool MayDecide(string team, string user) =>
        user.Length > 0
        && admin.Value.SlackUsers.Any(entry => entry == $"{team}/{user}" || (entry == user && WorkspaceOf(team) == Workspaces.Default));

    /// <summary>Team and channel where the admins of <paramref name="workspace"/> review; null where none is configured for it.</summary>
    public (string Team, string Channel)? AdminChannel(string workspace)
    {
        var parts = admin.Value.SlackChannel.Split('/', 2);
        var (team, channel) = parts.Length == 2 ? (parts[0], parts[1]) : ("", parts[0]);
        return channel.Length > 0 && WorkspaceOf(team) == workspace ? (team, channel) : null;
    }
}
