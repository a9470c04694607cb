using System.Text.Encodings.Web;
using ChatBot.Bot.Access.Keys;
using ChatBot.Bot.Access.SignIn;
using ChatBot.Bot.Hosting;
using ChatBot.Bot.Hosting.Limits;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Access.Nameless;

/// <summary>
/// Who asks: the holder of a key, which decides alone where one is sent; a signed-in person; else whom <see cref="WebOptions.Access"/> lets
/// in without a name.
/// </summary>
internal sealed class AskingAuthentication(
    KeyRing keys,
    IOptions<WebOptions> web,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logging,
    UrlEncoder encoder
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logging, encoder)
{
    public const string SchemeName = "Asking";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (KeyAuthentication.Presented(Request) is { } presented)
            return await keys.FindAsync(presented, Context.RequestAborted) is { } holder
                ? In(holder)
                : AuthenticateResult.Fail("wrong key");
        if (await Context.AuthenticateAsync(PersonSession.SchemeName) is { Succeeded: true, Principal: { } person })
            return In(Caller.Of(person));
        return Nameless() is { } caller ? In(caller) : AuthenticateResult.NoResult();
    }

    /// <summary>This machine's own programs are believed whom they speak for; from elsewhere one is a browser, or an address.</summary>
    private Caller? Nameless() =>
        Context.IsLocal() && web.Value.Access != WebAccess.Keys || OwnRequests.Is(Context)
            ? new Caller(Visitor.IdOf(Request) ?? "", "", Roles.Asker, Workspaces.All, NamesPeople: true)
        : web.Value.Access == WebAccess.Open
            ? new Caller(
                Visitor.IdOf(Request) ?? Visitor.AtAddress(Client.Of(Context)),
                "",
                Roles.Asker,
                Workspaces.Default,
                NamesPeople: false
            )
        : null;

    private static AuthenticateResult In(Caller caller) =>
        AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(SchemeName), SchemeName));

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Doors.IsPage(Context.GetEndpoint()))
        {
            Response.Redirect($"{PersonSession.Page}?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
            return Task.CompletedTask;
        }
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problem
            .Of(
                StatusCodes.Status401Unauthorized,
                ProblemCodes.KeyRequired,
                $"Send a key as \"Authorization: Bearer <key>\", or sign in at {PersonSession.Page}. An admin makes keys at /admin/keys."
            )
            .ExecuteAsync(Context);
    }
}
