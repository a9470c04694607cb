using System.Security.Claims;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatBot.Bot.Admin.Api;

/// <summary>What the endpoints under <c>/api/admin</c> check alike.</summary>
internal static class AdminRequest
{
    private const int MaxCount = 1000;
    private const int MaxText = 4000;

    /// <summary>Puts the default in place of a missing workspace.</summary>
    public static ProblemHttpResult? Workspace(ref string? workspace)
    {
        var fault = RequestIds.Fault("workspace", workspace);
        workspace ??= Workspaces.Default;
        return fault;
    }

    public static ProblemHttpResult? Count(int? count) =>
        count is < 1 or > MaxCount ? Problem.Invalid("invalid_count", $"count must be between 1 and {MaxCount}.") : null;

    public static ProblemHttpResult? Days(int? days) =>
        days is < 1 or > 3660 ? Problem.Invalid("invalid_days", "days must be between 1 and 3660.") : null;

    public static ProblemHttpResult? Text(string field, string? text) =>
        text?.Length > MaxText ? Problem.Invalid("text_too_long", $"{field} takes at most {MaxText} characters.") : null;

    /// <summary>Who acts, as the audit shows it.</summary>
    public static string Actor(ClaimsPrincipal principal) => principal.Identity?.Name ?? "admin";
}
