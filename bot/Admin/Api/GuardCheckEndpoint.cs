using ChatBot.Answering.Corrections;
using ChatBot.Answering.Guarding;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Language;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatBot.Bot.Admin.Api;

/// <summary><c>POST /api/admin/guard/check</c>: what the guard would decide about a text, without asking it.</summary>
internal static class GuardCheckEndpoint
{
    public static void MapGuardCheck(this IEndpointRouteBuilder admin) =>
        admin
            .MapPost("/guard/check", CheckAsync)
            .WithSummary("Say whether the guard would let a question pass, and which rule decides.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<GuardCheckResponse>, ProblemHttpResult>> CheckAsync(
        GuardCheckRequest? request,
        QuestionGuard guard,
        ICorrectionMatcher corrections,
        CancellationToken cancel
    )
    {
        if (request is null)
            return RequestBody.Missing();
        if (request.Text is null)
            return Problem.Invalid(ProblemCodes.TextMissing, "Send \"text\" with the question to check.");
        var (workspace, question) = (request.Workspace!, QuestionReading.Of(request.Text));
        var verdict =
            await guard.RefuseAsync(question, cancel: cancel)
            ?? (
                await corrections.MatchAsync(workspace, question, cancel) is { } match
                    ? new GuardVerdict(true, "approved", match.Similarity)
                    : null
            )
            ?? await guard.CheckTopicAsync(workspace, question, question, cancel);
        return TypedResults.Ok(new GuardCheckResponse(verdict.Allowed, verdict.DecidedBy, verdict.Score));
    }
}

public sealed record GuardCheckRequest(string? Text, string? Workspace = null);

/// <param name="DecidedBy">The rule, e.g. <c>topic</c> or <c>injection:override</c>.</param>
/// <param name="Score">0 to 1.</param>
public sealed record GuardCheckResponse(bool Allowed, string DecidedBy, double Score);
