using System.Data.Common;
using System.Globalization;
using ChatBot.Answering.Generation;
using ChatBot.Learning.Audit;
using ChatBot.Storage;
using Microsoft.Extensions.Options;

namespace ChatBot.Learning.Registry;

/// <summary>
/// The adapters of each workspace and where they stand. Every step is one transaction with its audit entry; of two at once one is first
/// and the other sees it. The bot and the trainer both use it.
/// </summary>
public sealed class AdapterRegistry(
    IDatabase database,
    AdapterFolder folder,
    AdapterChoices choices,
    AuditLog audit,
    IOptions<RolloutOptions> options,
    TimeProvider time
)
{
    /// <summary>Who acts where no person does.</summary>
    public static Auditor Automatic { get; } = new("system", "rollout");

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<StoredAdapter>> ListAsync(string workspace, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return await AdapterRows.ReadAsync(connection, null, workspace, "", cancel: cancel);
    }

    public async Task<StoredAdapter?> FindAsync(string workspace, string id, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return await FindAsync(connection, null, workspace, id, cancel);
    }

    /// <summary>
    /// Takes up an adapter that lies in its folder: a candidate, or rejected at once with the gate's reason where it did not pass.
    /// </summary>
    /// <param name="manifest">Of the workspace that it is for.</param>
    public async Task<AdapterStep> RegisterAsync(AdapterManifest manifest, Auditor by, CancellationToken cancel = default)
    {
        if (manifest.AdapterSha256 is null == manifest.ServedAs is null)
            return AdapterStep.Refused(
                RefusalCodes.AdapterRefused,
                "The manifest must name the SHA-256 of adapter.gguf, or the name of a server elsewhere for it, and not both."
            );
        try
        {
            _ = folder.Of(manifest.Workspace, manifest.Id);
        }
        catch (RegistryException wrong)
        {
            return AdapterStep.Refused(RefusalCodes.AdapterRefused, wrong.Message);
        }
        if (manifest.AdapterSha256 is not null && folder.Fault(manifest) is { } fault)
            return AdapterStep.Refused(
                RefusalCodes.AdapterRefused,
                $"Adapter {manifest.Id} cannot be registered: {fault}. Put it into {folder.Of(manifest.Workspace, manifest.Id)}."
            );
        var refusal = manifest.Refusal();
        var adapter = new StoredAdapter
        {
            Id = manifest.Id,
            Workspace = manifest.Workspace,
            Stage = refusal is null ? AdapterStage.Candidate : AdapterStage.Rejected,
            Manifest = manifest,
            Reason = refusal ?? "",
            CreatedMs = time.NowMs(),
            CreatedBy = by.Name,
            MovedMs = time.NowMs(),
        };
        return await database.WriteAsync(
            manifest.Workspace,
            async transaction =>
            {
                var added = await AdapterRows.InsertAsync(transaction, adapter, cancel);
                if (!added)
                    return AdapterStep.Refused(RefusalCodes.AdapterExists, $"There is an adapter {adapter.Id} already.");
                await audit.WriteAsync(
                    transaction,
                    adapter.Workspace,
                    by,
                    "model.registered",
                    adapter.Id,
                    new { manifest.Base, manifest.RunId },
                    cancel
                );
                if (refusal is not null)
                    await audit.WriteAsync(
                        transaction,
                        adapter.Workspace,
                        by,
                        "model.rejected",
                        adapter.Id,
                        new { reason = refusal },
                        cancel
                    );
                return new AdapterStep(adapter);
            },
            cancel
        );
    }

    /// <summary>Moves it one stage on. What was in production is retired by its successor.</summary>
    /// <param name="share">Of a canary; null: <c>Rollout:CanaryShare</c>.</param>
    /// <param name="reason">Why; empty where nothing is said.</param>
    public Task<AdapterStep> PromoteAsync(
        string workspace,
        string id,
        AdapterStage to,
        Auditor by,
        double? share = null,
        string reason = "",
        CancellationToken cancel = default
    ) => StepAsync(workspace, transaction => PromoteAsync(transaction, workspace, id, to, by, share, reason, cancel), cancel);

    /// <summary>
    /// Takes it back: a canary or the production adapter is retired, and the production before it answers again, else the model as it is
    /// configured; what has answered nobody yet is rejected.
    /// </summary>
    public Task<AdapterStep> RollBackAsync(
        string workspace,
        string id,
        Auditor by,
        string reason = "",
        CancellationToken cancel = default
    ) => StepAsync(workspace, transaction => RollBackAsync(transaction, workspace, id, by, reason, cancel), cancel);

    internal async Task<AdapterStep> PromoteAsync(
        DbTransaction transaction,
        string workspace,
        string id,
        AdapterStage to,
        Auditor by,
        double? share,
        string reason,
        CancellationToken cancel
    )
    {
        if (await HoldAsync(transaction, workspace, id, cancel) is not { } adapter)
            return Unknown(id);
        if (!AdapterStages.Follows(adapter.Stage, to))
            return AdapterStep.Refused(
                RefusalCodes.StageForbidden,
                $"Adapter {id} is {AdapterStages.Wire(adapter.Stage)} and cannot become {AdapterStages.Wire(to)}; the way is candidate, "
                    + "staging, canary, production, one step at a time."
            );
        double? given = to == AdapterStage.Canary ? share ?? options.Value.CanaryShare : null;
        if (given is not (null or (> 0 and < 1)))
            return AdapterStep.Refused(RefusalCodes.InvalidShare, "share must lie between 0 and 1.");
        if (adapter.Manifest.AdapterSha256 is not null && folder.Fault(adapter.Manifest) is { } fault)
            return AdapterStep.Refused(RefusalCodes.AdapterRefused, $"Adapter {id} stays where it is: {fault}.");
        if (await InStageAsync(transaction, workspace, to, cancel) is { } other)
        {
            if (to == AdapterStage.Canary)
                return AdapterStep.Refused(
                    RefusalCodes.CanaryRunning,
                    $"Adapter {other.Id} is the canary; promote it or roll it back first: two at once would explain each other's figures."
                );
            if (to == AdapterStage.Production)
                await MoveAsync(transaction, other, AdapterStage.Retired, by, $"Adapter {id} took its place.", cancel);
        }
        return new AdapterStep(await MoveAsync(transaction, adapter, to, by, reason, cancel, given));
    }

    internal async Task<AdapterStep> RollBackAsync(
        DbTransaction transaction,
        string workspace,
        string id,
        Auditor by,
        string reason,
        CancellationToken cancel
    )
    {
        if (await HoldAsync(transaction, workspace, id, cancel) is not { } adapter)
            return Unknown(id);
        if (AdapterStages.TakenBack(adapter.Stage) is not { } to)
            return AdapterStep.Refused(
                RefusalCodes.StageForbidden,
                $"Adapter {id} is {AdapterStages.Wire(adapter.Stage)} already; there is nothing to take back."
            );
        // What is rolled back from is not come back to by the next roll-back.
        var gone = await MoveAsync(transaction, adapter with { ProducedMs = null }, to, by, reason, cancel);
        if (adapter.Stage == AdapterStage.Production && await BeforeAsync(transaction, adapter, cancel) is { } before)
            await MoveAsync(transaction, before, AdapterStage.Production, by, $"Adapter {id} was rolled back.", cancel);
        if (adapter.Stage is not (AdapterStage.Production or AdapterStage.Canary))
            return new AdapterStep(gone);
        var now = await InStageAsync(transaction, workspace, AdapterStage.Production, cancel);
        return new AdapterStep(gone) { Instead = now?.Id ?? AdapterUse.Base };
    }

    /// <summary>Everything in one transaction; the choice of adapters is forgotten here and, once it commits, elsewhere.</summary>
    internal async Task<AdapterStep> StepAsync(
        string workspace,
        Func<DbTransaction, Task<AdapterStep>> step,
        CancellationToken cancel = default
    )
    {
        var done = await database.WriteAsync(workspace, step, cancel);
        choices.Forget(workspace);
        return done;
    }

    private async Task<StoredAdapter> MoveAsync(
        DbTransaction transaction,
        StoredAdapter adapter,
        AdapterStage to,
        Auditor by,
        string reason,
        CancellationToken cancel,
        double? share = null
    )
    {
        var now = time.NowMs();
        var moved = adapter with
        {
            Stage = to,
            Share = share,
            Reason = to is AdapterStage.Retired or AdapterStage.Rejected ? reason : "",
            MovedMs = now,
            ProducedMs = to == AdapterStage.Production && adapter.ProducedMs is null ? now : adapter.ProducedMs,
        };
        await AdapterRows.UpdateAsync(transaction, moved, cancel);
        await audit.WriteAsync(
            transaction,
            moved.Workspace,
            by,
            "model." + AdapterStages.Wire(to),
            moved.Id,
            new
            {
                from = AdapterStages.Wire(adapter.Stage),
                share = share?.ToString(CultureInfo.InvariantCulture),
                reason = reason.Length > 0 ? reason : null,
            },
            cancel
        );
        await choices.ForgetEverywhereAsync(transaction, moved.Workspace);
        return moved;
    }

    /// <summary>Takes the workspace's adapters for this transaction: what is read of them stays so until it ends.</summary>
    private static async Task<StoredAdapter?> HoldAsync(DbTransaction transaction, string workspace, string id, CancellationToken cancel)
    {
        await AdapterRows.HoldAsync(transaction, workspace, cancel);
        return await FindAsync(transaction.Connection!, transaction, workspace, id, cancel);
    }

    private static async Task<StoredAdapter?> FindAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string workspace,
        string id,
        CancellationToken cancel
    ) => (await AdapterRows.ReadAsync(connection, transaction, workspace, "and id = @id", id, cancel)).FirstOrDefault();

    private static async Task<StoredAdapter?> InStageAsync(
        DbTransaction transaction,
        string workspace,
        AdapterStage stage,
        CancellationToken cancel
    ) =>
        (
            await AdapterRows.ReadAsync(
                transaction.Connection!,
                transaction,
                workspace,
                "and stage in ('canary', 'production')",
                null,
                cancel
            )
        ).FirstOrDefault(adapter => adapter.Stage == stage);

    /// <summary>The production before it that was not rolled back from.</summary>
    private static async Task<StoredAdapter?> BeforeAsync(DbTransaction transaction, StoredAdapter adapter, CancellationToken cancel) =>
        (await AdapterRows.ReadAsync(transaction.Connection!, transaction, adapter.Workspace, "and stage = 'retired'", null, cancel))
            .Where(earlier => earlier.ProducedMs is { } produced && produced <= adapter.ProducedMs)
            .MaxBy(earlier => earlier.ProducedMs);

    private static AdapterStep Unknown(string id) =>
        AdapterStep.Refused(RefusalCodes.UnknownModel, $"There is no adapter {id} in this workspace.");
}
