using System.Data.Common;
using ChatBot.Answering.Generation;
using ChatBot.Learning.Experiments;
using ChatBot.Learning.Review;
using ChatBot.Storage;
using Dapper;
using Microsoft.Extensions.Options;

namespace ChatBot.Learning.Registry;

/// <summary>A canary beside what answers otherwise, since it began.</summary>
/// <param name="ProbabilityCanaryIsBetter">0 to 1, of the ratings so far, by <see cref="BetaPosterior.Method"/>.</param>
/// <param name="NextAt">People of the smaller arm at which ratings are judged next.</param>
public sealed record RolloutState(
    StoredAdapter Canary,
    AdapterFigures Control,
    AdapterFigures Figures,
    double ProbabilityCanaryIsBetter,
    int Looks,
    long NextAt
)
{
    public string Method => BetaPosterior.Method;
    public string Guard => LookSchedule.Method;
}

/// <summary>
/// Lets a canary prove itself: compares it with the production adapter, or the model as it is configured, and promotes it or rolls it back
/// when its figures are sure at a look that was due. Look, decision, audit entry and notice are one transaction.
/// </summary>
public sealed class Rollout(
    IDatabase database,
    AdapterRegistry registry,
    RolloutCounts counts,
    IReviewNotifications notices,
    IOptions<RolloutOptions> options,
    TimeProvider time
)
{
    private const string Ratings = "ratings",
        Conversations = "conversations";

    /// <summary>How the canary does; null where there is none.</summary>
    public async Task<RolloutState?> StateAsync(string workspace, CancellationToken cancel = default)
    {
        var adapters = await registry.ListAsync(workspace, cancel);
        if (adapters.FirstOrDefault(adapter => adapter.Stage == AdapterStage.Canary) is not { } canary)
            return null;
        var control = adapters.FirstOrDefault(adapter => adapter.Stage == AdapterStage.Production)?.Id ?? AdapterUse.Base;
        var figures = await counts.OfAsync(workspace, [control, canary.Id], canary.MovedMs, cancel);
        var (otherwise, own) = (figures[0], figures[1]);
        var looks = await LastLookAsync(workspace, canary, Ratings, cancel);
        var reached = LookSchedule.Reached(Math.Min(otherwise.People, own.People), options.Value.MinimumRatings);
        return new RolloutState(
            canary,
            otherwise,
            own,
            Math.Round(BetaPosterior.ProbabilityBIsBetter(otherwise.Good, otherwise.Bad, own.Good, own.Bad), 4),
            looks,
            LookSchedule.UnitsAt(Math.Max(looks, reached) + 1, options.Value.MinimumRatings)
        );
    }

    /// <summary>Takes the looks that are due and does what they say. Of several instances one takes each.</summary>
    /// <returns>What was decided; null where no look was due, or the canary goes on.</returns>
    public async Task<RolloutVerdict?> RunAsync(string workspace, CancellationToken cancel = default)
    {
        if (!options.Value.Automatic || await StateAsync(workspace, cancel) is not { } state)
            return null;
        return await RunAsync(state, Conversations, cancel) ?? await RunAsync(state, Ratings, cancel);
    }

    private async Task<RolloutVerdict?> RunAsync(RolloutState state, string kind, CancellationToken cancel)
    {
        var (control, canary) = (state.Control, state.Figures);
        var reached =
            kind == Ratings
                ? LookSchedule.Reached(Math.Min(control.People, canary.People), options.Value.MinimumRatings)
                : LookSchedule.Reached(Math.Min(control.Conversations, canary.Conversations), options.Value.MinimumConversations);
        if (reached == 0 || reached <= await LastLookAsync(state.Canary.Workspace, state.Canary, kind, cancel))
            return null;
        var verdict =
            kind == Ratings
                ? RolloutRule.ByRatings(control, canary, reached, options.Value)
                : RolloutRule.ByConversations(control, canary, reached, options.Value);
        var taken = false;
        var step = await registry.StepAsync(
            state.Canary.Workspace,
            async transaction =>
            {
                taken = await TakeAsync(transaction, state, kind, reached, verdict, cancel);
                return taken && verdict.Decision != RolloutDecision.GoOn
                    ? await ActAsync(transaction, state.Canary, verdict, cancel)
                    : new AdapterStep(null);
            },
            cancel
        );
        return step.Adapter is null ? null : verdict;
    }

    private async Task<AdapterStep> ActAsync(
        DbTransaction transaction,
        StoredAdapter canary,
        RolloutVerdict verdict,
        CancellationToken cancel
    )
    {
        var by = AdapterRegistry.Automatic;
        var step =
            verdict.Decision == RolloutDecision.Promote
                ? await registry.PromoteAsync(
                    transaction,
                    canary.Workspace,
                    canary.Id,
                    AdapterStage.Production,
                    by,
                    null,
                    verdict.Reason,
                    cancel
                )
                : await registry.RollBackAsync(transaction, canary.Workspace, canary.Id, by, verdict.Reason, cancel);
        if (step.Adapter is not null)
            await notices.PublishAsync(
                transaction,
                new RolloutEnded(canary.Workspace, canary.Id, verdict.Decision == RolloutDecision.Promote, verdict.Reason),
                cancel
            );
        return step;
    }

    /// <summary>Notes a look; false where another instance has taken it.</summary>
    private async Task<bool> TakeAsync(
        DbTransaction transaction,
        RolloutState state,
        string kind,
        int look,
        RolloutVerdict verdict,
        CancellationToken cancel
    ) =>
        await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                """
                insert into rollout_looks (workspace, adapter, began, kind, look, figures, at)
                values (@Workspace, @Adapter, @Began, @kind, @look, @Figures, @At)
                on conflict do nothing
                """,
                new
                {
                    state.Canary.Workspace,
                    Adapter = state.Canary.Id,
                    Began = state.Canary.MovedMs,
                    kind,
                    look,
                    Figures = WireJson.Write(
                        new
                        {
                            state.Control,
                            Canary = state.Figures,
                            verdict.Decision,
                        }
                    ),
                    At = time.NowMs(),
                },
                transaction,
                cancellationToken: cancel
            )
        ) == 1;

    private async Task<int> LastLookAsync(string workspace, StoredAdapter canary, string kind, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return await connection.ExecuteScalarAsync<int?>(
                new CommandDefinition(
                    "select max(look) from rollout_looks where workspace = @workspace and adapter = @Id and began = @MovedMs and "
                        + "kind = @kind",
                    new
                    {
                        workspace,
                        canary.Id,
                        canary.MovedMs,
                        kind,
                    },
                    cancellationToken: cancel
                )
            ) ?? 0;
    }
}
