using System.Security.Claims;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Learning.Audit;
using ChatBot.Learning.Review;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatBot.Bot.Admin.Api;

/// <summary><c>/api/admin/corrections</c>: the review queue.</summary>
internal static class CorrectionEndpoints
{
    public static void MapCorrections(this IEndpointRouteBuilder reviewers)
    {
        var corrections = reviewers.MapGroup("/corrections");
        corrections.MapGet("", ListAsync).WithSummary("Corrections, newest first; of one status with ?status=.");
        corrections.MapGet("/{id}", FindAsync).WithSummary("One correction.");
        corrections
            .MapGet("/{id}/blast-radius", MeasureAsync)
            .WithSummary("How many past questions the correction would have caught, at its threshold and near it.");
        Decide(
            "approve",
            (reviews, said, cancel) =>
                reviews.ApproveAsync(
                    said.Workspace,
                    said.Id,
                    said.Reviewer,
                    said.Body.CorrectResponse,
                    said.Body.Threshold,
                    said.Body.Reason,
                    said.Body.Wordings,
                    cancel
                )
        );
        Decide("reject", (reviews, said, cancel) => reviews.RejectAsync(said.Workspace, said.Id, said.Reviewer, said.Body.Reason, cancel));
        Decide("retire", (reviews, said, cancel) => reviews.RetireAsync(said.Workspace, said.Id, said.Reviewer, said.Body.Reason, cancel));
        Decide("review", (reviews, said, cancel) => reviews.MarkReviewedAsync(said.Workspace, said.Id, said.Reviewer, cancel));

        corrections
            .MapPost(
                "/{id}/still-right",
                (string id, string? workspace, ClaimsPrincipal reviewer, CorrectionFlags flags, CancellationToken cancel) =>
                    DecideAsync(
                        id,
                        new DecisionRequest(),
                        workspace,
                        reviewer,
                        said => flags.ClearAsync(said.Workspace, said.Id, said.Reviewer, cancel)
                    )
            )
            .WithSummary("Say that a flagged correction is right although a document changed.");
        corrections
            .MapGet("/{id}/wordings", WordingsAsync)
            .WithSummary("Further wordings that a correction answers, and past ones that come near.");
        corrections
            .MapDelete(
                "/{id}/wordings/{key}",
                (
                    string id,
                    string key,
                    string? workspace,
                    ClaimsPrincipal reviewer,
                    CorrectionWordings wordings,
                    CancellationToken cancel
                ) =>
                    DecideAsync(
                        id,
                        new DecisionRequest(),
                        workspace,
                        reviewer,
                        said => wordings.RemoveAsync(said.Workspace, said.Id, key, said.Reviewer, cancel)
                    )
            )
            .WithSummary("Take a further wording out.");

        void Decide(string verb, Func<ReviewService, Decision, CancellationToken, Task<DecisionResult>> decide) =>
            corrections
                .MapPost(
                    $"/{{id}}/{verb}",
                    (
                        string id,
                        DecisionRequest? body,
                        string? workspace,
                        ClaimsPrincipal reviewer,
                        ReviewService reviews,
                        CancellationToken cancel
                    ) => DecideAsync(id, body ?? new DecisionRequest(), workspace, reviewer, said => decide(reviews, said, cancel))
                )
                .WithSummary($"{char.ToUpperInvariant(verb[0])}{verb[1..]} a correction.");
    }

    private static async Task<Results<Ok<IReadOnlyList<Correction>>, ProblemHttpResult>> ListAsync(
        string? status,
        int? count,
        string? workspace,
        CorrectionStore corrections,
        CancellationToken cancel
    )
    {
        if (AdminRequest.Count(count) is { } fault)
            return fault;
        CorrectionStatus? wanted = null;
        if (status is not null)
        {
            if (!Enum.TryParse<CorrectionStatus>(status, ignoreCase: true, out var parsed) || !char.IsAsciiLetter(status[0]))
                return Problem.Invalid(
                    ProblemCodes.UnknownStatus,
                    $"status must be one of {string.Join(", ", Enum.GetNames<CorrectionStatus>()).ToLowerInvariant()}."
                );
            wanted = parsed;
        }
        return TypedResults.Ok(await corrections.ListAsync(workspace!, wanted, count ?? 200, cancel));
    }

