using System.Text.Json;
using ChatBot.Bot.Channels.Slack.Api;
using ChatBot.Bot.Hosting.Problems;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Slack.Installing;

/// <summary>
/// <c>GET /slack/install</c> sends an admin of a team to Slack, <c>GET /slack/oauth</c> takes the token that they come back with.
/// </summary>
public sealed partial class InstallEndpoints(
    InstallState states,
    WebApi api,
    Installations installations,
    SlackIdentity identity,
    IOptions<SlackOptions> options,
    ILogger<InstallEndpoints> log
)
{
    private const string Cookie = "slack-install";

    public IResult Install(HttpContext context)
    {
        if (options.Value.ClientId.Length == 0)
            return NotOffered();
        var state = states.New();
        context.Response.Cookies.Append(
            Cookie,
            state,
            new CookieOptions
            {
                HttpOnly = true,
                Secure = context.Request.IsHttps,
                SameSite = SameSiteMode.Lax,
                Path = "/slack",
                MaxAge = InstallState.Life,
            }
        );
        return Results.Redirect(
            QueryHelpers.AddQueryString(
                options.Value.AuthorizeUrl,
                new Dictionary<string, string?>
                {
                    ["client_id"] = options.Value.ClientId,
                    ["scope"] = string.Join(",", InstallScopes.Bot),
                    ["state"] = state,
                }
            )
        );
    }

    public async Task<IResult> FinishAsync(HttpContext context)
    {
        if (options.Value.ClientId.Length == 0)
            return NotOffered();
        var query = context.Request.Query;
        var kept = context.Request.Cookies[Cookie];
        context.Response.Cookies.Delete(Cookie, new CookieOptions { Path = "/slack" });
        if (!states.IsValid(query["state"], kept))
            return Problem.Invalid(
                ProblemCodes.InstallState,
                "This installation was not begun here, or more than ten minutes ago. Start again at /slack/install."
            );
        if (query["code"].ToString() is not { Length: > 0 } code)
            return Problem.Invalid(ProblemCodes.InstallDenied, "Slack gave no permission. Start again at /slack/install.");
        var result = await api.PostFormAsync(
            "",
            "oauth.v2.access",
            token: null,
            new Dictionary<string, string>
            {
                ["code"] = code,
                ["client_id"] = options.Value.ClientId,
                ["client_secret"] = options.Value.ClientSecret,
            },
            context.RequestAborted
        );
        if (result is not ApiResult.Done { Body: var body } || Read(body) is not { } installation)
        {
            NotInstalled(result is ApiResult.Failed failed ? failed.Error : result.GetType().Name);
            return Problem.Of(
                StatusCodes.Status502BadGateway,
                ProblemCodes.InstallFailed,
                "Slack did not complete the installation. Start again at /slack/install."
            );
        }
        await installations.SaveAsync(installation, context.RequestAborted);
        Installed(installation.Team);
        return Results.Text("Installed. Open the app in Slack and write to it.");
    }

    /// <summary>Null where the answer has no bot token of one team; installations of a whole organisation are not offered.</summary>
    private Installation? Read(JsonElement body)
    {
        var (token, bot) = (Text(body, "access_token"), Text(body, "bot_user_id"));
        if (
            !body.TryGetProperty("team", out var team)
            || team.ValueKind != JsonValueKind.Object
            || Text(team, "id") is not { Length: > 0 } id
            || token is null
        )
            return null;
        return new Installation(id, identity.WorkspaceOf(id), Text(team, "name") ?? "", bot ?? "", token);
    }

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IResult NotOffered() =>
        Problem.Missing(ProblemCodes.InstallNotOffered, "Installing is not offered: set Slack:ClientId and Slack:ClientSecret.");

    [LoggerMessage(Level = LogLevel.Information, Message = "Slack: installed in team {Team}")]
    private partial void Installed(string team);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack: an installation failed: {Reason}")]
    private partial void NotInstalled(string reason);
}
