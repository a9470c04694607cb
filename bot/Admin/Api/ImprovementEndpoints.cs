using System.Security.Claims;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Learning.Lessons;

namespace ChatBot.Bot.Admin.Api;

/// <summary><c>/api/admin/improvement</c>: what went wrong lately and what to do about it.</summary>
internal static class ImprovementEndpoints
{
    public static void MapImprovement(this IEndpointRouteBuilder admins)
    {
        var improvement = admins.MapGroup("/improvement");
        improvement
            .MapPost("/run", RunAsync)
            .Produces<ImprovementReport>()
            .WithSummary("Look back over some days; everything proposed is a draft.");
        improvement.MapGet("/runs", ListAsync).Produces<IReadOnlyList<ImprovementReport>>().WithSummary("Earlier reports, newest first.");
        improvement
            .MapGet("/proposals", ProposalsAsync)
            .Produces<IReadOnlyList<ImprovementProposal>>()
            .WithSummary("Proposed example questions, missing documents, and corrections that an adapter has learnt to do without.");
        improvement
            .MapPost("/proposals/{id}/{decision}", DecideAsync)
            .WithSummary(
                "accept an example, by which the topic check then decides, or the retirement of a correction; dismiss a proposal; reopen "
                    + "what was decided."
            );
        admins
            .MapPost("/interactions/{id}/guard-mark", MarkAsync)
            .WithSummary("Say that the guard blocked this wrongly (false_block) or let it pass wrongly (miss); null takes it back.");
    }

    private static async Task<IResult> RunAsync(
        ImprovementBody? body,
        ClaimsPrincipal who,
        ImprovementCycle cycle,
        CancellationToken cancel
    )
    {
        if (body is null)
            return RequestBody.Missing();
        var workspace = body.Workspace!;
        if (body.DaysBack is null or < 1 or > 3660)
            return Problem.Invalid(ProblemCodes.InvalidDays, "daysBack must be between 1 and 3660.");
        return TypedResults.Ok(await cycle.RunAsync(workspace!, body.DaysBack.Value, AdminRequest.Actor(who), cancel));
    }

    private static async Task<IResult> ListAsync(string? workspace, ImprovementCycle cycle, CancellationToken cancel) =>
        TypedResults.Ok(await cycle.ListAsync(workspace!, cancel: cancel));

    private static async Task<IResult> ProposalsAsync(
        string? status,
        string? workspace,
        ProposalStore proposals,
        CancellationToken cancel
    ) =>
        status is not (null or "draft" or "accepted" or "dismissed")
            ? Problem.Invalid(ProblemCodes.UnknownStatus, "status must be one of draft, accepted, dismissed.")
            : TypedResults.Ok(await proposals.ListAsync(workspace!, status, cancel: cancel));

    private static async Task<IResult> DecideAsync(
        string id,
        string decision,
        string? workspace,
        ClaimsPrincipal who,
        ProposalStore proposals,
        CancellationToken cancel
    )
    {
        var by = AdminRequest.Actor(who);
        if (decision == "reopen")
            return await proposals.ReopenAsync(workspace!, id, by, cancel)
                ? TypedResults.Ok(new ProposalDecided(id, "draft"))
                : Problem.Missing(ProblemCodes.UnknownProposal, "There is no such decided proposal in this workspace.");
        if (decision is not ("accept" or "dismiss"))
            return Problem.Missing(ProblemCodes.NotFound, "A proposal can be decided (…/accept, …/dismiss) and taken back (…/reopen).");
        return await proposals.DecideAsync(workspace!, id, decision == "accept", by, cancel) switch
        {
            ProposalDecision.Done => TypedResults.Ok(new ProposalDecided(id, decision == "accept" ? "accepted" : "dismissed")),
            ProposalDecision.NothingToAccept => Problem.Of(
                StatusCodes.Status409Conflict,
                ProblemCodes.NothingToAccept,
                "A missing document cannot be accepted: add it to the knowledge, then dismiss this."
            ),
            _ => Problem.Missing(ProblemCodes.UnknownProposal, "There is no such draft in this workspace."),
        };
    }

    private static async Task<IResult> MarkAsync(
        string id,
        GuardMarkBody? body,
        string? workspace,
        ClaimsPrincipal who,
        ProposalStore proposals,
        CancellationToken cancel
    )
    {
        if (body is null)
            return RequestBody.Missing();
        return await proposals.MarkAsync(workspace!, id, body.Mark, AdminRequest.Actor(who), cancel)
            ? TypedResults.Ok(body)
            : Problem.Missing(ProblemCodes.UnknownInteraction, "There is no such interaction in this workspace.");
    }
}

/// <param name="DaysBack">1 to 3660.</param>
public sealed record ImprovementBody(int? DaysBack, string? Workspace = null);

/// <param name="Mark">false_block, miss, or null.</param>
public sealed record GuardMarkBody(GuardMark? Mark);

public sealed record ProposalDecided(string Id, string Status);
