using ChatBot.Bot.Hosting.Problems;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;

namespace ChatBot.Bot.Access.SignIn;

/// <summary>What a signed-in person can do about it: sign out, from the pages and from the chat, and look at another workspace.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this WebApplication app)
    {
        app.MapOpenId();
        // Other sites can send no JSON here without asking first, which nobody grants them.
        app.MapPost(
                "/web/sign-out",
                async (SignOutRequest _, HttpContext http) =>
                {
                    await http.SignOutAsync(PersonSession.SchemeName);
                    return TypedResults.NoContent();
                }
            )
            .RequireAuthorization(Doors.Asking)
            .ExcludeFromDescription();
        var session = app.MapGroup("/admin")
            .RequireAuthorization(Doors.ReviewPages)
            .ExcludeFromDescription()
            .AddEndpointFilter(CheckTokenAsync);
        session.MapPost(
            "/sign-out",
            async (HttpContext http) =>
            {
                await http.SignOutAsync(PersonSession.SchemeName);
                return TypedResults.LocalRedirect(PersonSession.Page);
            }
        );
        session.MapPost(
            "/workspace",
            async Task<IResult> (HttpContext http) =>
            {
                var named = (await http.Request.ReadFormAsync(http.RequestAborted))["workspace"].ToString().Trim();
                if (Caller.Of(http.User).Enter(named, out var workspace) is { } fault)
                    return fault;
                await PersonSession.MoveAsync(http, workspace);
                return TypedResults.LocalRedirect("/admin");
            }
        );
    }

    /// <summary>Only a form of our own pages carries the token that belongs to the cookie.</summary>
    internal static async ValueTask<object?> CheckTokenAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http)
            ? await next(context)
            : Problem.Invalid(
                ProblemCodes.FormExpired,
                "This form is too old, or not from this page. Go back, reload the page and try again."
            );
    }

    internal sealed record SignOutRequest;
}
