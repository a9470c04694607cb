using System.Globalization;
using System.Security.Claims;
using ChatBot.Bot.Access;
using ChatBot.Bot.Hosting.Limits;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Interactions;
using ChatBot.Learning.Feedback;
using ChatBot.Learning.Review;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ChatBot.Bot.Channels.Web.Api;

/// <summary><c>/api/feedback</c>: what people say about answers. People appear as pseudonyms from here on.</summary>
internal static class FeedbackEndpoints
{
    public static void MapFeedback(this IEndpointRouteBuilder routes)
    {
        var feedback = routes
            .MapGroup("/api/feedback")
            .RequireAuthorization(Doors.Asking)
            .RequireRateLimiting(LimitsRegistration.People)
            .WithTags("Feedback")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        feedback.MapPost("/submit", SubmitAsync).WithSummary("Rate an answer; a later rating by the same person replaces what it names.");
        feedback.MapPost("/correct", CorrectAsync).WithSummary("Propose a better answer; an admin decides about it.");
        feedback.MapProposals();
        feedback.MapGet("/preferences", GetPreferencesAsync).WithSummary("How often a person wants to be asked for the detailed rating.");
        feedback.MapPut("/preferences", SetPreferencesAsync).WithSummary("Change how often, or never.");
    }

    private static async Task<Results<Ok<SubmitResponse>, ProblemHttpResult>> SubmitAsync(
        SubmitRequest? request,
        ClaimsPrincipal user,
        FeedbackService feedback,
        InteractionStore interactions,
        ApiUsers users,
        HttpResponse response,
        CancellationToken cancel
    )
    {
        if (request is null)
            return RequestBody.Missing();
        var caller = Caller.Of(user);
        if ((caller.Enter(request.Workspace, out var workspace) ?? Fault(request.InteractionId, request.User)) is { } fault)
            return fault;
        if (ReadThumbs(request.Thumbs, out var thumbs) is { } unknown)
            return unknown;
        var rating = new Rating(workspace, request.InteractionId!, users.PseudonymOf(workspace, caller.PersonOf(request.User)))
        {
            Channel = await interactions.OfFeedbackAsync(workspace, request.InteractionId!, cancel),
            Thumbs = thumbs,
            Overall = request.Rating,
            Accuracy = request.Accuracy,
            Helpfulness = request.Helpfulness,
            Clarity = request.Clarity,
            Comment = request.FeedbackText,
            Suggestion = request.Suggestion,
        };
        return await feedback.SubmitAsync(rating, cancel) switch
        {
            RatingResult.Stored stored => TypedResults.Ok(new SubmitResponse(request.InteractionId!, stored.OfferCorrection)),
            RatingResult.Invalid invalid => Refused(response, invalid.Code, invalid.Message, invalid.After),
            _ => UnknownInteraction(),
        };
    }

    private static async Task<Results<Ok<CorrectResponse>, ProblemHttpResult>> CorrectAsync(
        CorrectRequest? request,
        ClaimsPrincipal user,
        ReviewService reviews,
        InteractionStore interactions,
        ApiUsers users,
        HttpResponse response,
        CancellationToken cancel
    )
    {
        if (request is null)
            return RequestBody.Missing();
        var caller = Caller.Of(user);
        if ((caller.Enter(request.Workspace, out var workspace) ?? Fault(request.InteractionId, request.User)) is { } fault)
            return fault;
        if (request.CorrectResponse is null)
            return Problem.Invalid(ProblemCodes.CorrectionEmpty, "Send \"correctResponse\" with the answer as it should have been.");
        return await reviews.ProposeAsync(
            workspace,
            request.InteractionId!,
            users.PseudonymOf(workspace, caller.PersonOf(request.User)),
            await interactions.OfFeedbackAsync(workspace, request.InteractionId!, cancel),
            request.CorrectResponse,
            cancel
        ) switch
        {
            ProposalResult.Proposed proposed => TypedResults.Ok(new CorrectResponse(proposed.Correction.Id, proposed.Correction.Status)),
            ProposalResult.Invalid invalid => Refused(response, invalid.Code, invalid.Message, invalid.After),
            _ => UnknownInteraction(),
        };
    }

    private static async Task<Results<Ok<Preference>, ProblemHttpResult>> GetPreferencesAsync(
        [FromQuery(Name = "user")] string? named,
        [FromQuery(Name = "workspace")] string? said,
        ClaimsPrincipal user,
        PreferenceStore preferences,
        ApiUsers users,
        CancellationToken cancel
    )
    {
        var caller = Caller.Of(user);
        if ((caller.Enter(said, out var workspace) ?? PreferenceFault(caller, named)) is { } fault)
            return fault;
        return TypedResults.Ok(await preferences.GetAsync(workspace, users.PseudonymOf(workspace, caller.PersonOf(named)), cancel));
    }

    private static async Task<Results<Ok<Preference>, ProblemHttpResult>> SetPreferencesAsync(
        PreferenceRequest? request,
        ClaimsPrincipal user,
        PreferenceStore preferences,
        ApiUsers users,
        CancellationToken cancel
    )
    {
        if (request is null)
            return RequestBody.Missing();
        var caller = Caller.Of(user);
        if ((caller.Enter(request.Workspace, out var workspace) ?? PreferenceFault(caller, request.User)) is { } fault)
            return fault;
        if (request.AskEvery is < 1 or > 100)
            return Problem.Invalid(ProblemCodes.AskEveryOutOfRange, "askEvery must be a whole number from 1 to 100.");
        var person = users.PseudonymOf(workspace, caller.PersonOf(request.User));
        var known = await preferences.GetAsync(workspace, person, cancel);
        var wanted = new Preference(request.AskEvery ?? known.AskEvery, request.OptOut ?? known.OptOut);
        await preferences.SetAsync(workspace, person, wanted, cancel);
        return TypedResults.Ok(wanted);
    }

    private static ProblemHttpResult? Fault(string? interactionId, string? user) =>
        (
            interactionId is null
                ? Problem.Invalid(ProblemCodes.InteractionIdMissing, "Send \"interactionId\", as the answer gave it.")
                : null
        )
        ?? RequestIds.Fault("interactionId", interactionId)
        ?? RequestIds.Fault("user", user);

    private static ProblemHttpResult? PreferenceFault(Caller caller, string? named) =>
        RequestIds.Fault("user", named)
        ?? (
            caller.PersonOf(named).Length == 0
                ? Problem.Invalid(ProblemCodes.UserMissing, "Send \"user\": preferences belong to somebody.")
                : null
        );

    private static ProblemHttpResult? ReadThumbs(string? said, out Thumbs? thumbs)
    {
        thumbs = said switch
        {
            "up" => Thumbs.Up,
            "down" => Thumbs.Down,
            _ => null,
        };
        return said is not null && thumbs is null
            ? Problem.Invalid(ProblemCodes.InvalidThumbs, "thumbs must be \"up\" or \"down\".")
            : null;
    }

    /// <param name="after">When it would be taken, where it ever is.</param>
    private static ProblemHttpResult Refused(HttpResponse response, string code, string message, TimeSpan? after)
    {
        if (after is not { } wait)
            return Problem.Invalid(code, message);
        response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Problem.Of(StatusCodes.Status429TooManyRequests, code, message);
    }

    private static ProblemHttpResult UnknownInteraction() =>
        Problem.Missing(ProblemCodes.UnknownInteraction, "There is no such interaction in this workspace.");
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
