using System.Security.Claims;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Learning.Audit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatBot.Bot.Admin.Api;

/// <summary>What the endpoints under <c>/api/admin</c> check alike.</summary>
internal static class AdminRequest
{
    private const int MaxCount = 1000;
    private const int MaxText = 4000;

    public static ProblemHttpResult? Count(int? count) =>
        count is < 1 or > MaxCount ? Problem.Invalid(ProblemCodes.InvalidCount, $"count must be between 1 and {MaxCount}.") : null;

    public static ProblemHttpResult? Days(int? days) =>
        days is < 1 or > 3660 ? Problem.Invalid(ProblemCodes.InvalidDays, "days must be between 1 and 3660.") : null;

    public static ProblemHttpResult? Text(string field, string? text) =>
        text?.Length > MaxText ? Problem.Invalid(ProblemCodes.TextTooLong, $"{field} takes at most {MaxText} characters.") : null;

    /// <summary>Who acts, as the audit shows it.</summary>
    public static Auditor Actor(ClaimsPrincipal principal)
    {
        var name = principal.Identity?.Name ?? "admin";
        return new Auditor(principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? name, name);
    }
}
