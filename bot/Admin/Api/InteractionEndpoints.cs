using System.Security.Claims;
using ChatBot.Answering;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Interactions;
using ChatBot.Learning.Audit;
using ChatBot.Learning.Feedback;
using ChatBot.Learning.Review;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatBot.Bot.Admin.Api;

/// <summary><c>/api/admin/interactions/{id}</c> and <c>/api/admin/audit</c>: what was answered and why, who did what.</summary>
internal static class InteractionEndpoints
{
    public static void MapInteractions(this IEndpointRouteBuilder reviewers)
    {
        reviewers.MapGet("/interactions/{id}", FindAsync).WithSummary("One answered question with its receipt and ratings.");
        reviewers
            .MapPost("/interactions/{id}/correct", CorrectAsync)
            .WithSummary("Write the right answer to a question; it is approved at once.");
    }

    public static void MapAudit(this IEndpointRouteBuilder admins) =>
        admins.MapGet("/audit", AuditAsync).WithSummary("Who did what, newest first; about one thing with ?subject=.");

    private static async Task<Results<Ok<InteractionResponse>, ProblemHttpResult>> FindAsync(
        string id,
        string? workspace,
        InteractionStore interactions,
        FeedbackService feedback,
        CancellationToken cancel
    )
    {
        if (await interactions.FindAsync(workspace!, id, cancel) is not { } found)
            return Problem.Missing(ProblemCodes.UnknownInteraction, "There is no such interaction in this workspace.");
        return TypedResults.Ok(
            new InteractionResponse(
                id,
                found.Question.Channel,
                found.Question.Conversation,
                found.Question.User,
                found.Question.Text,
                found.Answer.Text,
                found.Answer.Outcome,
                found.Answer.Confidence,
                found.Answer.Sources,
                found.Answer.Receipt,
                found.Created,
                await feedback.OfAsync(workspace!, id, cancel)
            )
        );
    }

    private static async Task<Results<Ok<DecisionResponse>, ProblemHttpResult>> CorrectAsync(
        string id,
        CorrectRequest? body,
        string? workspace,
        ClaimsPrincipal reviewer,
        ReviewService reviews,
        CancellationToken cancel
    )
    {
        if (body is null)
            return RequestBody.Missing();
        return CorrectionEndpoints.Answered(
            await reviews.CorrectAsync(
                workspace!,
                id,
                AdminRequest.Actor(reviewer),
                "api",
                body.CorrectResponse ?? "",
                body.Wordings,
                cancel
            )
        );
    }

    private static async Task<Results<Ok<IReadOnlyList<AuditEntry>>, ProblemHttpResult>> AuditAsync(
        string? subject,
        int? count,
        string? workspace,
        AuditLog audit,
        CancellationToken cancel
    )
    {
        if (AdminRequest.Count(count) is { } fault)
            return fault;
        return TypedResults.Ok(await audit.ListAsync(workspace!, subject, count ?? 100, cancel));
    }
}

/// <param name="User">Pseudonym.</param>
/// <param name="Question">As stored: redacted.</param>
public sealed record InteractionResponse(
    string InteractionId,
    string Channel,
    string Conversation,
    string User,
    string Question,
    string Answer,
    Outcome Outcome,
    double Confidence,
    IReadOnlyList<Source> Sources,
    Receipt Receipt,
    DateTimeOffset Created,
    IReadOnlyList<Rating> Ratings
);

/// <param name="Wordings">Further wordings of the question, which are answered like it.</param>
public sealed record CorrectRequest(string? CorrectResponse, IReadOnlyList<string>? Wordings = null);
