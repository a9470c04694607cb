using System.Data.Common;
using ChatBot.Knowledge.Reading;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Knowledge.Indexing;

/// <summary>What the last run of each source skipped, and why: whoever ran it, until the next run of that source replaces it.</summary>
public sealed class SkippedFiles(IDatabase database)
{
    /// <summary>Lines of one source that are kept, whole files first: of parts that were left out many may stand in one file.</summary>
    public const int Kept = 10_000;

    private const string Columns =
        "source as Source, path as Path, file as File, reason as Reason, cast(partly as bigint) as Partly, cast(files as bigint) as Files";

    /// <param name="filter">What is looked for.</param>
    /// <returns>By source, whole files first; <paramref name="count"/> at most.</returns>
    public async Task<IReadOnlyList<SkippedFile>> ListAsync(
        string workspace,
        SkippedFilter filter,
        int skip,
        int count,
        CancellationToken cancel = default
    )
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(
                $"""
                select {Columns} from skipped_files where {Where(filter)} order by source, ordinal limit @count offset @skip
                """,
                Parameters(workspace, filter, skip, count),
                cancellationToken: cancel
            )
        );
        return [.. rows.Select(row => row.Read())];
    }

    /// <summary>How often each reason stands, the most frequent first; what differs only in its numbers is one reason.</summary>
    public async Task<IReadOnlyList<SkippedReason>> ReasonsAsync(string workspace, SkippedFilter filter, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<(string Reason, long Partly, long Lines, long Files)>(
            new CommandDefinition(
                $"""
                select reason, cast(partly as bigint), count(*), cast(sum(files) as bigint) from skipped_files
                where {Where(filter)} group by reason, partly
                """,
                Parameters(workspace, filter, 0, 0),
                cancellationToken: cancel
            )
        );
        return
        [
            .. rows.GroupBy(row => (Reason: SkippedReason.Kind(row.Reason), row.Partly))
                .Select(group => new SkippedReason(
                    group.Key.Reason,
                    group.Key.Partly != 0,
                    group.Sum(row => row.Partly != 0 ? row.Lines : row.Files)
                ))
                .OrderByDescending(reason => reason.Times)
                .ThenBy(reason => reason.Reason, StringComparer.Ordinal),
        ];
    }

    /// <summary>Of every source the first.</summary>
    internal static async Task<IEnumerable<SkippedFile>> FirstAsync(
        DbConnection connection,
        string workspace,
        int count,
        CancellationToken cancel
    ) =>
        (
            await connection.QueryAsync<Row>(
                new CommandDefinition(
                    $"select {Columns} from skipped_files where workspace = @workspace and ordinal < @count order by source, ordinal",
                    new { workspace, count },
                    cancellationToken: cancel
                )
            )
        ).Select(row => row.Read());

    internal static async Task<IEnumerable<Skipped>> ReadAsync(
        DbConnection connection,
        string workspace,
        string source,
        int count,
        CancellationToken cancel
    ) =>
        (
            await connection.QueryAsync<Row>(
                new CommandDefinition(
                    $"""
                    select {Columns} from skipped_files where workspace = @workspace and source = @source order by ordinal limit @count
                    """,
                    new
                    {
                        workspace,
                        source,
                        count,
                    },
                    cancellationToken: cancel
                )
            )
        ).Select(row => row.Read().Skipped);

    internal static async Task ReplaceAsync(
        DbTransaction transaction,
        string workspace,
        string source,
        IReadOnlyList<Skipped> skipped,
        CancellationToken cancel
    )
    {
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(
            new CommandDefinition(
                "delete from skipped_files where workspace = @workspace and source = @source",
                new { workspace, source },
                transaction,
                cancellationToken: cancel
            )
        );
        await connection.ExecuteAsync(
            new CommandDefinition(
                """
                insert into skipped_files (workspace, source, ordinal, path, file, reason, partly, files)
                values (@workspace, @source, @ordinal, @Path, @File, @Reason, @partly, @Files)
                """,
                skipped
                    .OrderBy(one => one.Partly)
                    .Take(Kept)
                    .Select(
                        (one, ordinal) =>
                            new
                            {
                                workspace,
                                source,
                                ordinal,
                                one.Path,
                                one.File,
                                one.Reason,
                                partly = one.Partly ? 1 : 0,
                                one.Files,
                            }
                    ),
                transaction,
                cancellationToken: cancel
            )
        );
    }

    private static string Where(SkippedFilter filter) =>
        "workspace = @workspace"
        + (filter.Source is null ? "" : " and source = @Source")
        + (filter.Partly is null ? "" : " and partly = @Partly")
        + (filter.Find is null ? "" : @" and (lower(path) like @Like escape '\' or lower(reason) like @Like escape '\')");

    private static object Parameters(string workspace, SkippedFilter filter, int skip, int count) =>
        new
        {
            workspace,
            filter.Source,
            Partly = filter.Partly == true ? 1 : 0,
            Like = filter.Find is { } find ? Likeness.Containing(find) : null,
            skip,
            count,
        };

    private sealed class Row
    {
        public string Source { get; init; } = "";
        public string Path { get; init; } = "";
        public string File { get; init; } = "";
        public string Reason { get; init; } = "";
        public long Partly { get; init; }
        public long Files { get; init; }

        public SkippedFile Read() => new(Source, new Skipped(Path, Reason, Partly != 0, (int)Files) { File = File });
    }
}

/// <summary>A file, or a part of one, that the last run of a source did not read.</summary>
public sealed record SkippedFile(string Source, Skipped Skipped);

/// <summary>Null asks for all.</summary>
/// <param name="Partly">Only parts of files, or only whole files.</param>
/// <param name="Find">A part of path or reason.</param>
public sealed record SkippedFilter(string? Source = null, bool? Partly = null, string? Find = null);
