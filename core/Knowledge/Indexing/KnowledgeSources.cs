using System.Data.Common;
using ChatBot.Knowledge.Reading;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Knowledge.Indexing;

/// <summary>A source with what is indexed of it and how fresh it is.</summary>
/// <param name="Refreshed">When its last complete run ended; 1970 while none has.</param>
/// <param name="Added">Documents added by that run, and so on.</param>
/// <param name="Problems">What that run skipped, the first hundred.</param>
/// <param name="Kinds">What that run read, by kind of file.</param>
public sealed record KnowledgeSource(
    string Source,
    string Category,
    long Documents,
    long Chunks,
    DateTimeOffset Refreshed,
    int Added,
    int Changed,
    int Removed,
    int Skipped,
    IReadOnlyList<Skipped> Problems,
    IReadOnlyList<KindCount> Kinds
)
{
    /// <summary>A first run has begun and not ended: it is going on, or was killed.</summary>
    public bool IsUnfinished => Refreshed == DateTimeOffset.UnixEpoch;
}

/// <summary>The sources of a workspace, for admin pages.</summary>
public sealed class KnowledgeSources(IDatabase database)
{
    /// <summary>Of a source's skipped files, so many stand with it; <see cref="SkippedFiles"/> lists them all.</summary>
    private const int FirstProblems = 100;

    public async Task<IReadOnlyList<KnowledgeSource>> ListAsync(string workspace, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(
                """
                select s.source, s.category, s.refreshed, s.added, s.changed, s.removed, s.skipped, s.kinds,
                       count(d.id) as documents, coalesce(sum(d.chunks), 0) as chunks
                from knowledge_sources s left join documents d on d.workspace = s.workspace and d.source = s.source
                where s.workspace = @workspace
                group by s.source, s.category, s.refreshed, s.added, s.changed, s.removed, s.skipped, s.kinds
                order by s.source
                """,
                new { workspace },
                cancellationToken: cancel
            )
        );
        var problems = (await SkippedFiles.FirstAsync(connection, workspace, FirstProblems, cancel)).ToLookup(
            problem => problem.Source,
            problem => problem.Skipped
        );
        return
        [
            .. rows.Select(row => new KnowledgeSource(
                row.Source,
                row.Category,
                row.Documents,
                row.Chunks,
                DateTimeOffset.FromUnixTimeMilliseconds(row.Refreshed),
                row.Added,
                row.Changed,
                row.Removed,
                row.Skipped,
                [.. problems[row.Source]],
                WireJson.Read<IReadOnlyList<KindCount>>(row.Kinds)
            )),
        ];
    }

    /// <summary>A source is known from its first run's beginning on: where that is killed, the index is unfinished, not empty.</summary>
    internal static Task BeginAsync(
        DbTransaction transaction,
        string workspace,
        string source,
        string category,
        CancellationToken cancel = default
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                """
                insert into knowledge_sources (workspace, source, category, refreshed, added, changed, removed, skipped, kinds)
                values (@workspace, @source, @category, 0, 0, 0, 0, 0, '[]')
                on conflict (workspace, source) do nothing
                """,
                new
                {
                    workspace,
                    source,
                    category,
                },
                transaction,
                cancellationToken: cancel
            )
        );

    internal static Task SaveAsync(
        DbTransaction transaction,
        string workspace,
        string source,
        string category,
        IngestReport report,
        long now,
        CancellationToken cancel = default
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                """
                insert into knowledge_sources (workspace, source, category, refreshed, added, changed, removed, skipped, kinds)
                values (@workspace, @source, @category, @now, @Added, @Changed, @Removed, @Skipped, @Kinds)
                on conflict (workspace, source) do update
                    set category = excluded.category, refreshed = excluded.refreshed, added = excluded.added,
                    changed = excluded.changed, removed = excluded.removed, skipped = excluded.skipped, kinds = excluded.kinds
                """,
                new
                {
                    workspace,
                    source,
                    category,
                    now,
                    report.Added,
                    report.Changed,
                    report.Removed,
                    Skipped = report.Skipped.Count,
                    Kinds = WireJson.Write(report.Kinds),
                },
                transaction,
                cancellationToken: cancel
            )
        );

    private sealed class Row
    {
        public string Source { get; init; } = "";
        public string Category { get; init; } = "";
        public long Refreshed { get; init; }
        public int Added { get; init; }
        public int Changed { get; init; }
        public int Removed { get; init; }
        public int Skipped { get; init; }
        public string Kinds { get; init; } = "[]";
        public long Documents { get; init; }
        public long Chunks { get; init; }
    }
}
