using System.Security.Claims;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Learning;
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

    private static async Task<IResult> ListAsync(string? workspace, ExperimentService experiments, CancellationToken cancel) =>
        TypedResults.Ok(await experiments.ListAsync(workspace!, cancel));

    private static async Task<IResult> ResultAsync(string id, string? workspace, ExperimentService experiments, CancellationToken cancel)
    {
        return await experiments.ResultAsync(workspace!, id, cancel) is { } result ? TypedResults.Ok(result) : Unknown();
    }

    private static async Task<IResult> StartAsync(
        ExperimentBody? body,
        ClaimsPrincipal who,
        ExperimentService experiments,
        CancellationToken cancel
    )
    {
        if (body is null)
            return RequestBody.Missing();
        var workspace = body.Workspace!;
        var (started, code, message) = await experiments.StartAsync(
            workspace!,
            body.Name ?? "",
            body.VersionA ?? "",
            body.VersionB ?? "",
            body.ShareB ?? 0.5,
            AdminRequest.Actor(who),
            cancel
        );
        return started is not null ? TypedResults.Ok(started)
            : code == RefusalCodes.ExperimentExists ? Problem.Of(StatusCodes.Status409Conflict, code, message)
            : Problem.Invalid(code, message);
    }

    private static async Task<IResult> StopAsync(
        string id,
        string? workspace,
        ClaimsPrincipal who,
        ExperimentService experiments,
        CancellationToken cancel
    )
    {
        return await experiments.StopAsync(workspace!, id, AdminRequest.Actor(who), cancel)
            ? await ResultAsync(id, workspace, experiments, cancel)
            : Unknown();
    }

    private static async Task<IResult> PromoteAsync(
        string id,
        PromoteBody? body,
        string? workspace,
        ClaimsPrincipal who,
        ExperimentService experiments,
        CancellationToken cancel
    )
    {
        if (body?.Arm is not ("a" or "b"))
            return Problem.Invalid(ProblemCodes.InvalidArm, "Send \"arm\": \"a\" or \"b\".");
        return await experiments.PromoteAsync(workspace!, id, body.Arm, AdminRequest.Actor(who), cancel)
            ? await ResultAsync(id, workspace, experiments, cancel)
            : Unknown();
    }

    private static IResult Unknown() =>
        Problem.Missing(ProblemCodes.UnknownExperiment, "There is no such experiment in this workspace, or it has ended.");
}

/// <param name="ShareB">Share of conversations that get version B; a half where it is left out.</param>
public sealed record ExperimentBody(string? Name, string? VersionA, string? VersionB, double? ShareB = null, string? Workspace = null);

public sealed record PromoteBody(string? Arm);
