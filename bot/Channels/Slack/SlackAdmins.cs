using System.Text.Json;
using ChatBot.Bot.Channels.Slack.Api;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Slack;

/// <summary>
/// The people of <c>Admin:SlackUsers</c>. A user id means a person only together with its team: one that names none is of the team that
/// <c>Slack:BotToken</c> belongs to, which Slack says.
/// </summary>
public sealed partial class SlackAdmins(
    SlackClient client,
    IOptions<SlackOptions> slack,
    IOptions<SlackAdminOptions> admin,
    ILogger<SlackAdmins> log
)
{
    private string? _tokenTeam;

    public async Task<bool> IncludesAsync(string team, string user, CancellationToken cancel) =>
        team.Length > 0
        && user.Length > 0
        && (
            admin.Value.SlackUsers.Contains($"{team}/{user}")
            || (admin.Value.SlackUsers.Contains(user) && team == await TokenTeamAsync(cancel))
        );

    /// <summary>Asked for once; null where there is no such token, and as long as Slack does not say.</summary>
    private async Task<string?> TokenTeamAsync(CancellationToken cancel)
    {
        if (slack.Value.BotToken.Length == 0 || _tokenTeam is not null)
            return _tokenTeam;
        var said = await client.TestAsync("", cancel);
        if (
            said is ApiResult.Done { Body: var body }
            && body.TryGetProperty("team_id", out var team)
            && team is { ValueKind: JsonValueKind.String }
        )
            return _tokenTeam = team.GetString();
        NotSaid(said is ApiResult.Done ? "no team_id" : said.ToString());
        return null;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Slack: which team Slack:BotToken belongs to is not known ({Reason}); until it is, entries of Admin:SlackUsers "
            + "count only as TEAM/USER"
    )]
    private partial void NotSaid(string reason);
}
