using ChatBot.Bot.Hosting.Problems;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;

namespace ChatBot.Bot.Admin.SignIn;

/// <summary>The two forms that stand on every page: sign out, and look at another workspace.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this WebApplication app)
    {
        var session = app.MapGroup("/admin")
            .RequireAuthorization(PagePolicies.Reviewer)
            .ExcludeFromDescription()
            .AddEndpointFilter(CheckTokenAsync);
        session.MapPost(
            "/sign-out",
            async (HttpContext http) =>
            {
                await http.SignOutAsync(AdminSession.SchemeName);
                return TypedResults.LocalRedirect("/admin/sign-in");
            }
        );
        session.MapPost(
            "/workspace",
            async Task<IResult> (HttpContext http) =>
            {
                var workspace = (await http.Request.ReadFormAsync(http.RequestAborted))["workspace"].ToString().Trim();
                if (RequestIds.Fault("workspace", workspace) is { } fault)
                    return fault;
                await AdminSession.MoveAsync(http, workspace);
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
            : Problem.Invalid("form_expired", "This form is too old, or not from this page. Go back, reload the page and try again.");
    }
}
