using System.Security.Claims;
using ChatBot.Bot.Access;
using ChatBot.Bot.Access.Nameless;
using ChatBot.Bot.Channels.Rendering;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Learning.Review;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ChatBot.Bot.Channels.Web.Api;

/// <summary>
/// <c>GET /api/feedback/corrections</c>: what became of what somebody proposed. Told to that person and nobody else: who cannot be told
/// from others hears nothing.
/// </summary>
internal static class ProposalEndpoint
{
    /// <summary>Answers that are asked about at once.</summary>
    public const int MostAnswers = 50;

    public static void MapProposals(this IEndpointRouteBuilder feedback) =>
        feedback
            .MapGet("/corrections", ListAsync)
            .WithSummary("What became of the corrections that this person proposed for these answers, the newest first.")
            .WithDescription("interactionId may be given up to 50 times. Corrections of other people are not listed.");

    private static async Task<Results<Ok<ProposedCorrections>, ProblemHttpResult>> ListAsync(
        [FromQuery(Name = "interactionId")] string[]? interactionIds,
        [FromQuery(Name = "user")] string? named,
        [FromQuery(Name = "workspace")] string? said,
        ClaimsPrincipal user,
        CorrectionStore corrections,
        ApiUsers users,
        CancellationToken cancel
    )
    {
        var caller = Caller.Of(user);
        if ((caller.Enter(said, out var workspace) ?? RequestIds.Fault("user", named)) is { } fault)
            return fault;
        if (interactionIds is not { Length: > 0 })
            return Problem.Invalid(ProblemCodes.InteractionIdMissing, "Send \"interactionId\", as the answer gave it.");
        if (interactionIds.Length > MostAnswers)
            return Problem.Invalid(ProblemCodes.InvalidCount, $"Send at most {MostAnswers} times \"interactionId\".");
        if (interactionIds.Select(id => RequestIds.Fault("interactionId", id)).FirstOrDefault(fault => fault is not null) is { } bad)
            return bad;
        var person = caller.PersonOf(named);
        if (!Visitor.IsOnePerson(person))
            return Problem.Invalid(ProblemCodes.UserMissing, "Send \"user\": what became of a proposal is told to who made it.");
        var found = await corrections.OfAsync(workspace, users.PseudonymOf(workspace, person), interactionIds, cancel);
        return TypedResults.Ok(new ProposedCorrections([.. found.Select(ProposedCorrection.Of)]));
    }
}

public sealed record ProposedCorrections(IReadOnlyList<ProposedCorrection> Corrections);

/// <param name="CorrectResponse">As it was proposed, or, once it is approved, as it answers.</param>
/// <param name="Html">The same as HTML that is safe to show.</param>
/// <param name="Reason">Why it was rejected, where that was said.</param>
public sealed record ProposedCorrection(
    string CorrectionId,
    string InteractionId,
    string Question,
    CorrectionStatus Status,
    string CorrectResponse,
    string Html,
    string? Reason
)
{
    public static ProposedCorrection Of(Correction correction) =>
        new(
            correction.Id,
            correction.InteractionId,
            correction.Question,
            correction.Status,
            correction.CorrectResponse,
            HtmlWriter.Write(MarkdownReader.Read(correction.CorrectResponse)),
            correction.Status == CorrectionStatus.Rejected ? correction.Reason : null
        );
}
