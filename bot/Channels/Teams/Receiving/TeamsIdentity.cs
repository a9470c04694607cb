using ChatBot.Bot.Channels.Teams.Protocol;
using ChatBot.Learning.Audit;
using ChatBot.Privacy;
using ChatBot.Storage;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Teams.Receiving;

/// <summary>Whose activity it is: the workspace, the person's pseudonym, and whether they may decide.</summary>
public sealed class TeamsIdentity(
    Pseudonyms pseudonyms,
    TeamsAdmins admins,
    IOptions<TeamsOptions> teams,
    IOptions<WorkspaceOptions> workspaces
)
{
    /// <summary>The configured tenant, and a local test client, are the default workspace; other tenants are their own, or what
    /// <c>Workspaces:Map</c> says.</summary>
    public string WorkspaceOf(Activity activity) =>
        activity.TenantId() is var tenant
        && (tenant.Length == 0 || teams.Value.AllowAnonymous || tenant.Equals(teams.Value.TenantId, StringComparison.OrdinalIgnoreCase))
            ? Workspaces.Default
            : workspaces.Value.Of(tenant);

    /// <summary>Empty for activities of nobody.</summary>
    public string UserOf(Activity activity) =>
        UserIdOf(activity) is { Length: > 0 } id ? pseudonyms.Of(WorkspaceOf(activity), TeamsChannel.ChannelName, id) : "";

    /// <summary>About corrections of <see cref="WorkspaceOf"/> the activity, which is that of its tenant, and of no other.</summary>
    public bool MayDecide(Activity activity) => admins.MayDecide(activity);

    public bool IsAdminConversation(Activity activity) => admins.IsMeeting(activity);

    /// <summary>As other admins and the audit see them.</summary>
    public Auditor AuditorOf(Activity activity) => new(UserOf(activity), activity.From?.Name is { Length: > 0 } name ? name : "an admin");

    private static string? UserIdOf(Activity activity) => activity.From?.AadObjectId is { Length: > 0 } entra ? entra : activity.From?.Id;
}
