using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using ChatBot.Bot.Hosting.Limits;
using ChatBot.Bot.Hosting.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Access.Keys;

/// <summary>
/// <c>Authorization: Bearer &lt;key&gt;</c> under <c>/api/admin</c>. Wrong keys are counted by client; after a few, even the right one
/// waits.
/// </summary>
internal sealed class KeyAuthentication(
    KeyRing keys,
    WrongKeyLimit wrongKeys,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logging,
    UrlEncoder encoder
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logging, encoder)
{
    public const string SchemeName = "Key";

    private bool _tooMany;

    /// <summary>The bearer token of a request; null where it has none.</summary>
    public static string? Presented(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
        && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
        && header.Parameter?.Trim() is { Length: > 0 } presented
            ? presented
            : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Presented(Request) is not { } presented)
            return AuthenticateResult.NoResult();
        if (_tooMany = !wrongKeys.Allows(Context))
            return AuthenticateResult.Fail("too many wrong keys");
        if (await keys.FindAsync(presented, Context.RequestAborted) is not { } caller)
        {
            wrongKeys.Count(Context);
            return AuthenticateResult.Fail("wrong key");
        }
        return AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(SchemeName), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return (
            _tooMany
                ? Problem.Of(
                    StatusCodes.Status429TooManyRequests,
                    ProblemCodes.TooManyWrongKeys,
                    "Too many wrong keys from this address. Wait a minute."
                )
                : Problem.Of(
                    StatusCodes.Status401Unauthorized,
                    ProblemCodes.AdminKeyRequired,
                    "Send an admin key as \"Authorization: Bearer <key>\". The start message says where the first one lies."
                )
        ).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problem.Of(StatusCodes.Status403Forbidden, ProblemCodes.Forbidden, "Your key's role may not do this.").ExecuteAsync(Context);
}
