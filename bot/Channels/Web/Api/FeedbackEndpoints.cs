using ChatBot.Bot.Hosting.Limits;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Learning.Feedback;
using ChatBot.Learning.Review;
using ChatBot.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatBot.Bot.Channels.Web.Api;

/// <summary><c>/api/feedback</c>: what people say about answers. Needs no key; people appear as pseudonyms from here on.</summary>
internal static class FeedbackEndpoints
{
    private const string Channel = "api";

    public static void MapFeedback(this IEndpointRouteBuilder routes)
    {
        var feedback = routes
            .MapGroup("/api/feedback")
            .RequireRateLimiting(LimitsRegistration.People)
            .WithTags("Feedback")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        feedback.MapPost("/submit", SubmitAsync).WithSummary("Rate an answer; a later rating by the same person replaces what it names.");
        feedback.MapPost("/correct", CorrectAsync).WithSummary("Propose a better answer; an admin decides about it.");
        feedback.MapGet("/preferences", GetPreferencesAsync).WithSummary("How often a person wants to be asked for the detailed rating.");
        feedback.MapPut("/preferences", SetPreferencesAsync).WithSummary("Change how often, or never.");
    }

    private static async Task<Results<Ok<SubmitResponse>, ProblemHttpResult>> SubmitAsync(
        SubmitRequest? request,
        FeedbackDesk desk,
        ApiUsers users,
        CancellationToken cancel
    )
    {
        if (request is null)
            return RequestBody.Missing();
        if (Fault(request.InteractionId, request.User, request.Workspace) is { } fault)
            return fault;
        if (ReadThumbs(request.Thumbs, out var thumbs) is { } unknown)
            return unknown;
        var workspace = request.Workspace ?? Workspaces.Default;
        var rating = new Rating(workspace, request.InteractionId!, users.PseudonymOf(workspace, request.User))
        {
            Channel = Channel,
            Thumbs = thumbs,
            Overall = request.Rating,
            Accuracy = request.Accuracy,
            Helpfulness = request.Helpfulness,
            Clarity = request.Clarity,
            Comment = request.FeedbackText,
            Suggestion = request.Suggestion,
        };
        return await desk.SubmitAsync(rating, cancel) switch
        {
            RatingResult.Stored stored => TypedResults.Ok(new SubmitResponse(request.InteractionId!, stored.OfferCorrection)),
            RatingResult.Invalid invalid => Problem.Invalid(invalid.Code, invalid.Message),
            _ => UnknownInteraction(),
        };
    }

    private static async Task<Results<Ok<CorrectResponse>, ProblemHttpResult>> CorrectAsync(
        CorrectRequest? request,
        ReviewDesk desk,
        ApiUsers users,
        CancellationToken cancel
    )
    {
        if (request is null)
            return RequestBody.Missing();
        if (Fault(request.InteractionId, request.User, request.Workspace) is { } fault)
            return fault;
        if (request.CorrectResponse is null)
            return Problem.Invalid("correction_empty", "Send \"correctResponse\" with the answer as it should have been.");
        var workspace = request.Workspace ?? Workspaces.Default;
        return await desk.ProposeAsync(
            workspace,
            request.InteractionId!,
            users.PseudonymOf(workspace, request.User),
            Channel,
            request.CorrectResponse,
            cancel
        ) switch
        {
            ProposalResult.Proposed proposed => TypedResults.Ok(new CorrectResponse(proposed.Correction.Id, proposed.Correction.Status)),
            ProposalResult.Invalid invalid => Problem.Invalid(invalid.Code, invalid.Message),
            _ => UnknownInteraction(),
        };
    }

    private static async Task<Results<Ok<Preference>, ProblemHttpResult>> GetPreferencesAsync(
        string? user,
        string? workspace,
        PreferenceStore preferences,
        ApiUsers users,
        CancellationToken cancel
    )
    {
        if (PreferenceFault(user, workspace) is { } fault)
            return fault;
        workspace ??= Workspaces.Default;
        return TypedResults.Ok(await preferences.GetAsync(workspace, users.PseudonymOf(workspace, user), cancel));
    }

    private static async Task<Results<Ok<Preference>, ProblemHttpResult>> SetPreferencesAsync(
        PreferenceRequest? request,
        PreferenceStore preferences,
        ApiUsers users,
        CancellationToken cancel
    )
    {
        if (request is null)
            return RequestBody.Missing();
        if (PreferenceFault(request.User, request.Workspace) is { } fault)
            return fault;
        if (request.AskEvery is < 1 or > 100)
            return Problem.Invalid("ask_every_out_of_range", "askEvery must be a whole number from 1 to 100.");
        var workspace = request.Workspace ?? Workspaces.Default;
        var user = users.PseudonymOf(workspace, request.User);
        var known = await preferences.GetAsync(workspace, user, cancel);
        var wanted = new Preference(request.AskEvery ?? known.AskEvery, request.OptOut ?? known.OptOut);
        await preferences.SetAsync(workspace, user, wanted, cancel);
        return TypedResults.Ok(wanted);
    }

    private static ProblemHttpResult? Fault(string? interactionId, string? user, string? workspace) =>
        (interactionId is null ? Problem.Invalid("interaction_id_missing", "Send \"interactionId\", as the answer gave it.") : null)
        ?? RequestIds.Fault("interactionId", interactionId)
        ?? RequestIds.Fault("user", user)
        ?? RequestIds.Fault("workspace", workspace);

    private static ProblemHttpResult? PreferenceFault(string? user, string? workspace) =>
        (user is null ? Problem.Invalid("user_missing", "Send \"user\": preferences belong to somebody.") : null)
        ?? RequestIds.Fault("user", user)
        ?? RequestIds.Fault("workspace", workspace);

    private static ProblemHttpResult? ReadThumbs(string? said, out Thumbs? thumbs)
    {
        thumbs = said switch
        {
            "up" => Thumbs.Up,
            "down" => Thumbs.Down,
            _ => null,
        };
        return said is not null && thumbs is null ? Problem.Invalid("invalid_thumbs", "thumbs must be \"up\" or \"down\".") : null;
    }

    private static ProblemHttpResult UnknownInteraction() =>
        Problem.Missing("unknown_interaction", "There is no such interaction in this workspace.");
}

/// <param name="Thumbs"><c>up</c> or <c>down</c>.</param>
/// <param name="Rating">Stars, 1 to 5, as the three after it.</param>
public sealed record SubmitRequest(
    string? InteractionId,
    string? User = null,
    string? Thumbs = null,
    int? Rating = null,
    int? Accuracy = null,
    int? Helpfulness = null,
    int? Clarity = null,
    string? FeedbackText = null,
    string? Suggestion = null,
    string? Workspace = null
);

/// <param name="OfferCorrection">True after a thumbs-down or at most two stars: a good moment to ask for the right answer.</param>
public sealed record SubmitResponse(string InteractionId, bool OfferCorrection);

public sealed record CorrectRequest(string? InteractionId, string? CorrectResponse, string? User = null, string? Workspace = null);

public sealed record CorrectResponse(string CorrectionId, CorrectionStatus Status);

/// <param name="AskEvery">Answers between two requests, 1 to 100; left out it stays as it was, as does <paramref name="OptOut"/>.</param>
public sealed record PreferenceRequest(string? User, int? AskEvery = null, bool? OptOut = null, string? Workspace = null);
