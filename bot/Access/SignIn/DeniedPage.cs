using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatBot.Bot.Access.SignIn;

/// <summary>What somebody sees on a page that their role does not open.</summary>
internal static class DeniedPage
{
    public static Task WriteAsync(HttpContext http) =>
        new RazorComponentResult<PlainPage>(
            new Dictionary<string, object?>
            {
                [nameof(PlainPage.Title)] = "This needs another role",
                [nameof(PlainPage.ChildContent)] = (RenderFragment)(
                    builder =>
                        builder.AddContent(
                            0,
                            Caller.Of(http.User).Role == Roles.Reviewer
                                ? "You are signed in as a reviewer: you can read answers and decide corrections. Sign out and in with "
                                    + "an admin key for the rest."
                                : "You may ask and rate here. Deciding corrections needs a reviewer's or an admin's key."
                        )
                ),
            }
        )
        {
            StatusCode = StatusCodes.Status403Forbidden,
        }.ExecuteAsync(http);
}
