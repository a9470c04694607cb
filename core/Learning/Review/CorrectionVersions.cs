using System.Data.Common;
using Dapper;

namespace ChatBot.Learning.Review;

/// <summary>
/// The number of a workspace that each change of what answers raises, in its own transaction: who keeps approved corrections in memory
/// compares it.
/// </summary>
internal static class CorrectionVersions
{
    /// <summary>Locks the workspace's row until the transaction ends, so versions become visible in their order.</summary>
    public static Task<long> NextAsync(DbTransaction transaction, string workspace, CancellationToken cancel = default) =>
        transaction.Connection!.ExecuteScalarAsync<long>(
            new CommandDefinition(
                """
                insert into correction_versions (workspace, version) values (@workspace, 1)
                on conflict (workspace) do update set version = correction_versions.version + 1
                returning version
                """,
                new { workspace },
                transaction,
                cancellationToken: cancel
            )
        );

    /// <summary>Has a correction read anew: what belongs to it has changed.</summary>
    public static async Task RaiseAsync(DbTransaction transaction, string workspace, string id, CancellationToken cancel = default) =>
        await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                "update corrections set version = @Version where workspace = @workspace and id = @id",
                new
                {
                    workspace,
                    id,
                    Version = await NextAsync(transaction, workspace, cancel),
                },
                transaction,
                cancellationToken: cancel
            )
        );
}
