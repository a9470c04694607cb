using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;
using ChatBot.Bot.Hosting.Limits;
using ChatBot.Bot.Hosting.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Admin.Access;

/// <summary>
/// <c>Authorization: Bearer &lt;admin key&gt;</c>. Wrong keys are counted by client; after a few, even the right one waits.
/// </summary>
internal sealed class AdminKeyAuthentication(
    AdminKey key,
    WrongKeyLimit wrongKeys,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logging,
    UrlEncoder encoder
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logging, encoder)
{
    public const string SchemeName = "AdminKey";

    private bool _tooMany;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    private AuthenticateResult Authenticate()
    {
        if (
            !AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header)
            || !header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            || header.Parameter is not { Length: > 0 } presented
        )
            return AuthenticateResult.NoResult();
        if (_tooMany = !wrongKeys.Allows(Context))
            return AuthenticateResult.Fail("too many wrong keys");
        if (key.RoleOf(presented.Trim()) is not { } role)
        {
            wrongKeys.Count(Context);
            return AuthenticateResult.Fail("wrong key");
        }
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, $"{role} key"), new Claim(ClaimTypes.Role, role)], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return (
            _tooMany
                ? Problem.Of(
                    StatusCodes.Status429TooManyRequests,
                    ProblemCodes.TooManyWrongKeys,
                    "Too many wrong admin keys from this address. Wait a minute."
                )
                : Problem.Of(
                    StatusCodes.Status401Unauthorized,
                    ProblemCodes.AdminKeyRequired,
                    "Send the admin key as \"Authorization: Bearer <key>\". The start message says where it lies."
                )
        ).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problem.Of(StatusCodes.Status403Forbidden, ProblemCodes.Forbidden, "This needs the admin role.").ExecuteAsync(Context);
}

/// <summary>What a signed-in person may do: reviewers decide corrections, admins everything.</summary>
public static class AdminRoles
{
    public const string Admin = "admin";
    public const string Reviewer = "reviewer";
}
