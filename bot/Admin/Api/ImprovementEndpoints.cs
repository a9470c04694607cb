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
            .WithSummary("Proposed example questions and missing documents.");
        improvement.MapPost("/proposals/{id}/{decision}", DecideAsync).WithSummary("accept or dismiss a proposal.");
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
        var workspace = body.Workspace;
        if (AdminRequest.Workspace(ref workspace) is { } fault)
            return fault;
        if (body.DaysBack is null or < 1 or > 3660)
            return Problem.Invalid("invalid_days", "daysBack must be between 1 and 3660.");
        return TypedResults.Ok(await cycle.RunAsync(workspace!, body.DaysBack.Value, AdminRequest.Actor(who), cancel));
    }

    private static async Task<IResult> ListAsync(string? workspace, ImprovementCycle cycle, CancellationToken cancel) =>
        AdminRequest.Workspace(ref workspace) is { } fault ? fault : TypedResults.Ok(await cycle.ListAsync(workspace!, cancel: cancel));

    private static async Task<IResult> ProposalsAsync(
        string? status,
        string? workspace,
        ProposalStore proposals,
        CancellationToken cancel
    ) =>
        AdminRequest.Workspace(ref workspace) is { } fault ? fault
        : status is not (null or "draft" or "accepted" or "dismissed")
            ? Problem.Invalid("unknown_status", "status must be one of draft, accepted, dismissed.")
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
        if (AdminRequest.Workspace(ref workspace) is { } fault)
            return fault;
        if (decision is not ("accept" or "dismiss"))
            return Problem.Missing("not_found", "A proposal can be accepted (…/accept) or dismissed (…/dismiss).");
        return await proposals.DecideAsync(workspace!, id, decision == "accept", AdminRequest.Actor(who), cancel)
            ? TypedResults.Ok(new ProposalDecided(id, decision == "accept" ? "accepted" : "dismissed"))
            : Problem.Missing("unknown_proposal", "There is no such undecided proposal in this workspace.");
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
        if (AdminRequest.Workspace(ref workspace) is { } fault)
            return fault;
        return await proposals.MarkAsync(workspace!, id, body.Mark, AdminRequest.Actor(who), cancel)
            ? TypedResults.Ok(body)
            : Problem.Missing("unknown_interaction", "There is no such interaction in this workspace.");
    }
}

/// <param name="DaysBack">1 to 3660.</param>
public sealed record ImprovementBody(int? DaysBack, string? Workspace = null);

/// <param name="Mark">false_block, miss, or null.</param>
public sealed record GuardMarkBody(GuardMark? Mark);

public sealed record ProposalDecided(string Id, string Status);
