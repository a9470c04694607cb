using System.Data.Common;
using ChatBot.Interactions;
using ChatBot.Knowledge.Indexing;
using ChatBot.Learning.Audit;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Review;

/// <summary>
/// A document changed or left: approved corrections of answers that cited it are flagged, so that an admin looks at them again. They go on
/// answering meanwhile.
/// </summary>
public sealed class CorrectionFlags(IDatabase database, AuditLog audit, TimeProvider time) : IDocumentChanges
{
    private const int MostCorrections = 20_000;

    public async Task ChangedAsync(
        DbTransaction transaction,
        string workspace,
        IReadOnlyList<DocumentChange> changes,
        CancellationToken cancel = default
    )
    {
        var rows = (
            await transaction.Connection!.QueryAsync<(string Id, string Receipt)>(
                new CommandDefinition(
                    """
                    select c.id, i.receipt from corrections c join interactions i on i.id = c.interaction_id and i.workspace = c.workspace
                    where c.workspace = @workspace and c.status = 'approved' and c.flag is null
                    order by c.decided desc limit @MostCorrections
                    """,
                    new { workspace, MostCorrections },
                    transaction,
                    cancellationToken: cancel
                )
            )
        ).AsList();
        foreach (var row in rows)
            if (CitedAmong(changes, row.Receipt) is { } cited)
                await FlagAsync(transaction, workspace, row.Id, cited, cancel);
    }

    private async Task FlagAsync(DbTransaction transaction, string workspace, string id, DocumentChange cited, CancellationToken cancel)
    {
        await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                "update corrections set flag = @Flag, flag_uri = @Uri, flagged = @Now, updated = @Now "
                    + "where workspace = @workspace and id = @id",
                new
                {
                    Flag = $"{cited.Title} was {(cited.Kind == DocumentChangeKind.Removed ? "removed" : "changed")}",
                    cited.Uri,
                    Now = time.NowMs(),
                    workspace,
                    id,
                },
                transaction,
                cancellationToken: cancel
            )
        );
        await audit.WriteAsync(transaction, workspace, "system", "correction.flagged", id, new { cited.Uri, kind = cited.Kind }, cancel);
    }

    /// <summary>A reviewer has looked: the correction is right as it stands. Where no flag stood, nothing was changed.</summary>
    public Task<DecisionResult> ClearAsync(string workspace, string id, Auditor by, CancellationToken cancel = default) =>
        database.WriteAsync<DecisionResult>(
            workspace,
            async transaction =>
            {
                var cleared = await transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        "update corrections set flag = null, flag_uri = null, flagged = null, updated = @Now "
                            + "where workspace = @workspace and id = @id and flag is not null",
                        new
                        {
                            workspace,
                            id,
                            Now = time.NowMs(),
                        },
                        transaction,
                        cancellationToken: cancel
                    )
                );
                if (await CorrectionStore.FindAsync(transaction.Connection!, transaction, workspace, id, cancel) is not { } correction)
                    return new DecisionResult.UnknownCorrection();
                if (cleared > 0)
                    await audit.WriteAsync(transaction, workspace, by, "correction.still-right", id, new { }, cancel);
                return new DecisionResult.Decided(correction, cleared > 0);
            },
            cancel
        );

    /// <summary>The change whose document the answer cites; what was offered to it and not used says nothing of it.</summary>
    private static DocumentChange? CitedAmong(IReadOnlyList<DocumentChange> changes, string receipt)
    {
        var named = changes.Where(change =>
            change.Uri.Length > 0 && receipt.Contains(WireJson.Write(change.Uri), StringComparison.Ordinal)
        );
        HashSet<string>? cited = null;
        return named.FirstOrDefault(change => (cited ??= CitedIn(receipt)).Contains(change.Uri));
    }

    private static HashSet<string> CitedIn(string stored)
    {
        var receipt = WireJson.Read<StoredReceipt>(stored).Receipt;
        return receipt
            .Sources.Concat((receipt.Parts ?? []).SelectMany(part => part.Sources))
            .Where(source => source.Cited)
            .Select(source => source.Uri)
            .ToHashSet(StringComparer.Ordinal);
    }
}
