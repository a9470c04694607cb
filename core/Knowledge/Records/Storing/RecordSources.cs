using System.Data.Common;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Knowledge.Records.Storing;

/// <summary>The sources of records of a workspace, and how far their imports are.</summary>
public sealed class RecordSources(IDatabase database)
{
    /// <summary>Every instance numbers one source at a time.</summary>
    private const long NumberLock = 0x5245434f52445331;

    /// <param name="workspace">A workspace, or <see cref="Workspaces.All"/>.</param>
    public async Task<IReadOnlyList<RecordSource>> ListAsync(string workspace, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(
                "select workspace, source, key, shape, version, rows, imported, report from record_sources "
                    + "where workspace = @workspace or @workspace = '*' order by workspace, source",
                new { workspace },
                cancellationToken: cancel
            )
        );
        return [.. rows.Select(row => row.Read())];
    }

    /// <summary>Takes a source and all its rows out.</summary>
    /// <param name="alongside">What is written in the same transaction, given the rows that went.</param>
    /// <returns>Rows that went; null where there is no such source.</returns>
    public async Task<long?> ForgetAsync(
        string workspace,
        string source,
        Func<DbTransaction, long, Task>? alongside = null,
        CancellationToken cancel = default
    )
    {
        if ((await ListAsync(workspace, cancel)).FirstOrDefault(known => known.Source == source) is not { } found)
            return null;
        return await database.WriteAsync<long?>(
            workspace,
            async transaction =>
            {
                var removed = await transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        "delete from records where workspace = @Workspace and source = @Key",
                        found,
                        transaction,
                        cancellationToken: cancel
                    )
                );
                await transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        "delete from record_sources where workspace = @Workspace and source = @Source",
                        found,
                        transaction,
                        cancellationToken: cancel
                    )
                );
                if (alongside is not null)
                    await alongside(transaction, removed);
                return removed;
            },
            cancel
        );
    }

    internal async Task<RecordRun> BeginAsync(
        DbTransaction transaction,
        string workspace,
        string source,
        RecordShape shape,
        string stamp,
        CancellationToken cancel
    )
    {
        await database.Sql.LockAsync(transaction, NumberLock, cancel);
        var connection = transaction.Connection!;
        var written = WireJson.Write(shape);
        var known = await connection.QuerySingleOrDefaultAsync<Begun>(
            new CommandDefinition(
                "select key, shape, run, stamp, position, so_far as SoFar from record_sources "
                    + "where workspace = @workspace and source = @source",
                new { workspace, source },
                transaction,
                cancellationToken: cancel
            )
        );
        if (known is not null && known.Stamp == stamp && known.Shape == written && known.SoFar.Length > 0)
            return new RecordRun(workspace, known.Key, known.Run, known.Position, WireJson.Read<RecordReport>(known.SoFar));
        var key =
            known?.Key
            ?? await connection.ExecuteScalarAsync<long>(
                new CommandDefinition(
                    "select coalesce(max(key), 0) + 1 from record_sources where workspace = @workspace",
                    new { workspace },
                    transaction,
                    cancellationToken: cancel
                )
            );
        var number = (known?.Run ?? 0) + 1;
        await connection.ExecuteAsync(
            new CommandDefinition(
                """
                insert into record_sources (workspace, source, key, shape, version, rows, imported, run, stamp, position, so_far)
                values (@workspace, @source, @key, @written, 0, 0, 0, @number, @stamp, 0, '')
                on conflict (workspace, source) do update set shape = excluded.shape, run = excluded.run, stamp = excluded.stamp,
                    position = 0, so_far = ''
                """,
                new
                {
                    workspace,
                    source,
                    key,
                    written,
                    number,
                    stamp,
                },
                transaction,
                cancellationToken: cancel
            )
        );
        return new RecordRun(workspace, key, number, 0, new RecordReport(0, 0, 0, 0, 0, 0, null, []));
    }

    internal Task AdvanceAsync(DbTransaction transaction, RecordRun run, long position, RecordReport soFar, CancellationToken cancel) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                "update record_sources set position = @position, so_far = @soFar where workspace = @Workspace and key = @Source",
                new
                {
                    run.Workspace,
                    run.Source,
                    position,
                    soFar = WireJson.Write(soFar),
                },
                transaction,
                cancellationToken: cancel
            )
        );

    internal Task EndAsync(DbTransaction transaction, RecordRun run, RecordReport report, long now, CancellationToken cancel) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                """
                update record_sources set version = version + 1, imported = @now, report = @report, stamp = '', position = 0, so_far = '',
                    rows = (select count(*) from records where workspace = @Workspace and source = @Source)
                where workspace = @Workspace and key = @Source
                """,
                new
                {
                    run.Workspace,
                    run.Source,
                    now,
                    report = WireJson.Write(report),
                },
                transaction,
                cancellationToken: cancel
            )
        );

    private sealed record Begun
    {
        public long Key { get; init; }
        public string Shape { get; init; } = "";
        public long Run { get; init; }
        public string Stamp { get; init; } = "";
        public long Position { get; init; }
        public string SoFar { get; init; } = "";
    }

    private sealed record Row
    {
        public string Workspace { get; init; } = "";
        public string Source { get; init; } = "";
        public long Key { get; init; }
        public string Shape { get; init; } = "";
        public long Version { get; init; }
        public long Rows { get; init; }
        public long Imported { get; init; }
        public string Report { get; init; } = "";

        public RecordSource Read() =>
            new(
                Workspace,
                Key,
                Source,
                WireJson.Read<RecordShape>(Shape),
                Version,
                Rows,
                DateTimeOffset.FromUnixTimeMilliseconds(Imported),
                Report.Length == 0 ? null : WireJson.Read<RecordReport>(Report)
            );
    }
}
