using System.Security.Claims;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Learning;
using ChatBot.Learning.Audit;
using ChatBot.Learning.Registry;

namespace ChatBot.Bot.Admin.Api;

/// <summary><c>/api/admin/models</c>: the workspace's adapters, how they measured, and how the one on trial does.</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this IEndpointRouteBuilder admins)
    {
        var models = admins.MapGroup("/models");
        models
            .MapGet("", ListAsync)
            .Produces<ModelList>()
            .WithSummary("All adapters with stage and metrics, newest first; the canary beside what answers otherwise.");
        models
            .MapGet("/{id}", FindAsync)
            .Produces<ModelDetail>()
            .WithSummary("One adapter: what became of its answers, of the corrections it learnt from, and who moved it.");
        models
            .MapPost("/{id}/promote", PromoteAsync)
            .Produces<StoredAdapter>()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Move it one stage on: staging, canary (with a share of conversations), production.");
        models
            .MapPost("/{id}/rollback", RollBackAsync)
            .Produces<ModelRolledBack>()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Take it back; the production before it answers again, or the model as it is configured.");
    }

    private static async Task<IResult> ListAsync(string? workspace, AdapterRegistry registry, Rollout rollout, CancellationToken cancel) =>
        TypedResults.Ok(new ModelList(await registry.ListAsync(workspace!, cancel), await rollout.StateAsync(workspace!, cancel)));

    private static async Task<IResult> FindAsync(
        string id,
        string? workspace,
        AdapterRegistry registry,
        RolloutCounts counts,
        LearntOverrides overrides,
        AuditLog audit,
        CancellationToken cancel
    ) =>
        await registry.FindAsync(workspace!, id, cancel) is { } adapter
            ? TypedResults.Ok(
                new ModelDetail(
                    adapter,
                    (await counts.OfAsync(workspace!, [id], adapter.CreatedMs, cancel))[0],
                    await overrides.ListAsync(workspace!, id, cancel),
                    await audit.ListAsync(workspace!, id, cancel: cancel)
                )
            )
            : Problem.Missing(RefusalCodes.UnknownModel, "There is no such adapter in this workspace.");

    private static async Task<IResult> PromoteAsync(
        string id,
        ModelPromotion? body,
        string? workspace,
        ClaimsPrincipal who,
        AdapterRegistry registry,
        CancellationToken cancel
    )
    {
        if (AdapterStages.Read(body?.To) is not (AdapterStage.Staging or AdapterStage.Canary or AdapterStage.Production) || body is null)
            return Problem.Invalid(ProblemCodes.InvalidStage, "Send \"to\": \"staging\", \"canary\" or \"production\".");
        var to = AdapterStages.Read(body.To)!.Value;
        var step = await registry.PromoteAsync(workspace!, id, to, AdminRequest.Actor(who), body.Share, cancel: cancel);
        return step.Adapter is { } adapter ? TypedResults.Ok(adapter) : Refused(step);
    }

    private static async Task<IResult> RollBackAsync(
        string id,
        ModelRollback? body,
        string? workspace,
        ClaimsPrincipal who,
        AdapterRegistry registry,
        CancellationToken cancel
    )
    {
        if (AdminRequest.Text("reason", body?.Reason) is { } fault)
            return fault;
        var step = await registry.RollBackAsync(workspace!, id, AdminRequest.Actor(who), body?.Reason?.Trim() ?? "", cancel);
        return step.Adapter is { } adapter ? TypedResults.Ok(new ModelRolledBack(adapter, step.Instead)) : Refused(step);
    }

    private static IResult Refused(AdapterStep step) =>
        step.Code switch
        {
            RefusalCodes.UnknownModel => Problem.Missing(step.Code, step.Message),
            RefusalCodes.InvalidShare => Problem.Invalid(step.Code, step.Message),
            _ => Problem.Of(StatusCodes.Status409Conflict, step.Code, step.Message),
        };
}

/// <param name="Rollout">Null where no canary is on trial.</param>
public sealed record ModelList(IReadOnlyList<StoredAdapter> Models, RolloutState? Rollout);

/// <param name="Live">Since it was registered.</param>
/// <param name="Overrides">Corrections of its training data that it was asked without.</param>
/// <param name="History">Newest first.</param>
public sealed record ModelDetail(
    StoredAdapter Model,
    AdapterFigures Live,
    IReadOnlyList<LearntOverride> Overrides,
    IReadOnlyList<AuditEntry> History
);

/// <param name="To">staging, canary, production.</param>
/// <param name="Share">Of conversations, for a canary; <c>Rollout:CanaryShare</c> where it is left out.</param>
public sealed record ModelPromotion(string? To, double? Share = null);

public sealed record ModelRollback(string? Reason = null);

/// <param name="Instead">What answers now where it answered: an adapter's id, or <c>base</c>; null where it answered nobody.</param>
public sealed record ModelRolledBack(StoredAdapter Model, string? Instead);
