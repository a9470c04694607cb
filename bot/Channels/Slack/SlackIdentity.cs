using ChatBot.Answering;
using ChatBot.Bot.Channels.Slack.Protocol;
using ChatBot.Learning.Audit;
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
    SlackAdmins admins,
    IOptions<SlackAdminOptions> admin,
    IOptions<WorkspaceOptions> workspaces
)
{
    /// <summary>One configured team is the default workspace, as one configured tenant is elsewhere: they share one mind.</summary>
    public string WorkspaceOf(string team) =>
        slack.Value.BotToken.Length > 0 || team.Length == 0 ? Workspaces.Default : workspaces.Value.Of(team);

    public string UserOf(string team, string user) =>
        user.Length > 0 ? pseudonyms.Of(WorkspaceOf(team), SlackChannel.ChannelName, user) : "";

    /// <summary>What somebody asks at an address, for the inbox.</summary>
    public ChannelMessage MessageAt(SlackAddress address, string eventId, string text) =>
        new(
            SlackChannel.ChannelName,
            WorkspaceOf(address.Team),
            eventId,
            address.Conversation,
            UserOf(address.Team, address.User),
            text,
            WireJson.Write(address)
        );

    /// <summary>Whether a stored question was asked where these ids lead, for all to see there.</summary>
    public bool IsAskedAt(Question asked, string team, string? channel, string? thread) =>
        channel is not null
        && asked.Channel == SlackChannel.ChannelName
        && asked.Conversation
            == pseudonyms.OfConversation(
                asked.Workspace,
                SlackChannel.ChannelName,
                new SlackAddress(team, channel, thread, User: "").Conversation
            );

    /// <summary>
    /// Whether somebody may decide about corrections of what <paramref name="team"/> belongs to: its admins, where they are at home there,
    /// or in a team that shares its workspace.
    /// </summary>
    /// <param name="home">The person's own team; another in a channel that two companies share.</param>
    public async Task<bool> MayDecideAsync(string team, string home, string user, CancellationToken cancel) =>
        WorkspaceOf(home) == WorkspaceOf(team) && await admins.IncludesAsync(home, user, cancel);

    /// <inheritdoc cref="MayDecideAsync(string, string, string, CancellationToken)"/>
    public Task<bool> MayDecideAsync(InteractionPayload payload, CancellationToken cancel) =>
        MayDecideAsync(payload.TeamId, payload.User?.TeamId ?? payload.TeamId, payload.UserId, cancel);

    /// <summary>The same of who wrote a message. In a channel that companies share, whoever's team is not said is nobody's admin.</summary>
    public Task<bool> MayDecideAsync(EventEnvelope envelope, MessageEvent said, CancellationToken cancel) =>
        MayDecideAsync(
            envelope.Team,
            said.UserTeam ?? said.Team ?? (envelope.IsExtSharedChannel ? "" : envelope.Team),
            said.User ?? "",
            cancel
        );

    /// <summary>Who pressed, as other admins and the audit see them.</summary>
    public Auditor AuditorOf(InteractionPayload payload) =>
        new(UserOf(payload.TeamId, payload.UserId), payload.User?.Name ?? payload.User?.Username ?? "an admin");

    /// <summary>Team and channel where the admins of <paramref name="workspace"/> review; null where none is configured for it.</summary>
    public (string Team, string Channel)? AdminChannel(string workspace)
    {
        var parts = admin.Value.SlackChannel.Split('/', 2);
        var (team, channel) = parts.Length == 2 ? (parts[0], parts[1]) : ("", parts[0]);
        return channel.Length > 0 && WorkspaceOf(team) == workspace ? (team, channel) : null;
    }
}
