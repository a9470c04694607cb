using ChatBot.Bot.Channels.Teams.Protocol;
using Microsoft.Bot.Schema;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Teams.Receiving;

/// <summary>
/// Who may decide corrections by card: people of <c>Admin:TeamsUsers</c>, in Teams itself, from the tenant that they are named for. Only
/// what the platform's token vouches for counts, nothing that a card carries.
/// </summary>
public sealed class TeamsAdmins(IOptions<TeamsOptions> teams, IOptions<TeamsAdminOptions> admin)
{
    /// <summary>
    /// False for every other channel of the Bot Framework (webchat, directline, emulator), whose people name themselves, and where an
    /// activity names two tenants.
    /// </summary>
    public bool MayDecide(Activity activity)
    {
        if (activity.ChannelId != Microsoft.Bot.Connector.Channels.Msteams || activity.TenantIds() is { Count: > 1 })
            return false;
        var tenant = activity.TenantId();
        return Names(tenant, activity.From?.AadObjectId) || (teams.Value.AdminConversationDecides && IsOwn(tenant) && IsMeeting(activity));
    }

    /// <summary>Whether a member of a conversation in <paramref name="tenant"/> may decide there.</summary>
    public bool Decides(string tenant, string? objectId) =>
        (teams.Value.AdminConversationDecides && IsOwn(tenant)) || Names(tenant, objectId);

    /// <summary>In the conversation that reviews, or one of its threads.</summary>
    public bool IsMeeting(Activity activity) =>
        admin.Value.TeamsConversation is { Length: > 0 } configured
        && activity.Conversation?.Id is { } id
        && (id == configured || id.Split(';')[0] == configured);

    /// <summary>A bare object id is one of the configured tenant; of another it has to be named.</summary>
    private bool Names(string tenant, string? objectId) =>
        objectId is { Length: > 0 }
        && admin.Value.TeamsUsers.Any(entry =>
            entry.Split('/', 2) is [var named, var id]
                ? tenant.Length > 0 && Same(named, tenant) && Same(id, objectId)
                : IsOwn(tenant) && Same(entry, objectId)
        );

    /// <summary>The local test client has whatever tenant it likes, and is on this machine only.</summary>
    private bool IsOwn(string tenant) => teams.Value.AllowAnonymous || (tenant.Length > 0 && Same(tenant, teams.Value.TenantId));

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
