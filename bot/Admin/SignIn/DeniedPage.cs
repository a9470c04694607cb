using ChatBot.Bot.Admin.Pages.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatBot.Bot.Admin.SignIn;

/// <summary>What a reviewer sees on an admin's page.</summary>
internal static class DeniedPage
{
    public static Task WriteAsync(HttpContext http) =>
        new RazorComponentResult<PlainPage>(
            new Dictionary<string, object?>
            {
                [nameof(PlainPage.Title)] = "This needs the admin key",
                [nameof(PlainPage.ChildContent)] = (RenderFragment)(
                    builder =>
                        builder.AddContent(
                            0,
                            "You are signed in as a reviewer: you can read answers and decide corrections. Sign out and in with "
                                + "the admin key for the rest."
                        )
                ),
            }
        )
        {
            StatusCode = StatusCodes.Status403Forbidden,
        }.ExecuteAsync(http);
}