    private static async Task<Results<Ok<Correction>, ProblemHttpResult>> FindAsync(
        string id,
        string? workspace,
        CorrectionStore corrections,
        CancellationToken cancel
    )
    {
        return await corrections.FindAsync(workspace!, id, cancel) is { } found ? TypedResults.Ok(found) : Unknown();
    }

    private static async Task<Results<Ok<BlastReport>, ProblemHttpResult>> MeasureAsync(
        string id,
        double? threshold,
        string? workspace,
        CorrectionStore corrections,
        BlastRadius radius,
        CancellationToken cancel
    )
    {
        if (threshold is < 0 or > 1 or double.NaN)
            return Problem.Invalid(ProblemCodes.ThresholdOutOfRange, "threshold must be between 0 and 1.");
        return await corrections.FindAsync(workspace!, id, cancel) is { } found
            ? TypedResults.Ok(await radius.MeasureAsync(found, threshold, cancel))
            : Unknown();
    }

    private static async Task<Results<Ok<WordingsResponse>, ProblemHttpResult>> WordingsAsync(
        string id,
        string? workspace,
        CorrectionStore corrections,
        CorrectionWordings wordings,
        NearWordings near,
        CancellationToken cancel
    )
    {
        if (await corrections.FindAsync(workspace!, id, cancel) is not { } found)
            return Unknown();
        return TypedResults.Ok(new WordingsResponse(await wordings.ListAsync(workspace!, id, cancel), await near.FindAsync(found, cancel)));
    }

    private static async Task<Results<Ok<DecisionResponse>, ProblemHttpResult>> DecideAsync(
        string id,
        DecisionRequest body,
        string? workspace,
        ClaimsPrincipal reviewer,
        Func<Decision, Task<DecisionResult>> decide
    )
    {
        if (AdminRequest.Text("reason", body.Reason) is { } fault)
            return fault;
        return Answered(await decide(new Decision(workspace!, id, AdminRequest.Actor(reviewer), body)));
    }

    internal static Results<Ok<DecisionResponse>, ProblemHttpResult> Answered(DecisionResult result) =>
        result switch
        {
            DecisionResult.Decided decided => TypedResults.Ok(new DecisionResponse(decided.Correction, decided.Changed)),
            DecisionResult.Conflict conflict => Problem.Of(StatusCodes.Status409Conflict, ProblemCodes.AlreadyDecided, conflict.Message),
            DecisionResult.Invalid invalid => Problem.Invalid(invalid.Code, invalid.Message),
            DecisionResult.UnknownInteraction => Problem.Missing(
                ProblemCodes.UnknownInteraction,
                "There is no such interaction in this workspace."
            ),
            _ => Unknown(),
        };

    private static ProblemHttpResult Unknown() =>
        Problem.Missing(ProblemCodes.UnknownCorrection, "There is no such correction in this workspace.");

    private sealed record Decision(string Workspace, string Id, Auditor Reviewer, DecisionRequest Body);
}

/// <param name="CorrectResponse">Approve with this text in place of the proposed one.</param>
/// <param name="Threshold">Approve with this similarity, 0 to 1, in place of <c>Corrections:Threshold</c>.</param>
/// <param name="Wordings">Approve with these further wordings of the question, which are then answered like it.</param>
public sealed record DecisionRequest(
    string? CorrectResponse = null,
    double? Threshold = null,
    string? Reason = null,
    IReadOnlyList<string>? Wordings = null
);

/// <param name="Changed">False where the same decision had been made before.</param>
public sealed record DecisionResponse(Correction Correction, bool Changed);

/// <param name="Near">Past wordings that it would answer too, or that come close, to tick.</param>
public sealed record WordingsResponse(IReadOnlyList<CorrectionWording> Wordings, IReadOnlyList<NearWording> Near);
