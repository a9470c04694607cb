using ChatBot.Bot.Channels.Teams.Protocol;
using ChatBot.Privacy;
using ChatBot.Storage;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Teams.Receiving;

/// <summary>Whose activity it is: the workspace, the person's pseudonym, and whether they may decide.</summary>
public sealed class TeamsIdentity(Pseudonyms pseudonyms, IOptions<TeamsOptions> teams, IOptions<TeamsAdminOptions> admin)
{
    /// <summary>The configured tenant, and a local test client, are the default workspace; other tenants are their own.</summary>
    public string WorkspaceOf(Activity activity) =>
        activity.TenantId() is var tenant
        && (tenant.Length == 0 || teams.Value.AllowAnonymous || tenant.Equals(teams.Value.TenantId, StringComparison.OrdinalIgnoreCase))
            ? Workspaces.Default
            : tenant.ToLowerInvariant();

    /// <summary>Empty for activities of nobody.</summary>
    public string UserOf(Activity activity) =>
        UserIdOf(activity) is { Length: > 0 } id ? pseudonyms.Of(WorkspaceOf(activity), TeamsChannel.ChannelName, id) : "";

    /// <summary>
    /// Only people named in <c>Admin:TeamsUsers</c>, and members of the admin conversation where that is switched on. The ids
    /// stand in the activity, which the platform's token vouches for; nothing that a card carries counts.
    /// </summary>
    public bool MayDecide(Activity activity)
    {
        if (activity.From?.AadObjectId is { Length: > 0 } id && admin.Value.TeamsUsers.Contains(id, StringComparer.OrdinalIgnoreCase))
            return WorkspaceOf(activity) == Workspaces.Default;
        return teams.Value.AdminConversationDecides && IsAdminConversation(activity) && WorkspaceOf(activity) == Workspaces.Default;
    }

    public bool IsAdminConversation(Activity activity) =>
        admin.Value.TeamsConversation is { Length: > 0 } configured
        && activity.Conversation?.Id is { } id
        && (id == configured || id.Split(';')[0] == configured);

    /// <summary>As other admins and the audit see them.</summary>
    public static string NameOf(Activity activity) => activity.From?.Name is { Length: > 0 } name ? name : "an admin";

    private static string? UserIdOf(Activity activity) => activity.From?.AadObjectId is { Length: > 0 } entra ? entra : activity.From?.Id;
}
