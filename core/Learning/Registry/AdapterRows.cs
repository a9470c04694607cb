using System.Data.Common;
using Dapper;

namespace ChatBot.Learning.Registry;

/// <summary>Rows of <c>model_versions</c>.</summary>
internal static class AdapterRows
{
    /// <param name="filter">A constant that begins with <c>and</c>, or nothing.</param>
    public static async Task<IReadOnlyList<StoredAdapter>> ReadAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string workspace,
        string filter,
        string? id = null,
        CancellationToken cancel = default
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    new CommandDefinition(
                        "select id as Id, stage as Stage, share as Share, manifest as Manifest, reason as Reason, created as Created, "
                            + "created_by as CreatedBy, moved as Moved, produced as Produced from model_versions "
                            + $"where workspace = @workspace {filter} order by created desc, id desc",
                        new { workspace, id },
                        transaction,
                        cancellationToken: cancel
                    )
                )
            ).Select(row => row.ToAdapter(workspace)),
        ];

    /// <returns>False where there is one of its id.</returns>
    public static async Task<bool> InsertAsync(DbTransaction transaction, StoredAdapter adapter, CancellationToken cancel) =>
        await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                """
                insert into model_versions (id, workspace, stage, manifest, reason, created, created_by, moved)
                values (@Id, @Workspace, @Stage, @Manifest, @Reason, @CreatedMs, @CreatedBy, @MovedMs)
                on conflict do nothing
                """,
                new
                {
                    adapter.Id,
                    adapter.Workspace,
                    Stage = AdapterStages.Wire(adapter.Stage),
                    Manifest = WireJson.Write(adapter.Manifest),
                    adapter.Reason,
                    adapter.CreatedMs,
                    adapter.CreatedBy,
                    adapter.MovedMs,
                },
                transaction,
                cancellationToken: cancel
            )
        ) == 1;

    /// <summary>Where it stands, and since when and why.</summary>
    public static Task UpdateAsync(DbTransaction transaction, StoredAdapter adapter, CancellationToken cancel) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                "update model_versions set stage = @Stage, share = @Share, reason = @Reason, moved = @MovedMs, produced = @ProducedMs "
                    + "where workspace = @Workspace and id = @Id",
                new
                {
                    Stage = AdapterStages.Wire(adapter.Stage),
                    adapter.Share,
                    adapter.Reason,
                    adapter.MovedMs,
                    adapter.ProducedMs,
                    adapter.Workspace,
                    adapter.Id,
                },
                transaction,
                cancellationToken: cancel
            )
        );

    /// <summary>Locks a workspace's rows for the transaction, on either engine.</summary>
    public static Task HoldAsync(DbTransaction transaction, string workspace, CancellationToken cancel) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                "update model_versions set moved = moved where workspace = @workspace",
                new { workspace },
                transaction,
                cancellationToken: cancel
            )
        );

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Stage { get; init; } = "";
        public double? Share { get; init; }
        public string Manifest { get; init; } = "";
        public string Reason { get; init; } = "";
        public long Created { get; init; }
        public string CreatedBy { get; init; } = "";
        public long Moved { get; init; }
        public long? Produced { get; init; }

        public StoredAdapter ToAdapter(string workspace) =>
            new()
            {
                Id = Id,
                Workspace = workspace,
                Stage = AdapterStages.Read(Stage)!.Value,
                Share = Share,
                Manifest = WireJson.Read<AdapterManifest>(Manifest),
                Reason = Reason,
                CreatedMs = Created,
                CreatedBy = CreatedBy,
                MovedMs = Moved,
                ProducedMs = Produced,
            };
    }
}
