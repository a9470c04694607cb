using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Registry;

/// <summary>The trainer's runs, as the database knows them: what runs, what became of the others, and how much there is to learn.</summary>
public sealed class RunHistory(IDatabase database, TimeProvider time)
{
    private const string Columns =
        "id as Id, status as Status, message as Message, base as Base, base_sha256 as BaseSha256, data_sha256 as DataSha256, "
        + "adapter_id as AdapterId, settings as Settings, curve as Curve, read_until as ReadUntilMs, "
        + "started as StartedMs, ended as EndedMs";

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<RecordedRun>> ListAsync(string workspace, int count = 50, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return (
            await connection.QueryAsync<RecordedRun>(
                new CommandDefinition(
                    $"select {Columns} from training_runs where workspace = @workspace order by started desc, id desc limit @count",
                    new { workspace, count },
                    cancellationToken: cancel
                )
            )
        ).AsList();
    }

    /// <summary>The one that was begun and is not over, whoever began it; null for none.</summary>
    public async Task<RecordedRun?> FindUnfinishedAsync(string workspace, CancellationToken cancel = default) =>
        (await ListAsync(workspace, cancel: cancel)).FirstOrDefault(run => run.Status is "running" or "stopped");

    public Task BeginAsync(string workspace, RecordedRun run, CancellationToken cancel = default) =>
        database.WriteThroughAsync(
            workspace,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        """
                        insert into training_runs (id, workspace, status, base, base_sha256, settings, read_until, started)
                        values (@Id, @workspace, @Status, @Base, @BaseSha256, @Settings, @ReadUntilMs, @StartedMs)
                        """,
                        new
                        {
                            run.Id,
                            workspace,
                            run.Status,
                            run.Base,
                            run.BaseSha256,
                            run.Settings,
                            run.ReadUntilMs,
                            run.StartedMs,
                        },
                        transaction,
                        cancellationToken: cancel
                    )
                ),
            cancel
        );

    /// <summary>What is known by now; what is null stays as it is.</summary>
    public Task UpdateAsync(
        string workspace,
        string id,
        RunStatus status,
        string message = "",
        string? dataSha256 = null,
        string? adapterId = null,
        IReadOnlyList<RecordedLoss>? curve = null,
        CancellationToken cancel = default
    ) =>
        database.WriteThroughAsync(
            workspace,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        """
                        update training_runs set status = @Status, message = @message, data_sha256 = coalesce(@dataSha256, data_sha256),
                            adapter_id = coalesce(@adapterId, adapter_id), curve = coalesce(@Curve, curve), ended = @Ended
                        where workspace = @workspace and id = @id
                        """,
                        new
                        {
                            workspace,
                            id,
                            Status = status.ToString().ToLowerInvariant(),
                            message,
                            dataSha256,
                            adapterId,
                            Curve = curve is null ? null : WireJson.Write(curve),
                            Ended = status == RunStatus.Running ? (long?)null : time.NowMs(),
                        },
                        transaction,
                        cancellationToken: cancel
                    )
                ),
            cancel
        );

    /// <summary>Corrections approved, and answers rated well, since the last run that read what there was.</summary>
    public async Task<long> CountNewAsync(string workspace, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return await connection.ExecuteScalarAsync<long>(
            new CommandDefinition(
                """
                with last(read_until) as (
                    select coalesce(max(read_until), 0) from training_runs
                    where workspace = @workspace and status in ('registered', 'rejected')
                )
                select (select cast(count(*) as bigint) from corrections, last
                        where workspace = @workspace and status = 'approved' and decided > read_until)
                     + (select cast(count(*) as bigint) from ratings, last
                        where workspace = @workspace and overall >= 4 and accuracy >= 4 and updated > read_until)
                """,
                new { workspace },
                cancellationToken: cancel
            )
        );
    }
}
