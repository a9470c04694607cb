using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatBot.Language;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Knowledge.Records.Storing;

/// <summary>
/// Writes imports: batch by batch with the position in the file, so that one that was interrupted goes on where it was. What people ask
/// sees an import when it has ended.
/// </summary>
public sealed class RecordStore(IDatabase database, IRecordStorage storage, RecordSources sources, TimeProvider time)
{
    /// <summary>Terms of one row that it is found by.</summary>
    private const int MostTerms = 5000;

    /// <summary>Rows that are removed in one transaction.</summary>
    private const int Batch = 5000;

    /// <summary>Begins an import, or goes on with one of the same file that was interrupted.</summary>
    /// <param name="stamp">Tells whether it is the same file: its length, time and the like.</param>
    public Task<RecordRun> BeginAsync(
        string workspace,
        string source,
        RecordShape shape,
        string stamp,
        CancellationToken cancel = default
    ) => database.WriteAsync(workspace, transaction => sources.BeginAsync(transaction, workspace, source, shape, stamp, cancel), cancel);

    /// <summary>Writes a batch together with where the file has been read to.</summary>
    /// <param name="position">Rows of the file that have been seen, this batch included.</param>
    /// <param name="report">Makes of what the batch did the report that is kept with the position.</param>
    /// <returns>What became of each row.</returns>
    public Task<IReadOnlyList<RowFate>> WriteAsync(
        RecordRun run,
        RecordShape shape,
        IReadOnlyList<StoredRecord> rows,
        long position,
        Func<IReadOnlyList<RowFate>, RecordReport> report,
        CancellationToken cancel = default
    )
    {
        var written = rows.Select(row => Written(row, shape)).ToList();
        return database.WriteAsync<IReadOnlyList<RowFate>>(
            run.Workspace,
            async transaction =>
            {
                var fates = await FatesAsync(transaction, run, written, cancel);
                // Analysis is most of the work, and the rows of a second import are unchanged as a rule.
                var changed = written
                    .Select((row, at) => (Row: row, At: at))
                    .Where(row => fates[row.At] is RowFate.Added or RowFate.Changed)
                    .Select(row => row.Row with { Terms = TermsOf(rows[row.At]) })
                    .ToList();
                if (changed.Count > 0)
                    await storage.PutAsync(transaction, run, changed, cancel);
                await SawAsync(
                    transaction,
                    run,
                    [.. written.Where((_, at) => fates[at] == RowFate.Unchanged).Select(row => row.Id)],
                    cancel
                );
                await sources.AdvanceAsync(transaction, run, position, report(fates), cancel);
                return fates;
            },
            cancel
        );
    }

    /// <summary>Ends an import: what the file no longer has goes, and questions see the new rows.</summary>
    /// <returns>Rows that went.</returns>
    public async Task<long> EndAsync(RecordRun run, Func<long, RecordReport> report, CancellationToken cancel = default)
    {
        var (removed, last) = (0L, 0L);
        while (true)
        {
            var keys = await GoneAsync(run, last, cancel);
            if (keys.Count == 0)
                break;
            removed += keys.Count;
            last = keys[^1];
            await database.WriteAsync(
                run.Workspace,
                transaction =>
                    transaction.Connection!.ExecuteAsync(
                        new CommandDefinition(
                            $"delete from records where {ByKey.Among(database.Sql)}",
                            new { run.Workspace, keys = keys.ToArray() },
                            transaction,
                            cancellationToken: cancel
                        )
                    ),
                cancel
            );
        }
        await database.WriteAsync(
            run.Workspace,
            transaction => sources.EndAsync(transaction, run, report(removed), time.NowMs(), cancel),
            cancel
        );
        return removed;
    }

    private async Task<List<long>> GoneAsync(RecordRun run, long after, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(run.Workspace, cancel);
        return (
            await connection.QueryAsync<long>(
                new CommandDefinition(
                    $"""
                    select key from records where {ByKey.Workspace} and source + 0 = @Source and run <> @Number and key > @after
                    order by key limit @Batch
                    """,
                    new
                    {
                        run.Workspace,
                        run.Source,
                        run.Number,
                        after,
                        Batch,
                    },
                    cancellationToken: cancel
                )
            )
        ).AsList();
    }

    /// <summary>A row whose id this run has seen already, in an earlier batch or in this one, is a second of its name.</summary>
    private async Task<RowFate[]> FatesAsync(DbTransaction transaction, RecordRun run, List<WrittenRecord> rows, CancellationToken cancel)
    {
        var known = (
            await transaction.Connection!.QueryAsync<(string Id, string Hash, long Run)>(
                new CommandDefinition(
                    "select id, hash, run from records where workspace = @Workspace and source = @Source and "
                        + database.Sql.IsOneOf("id", "ids"),
                    new
                    {
                        run.Workspace,
                        run.Source,
                        ids = rows.Select(row => row.Id).Distinct().ToArray(),
                    },
                    transaction,
                    cancellationToken: cancel
                )
            )
        ).ToDictionary(row => row.Id, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. rows.Select(row =>
                !seen.Add(row.Id) || known.TryGetValue(row.Id, out var before) && before.Run == run.Number ? RowFate.Duplicate
                : !known.TryGetValue(row.Id, out before) ? RowFate.Added
                : before.Hash == row.Hash ? RowFate.Unchanged
                : RowFate.Changed
            ),
        ];
    }

    private Task SawAsync(DbTransaction transaction, RecordRun run, string[] ids, CancellationToken cancel) =>
        ids.Length == 0
            ? Task.CompletedTask
            : transaction.Connection!.ExecuteAsync(
                new CommandDefinition(
                    "update records set run = @Number where workspace = @Workspace and source = @Source and "
                        + database.Sql.IsOneOf("id", "ids"),
                    new
                    {
                        run.Workspace,
                        run.Source,
                        run.Number,
                        ids,
                    },
                    transaction,
                    cancellationToken: cancel
                )
            );

    private static WrittenRecord Written(StoredRecord row, RecordShape shape)
    {
        var cells = RecordCells.Write(row.Cells, shape);
        var hash = Convert.ToHexString(
            SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize((string[])[TextAnalyzer.Version, row.Title, row.Text, cells])))
        );
        return new WrittenRecord(row.Id, RecordCells.Folded(row.Id), row.Title, row.Text, cells, "", hash[..32]);
    }

    private static string TermsOf(StoredRecord row) =>
        string.Join(
            ' ',
            TextAnalyzer
                .Terms($"{row.Title}\n{row.Text}")
                .Where(term => !term.IsStopWord)
                .Select(term => term.Term)
                .Distinct()
                .Take(MostTerms)
        );
}

/// <summary>What became of a row of an import.</summary>
public enum RowFate
{
    Added,
    Changed,
    Unchanged,

    /// <summary>Its id stood in the file before: the first one counts, this one was not stored.</summary>
    Duplicate,
}
