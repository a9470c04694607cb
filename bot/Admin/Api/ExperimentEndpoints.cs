using System.Security.Claims;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Learning.Experiments;

namespace ChatBot.Bot.Admin.Api;

/// <summary><c>/api/admin/experiments</c>: two prompt versions against each other.</summary>
internal static class ExperimentEndpoints
{
    public static void MapExperiments(this IEndpointRouteBuilder admins)
    {
        var experiments = admins.MapGroup("/experiments");
        experiments.MapGet("", ListAsync).Produces<IReadOnlyList<Experiment>>().WithSummary("All experiments, newest first.");
        experiments
            .MapGet("/{id}", ResultAsync)
            .Produces<ExperimentResult>()
            .WithSummary("Outcomes and ratings by arm, and how likely B is better.");
        experiments.MapPost("", StartAsync).Produces<Experiment>().WithSummary("Start one; conversations keep the version they get.");
        experiments.MapPost("/{id}/stop", StopAsync).WithSummary("End it without a winner.");
        experiments.MapPost("/{id}/promote", PromoteAsync).WithSummary("End it and activate the version of an arm.");
    }

    private static async Task<IResult> ListAsync(string? workspace, ExperimentDesk desk, CancellationToken cancel) =>
        AdminRequest.Workspace(ref workspace) is { } fault ? fault : TypedResults.Ok(await desk.ListAsync(workspace!, cancel));

    private static async Task<IResult> ResultAsync(string id, string? workspace, ExperimentDesk desk, CancellationToken cancel)
    {
        if (AdminRequest.Workspace(ref workspace) is { } fault)
            return fault;
        return await desk.ResultAsync(workspace!, id, cancel) is { } result ? TypedResults.Ok(result) : Unknown();
    }

    private static async Task<IResult> StartAsync(ExperimentBody? body, ClaimsPrincipal who, ExperimentDesk desk, CancellationToken cancel)
    {
        if (body is null)
            return RequestBody.Missing();
        var workspace = body.Workspace;
        if (AdminRequest.Workspace(ref workspace) is { } fault)
            return fault;
        var (started, code, message) = await desk.StartAsync(
            workspace!,
            body.Name ?? "",
            body.VersionA ?? "",
            body.VersionB ?? "",
            body.ShareB ?? 0.5,
            AdminRequest.Actor(who),
            cancel
        );
        return started is not null ? TypedResults.Ok(started)
            : code == "experiment_exists" ? Problem.Of(StatusCodes.Status409Conflict, code, message)
            : Problem.Invalid(code, message);
    }

    private static async Task<IResult> StopAsync(
        string id,
        string? workspace,
        ClaimsPrincipal who,
        ExperimentDesk desk,
        CancellationToken cancel
    )
    {
        if (AdminRequest.Workspace(ref workspace) is { } fault)
            return fault;
        return await desk.StopAsync(workspace!, id, AdminRequest.Actor(who), cancel)
            ? await ResultAsync(id, workspace, desk, cancel)
            : Unknown();
    }

    private static async Task<IResult> PromoteAsync(
        string id,
        PromoteBody? body,
        string? workspace,
        ClaimsPrincipal who,
        ExperimentDesk desk,
        CancellationToken cancel
    )
    {
        if (AdminRequest.Workspace(ref workspace) is { } fault)
            return fault;
        if (body?.Arm is not ("a" or "b"))
            return Problem.Invalid("invalid_arm", "Send \"arm\": \"a\" or \"b\".");
        return await desk.PromoteAsync(workspace!, id, body.Arm, AdminRequest.Actor(who), cancel)
            ? await ResultAsync(id, workspace, desk, cancel)
            : Unknown();
    }

    private static IResult Unknown() =>
        Problem.Missing("unknown_experiment", "There is no such experiment in this workspace, or it has ended.");
}

/// <param name="ShareB">Share of conversations that get version B; a half where it is left out.</param>
public sealed record ExperimentBody(string? Name, string? VersionA, string? VersionB, double? ShareB = null, string? Workspace = null);

public sealed record PromoteBody(string? Arm);
