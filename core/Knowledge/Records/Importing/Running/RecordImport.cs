using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Records.Importing.Shaping;
using ChatBot.Knowledge.Records.Importing.Tables;
using ChatBot.Knowledge.Records.Storing;

namespace ChatBot.Knowledge.Records.Importing.Running;

/// <summary>How far an import is.</summary>
/// <param name="Bytes">Of <paramref name="Length"/>; both 0 where the source has none.</param>
public readonly record struct RecordProgress(long Rows, long Bytes, long Length);

/// <summary>
/// One run over a table: rows are converted and written in batches, each with its position, so that memory stays the same however long
/// the table is and an interrupted run goes on where it was.
/// </summary>
internal sealed class RecordImport(
    RecordStore store,
    RecordRun run,
    IRecordTable table,
    ImportPlan plan,
    RowConversion conversion,
    RejectedRows rejected,
    string stamp
)
{
    /// <summary>Rows, and characters, that are written together.</summary>
    private const int MostRows = 1000,
        MostCharacters = 4_000_000;

    private readonly List<(StoredRecord Row, TableRow Read, long Position)> _batch = [];
    private RecordReport _report = run.SoFar;
    private long _position = run.Position;
    private long _faults; // rows of this batch that are not stored
    private int _characters;

    public async Task<RecordReport> RunAsync(IProgress<RecordProgress>? progress, CancellationToken cancel)
    {
        var skipped = 0L;
        foreach (var row in table.Rows(cancel))
        {
            // A file has no index of its rows: those before are read again, which costs little beside storing them.
            if (skipped < run.Position)
            {
                skipped++;
                continue;
            }
            Take(row);
            if (_batch.Count + _faults < MostRows && _characters < MostCharacters)
                continue;
            await WriteAsync(cancel);
            progress?.Report(new RecordProgress(_position, row.Bytes, table.Length));
        }
        if (_batch.Count + _faults > 0)
            await WriteAsync(cancel);
        if (_report.Read > 0 && _report.Added + _report.Changed + _report.Unchanged == 0)
            throw new UnreadableDocumentException(
                $"None of the {_report.Read} rows of {table.Name} can be stored, so nothing was taken out either; {rejected.Path} says why."
            );
        var report = _report with { Columns = conversion.Columns, Stamp = stamp };
        var removed = await store.EndAsync(run, gone => report with { Removed = gone }, cancel);
        progress?.Report(new RecordProgress(_position, table.Length, table.Length));
        return report with { Removed = removed };
    }

    private void Take(TableRow row)
    {
        var position = ++_position;
        var (stored, fault) = conversion.Of(
            row,
            (column, cell) =>
                rejected.Add(
                    new RejectedRow(
                        position,
                        row.Line,
                        $"{column} cannot be read, so it is empty",
                        Stored: true,
                        new Dictionary<string, string> { [column] = conversion.Shown(cell, column) }
                    )
                )
        );
        _characters += row.Raw.Length + row.Cells.Sum(cell => cell?.Length ?? 0);
        if (stored is not null)
        {
            _batch.Add((stored, row, position));
            return;
        }
        _faults++;
        rejected.Add(new RejectedRow(position, row.Line, fault!, Stored: false, conversion.Shown(row)));
    }

    private async Task WriteAsync(CancellationToken cancel)
    {
        RecordReport? written = null;
        await store.WriteAsync(
            run,
            plan.Shape,
            [.. _batch.Select(row => row.Row)],
            _position,
            fates =>
            {
                // May be called again where the database asks for the transaction once more.
                var twice = _batch.Where((_, at) => fates[at] == RowFate.Duplicate).ToList();
                rejected.Write(
                    twice.Select(row => new RejectedRow(
                        row.Position,
                        row.Read.Line,
                        "its id stands above already",
                        Stored: false,
                        conversion.Shown(row.Read)
                    ))
                );
                return written = _report with
                {
                    Read = _report.Read + _batch.Count + _faults,
                    Added = _report.Added + fates.Count(fate => fate == RowFate.Added),
                    Changed = _report.Changed + fates.Count(fate => fate == RowFate.Changed),
                    Unchanged = _report.Unchanged + fates.Count(fate => fate == RowFate.Unchanged),
                    Rejected = _report.Rejected + _faults + twice.Count,
                    RejectedFile = rejected.Any || twice.Count > 0 ? rejected.Path : null,
                    Columns = conversion.Columns,
                };
            },
            cancel
        );
        rejected.Committed();
        _report = written!;
        _batch.Clear();
        (_faults, _characters) = (0, 0);
    }
}
