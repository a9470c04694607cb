using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>A piece of a sheet that stands by itself.</summary>
/// <param name="Title">The line above it; empty where it has none.</param>
/// <param name="Names">Of its columns.</param>
/// <param name="FirstRow">From 1; <paramref name="LastRow"/> is the last one it takes up.</param>
internal sealed record SheetPart(string Title, Block Block, string Names, int FirstRow, int LastRow);

/// <summary>
/// Rows of a sheet as lines with the names of their columns. Empty rows part it: what follows may have a title and names of its own.
/// </summary>
internal sealed class SheetParts(SheetLayout layout)
{
    /// <summary>Rows that are looked at to find out what a part is.</summary>
    private const int LookedAt = 40;

    private const int LongestTitle = 120,
        MostTitleLines = 3;

    private Dictionary<int, string>? _names;
    private string _title = "";

    public IEnumerable<SheetPart> Of(IEnumerable<SheetRow> rows)
    {
        var open = new List<SheetRow>();
        var started = false;
        foreach (var row in rows)
        {
            if (row.AfterBlank && (open.Count > 0 || started))
            {
                foreach (var part in Started(open, started, whole: true))
                    yield return part;
                (started, open) = (false, []);
            }
            open.Add(row);
            if (!started && open.Count < LookedAt)
                continue;
            foreach (var part in Started(open, started, whole: false))
                yield return part;
            (started, open) = (true, []);
        }
        foreach (var part in Started(open, started, whole: true))
            yield return part;
    }

    private IEnumerable<SheetPart> Started(List<SheetRow> rows, bool started, bool whole)
    {
        if (rows.Count == 0)
            yield break;
        var from = 0;
        if (!started)
        {
            var wide = rows.FindIndex(row => row.Cells.Count > 1);
            // A line or two by themselves are the title of what follows.
            if (wide < 0 && whole && rows.Count <= MostTitleLines && rows.TrueForAll(row => row.Cells[0].IsText))
                wide = rows.Count;
            if (wide > 0)
                _title = "";
            for (; from < wide; from++)
                if (_title.Length == 0 && rows[from].Cells[0].Text.Length <= LongestTitle)
                    _title = rows[from].Cells[0].Text;
                else
                    yield return Part(new Paragraph(rows[from].Cells[0].Text), rows[from]);
            rows = rows[from..];
            if (rows.Count == 0)
                yield break;
            if (ColumnNames.Of(rows, layout, _names is null) is { } found)
            {
                _names = found.Names;
                rows = rows[found.Rows..];
            }
            else if (whole && ColumnNames.AreKeys(rows) && (_names is null || _names.Count != 2))
            {
                yield return new SheetPart(
                    _title,
                    new DataRecord(
                        [
                            .. rows.Select(row =>
                                row.Cells.Count > 1 ? (row.Cells[0].Text.TrimEnd(':', ' '), row.Cells[1].Text) : ("", row.Cells[0].Text)
                            ),
                        ],
                        IsRow: false
                    ),
                    string.Join(' ', rows.Select(row => row.Cells[0].Text)),
                    rows[0].Number,
                    rows[^1].Number
                );
                yield break;
            }
            else if (rows.Count == 1 && rows[0].Cells.Count == 1)
            {
                yield return Part(new Paragraph(rows[0].Cells[0].Text), rows[0]);
                yield break;
            }
        }
        foreach (var row in rows)
            if (!IsHeaderAgain(row))
                yield return Part(
                    new DataRecord([.. row.Cells.Select(cell => (_names?.GetValueOrDefault(cell.Column) ?? "", cell.Text))], IsRow: true),
                    row
                );
    }

    private SheetPart Part(Block block, SheetRow row) =>
        new(_title, block, _names is null ? "" : string.Join(' ', _names.Values), row.Number, row.Number);

    private bool IsHeaderAgain(SheetRow row) =>
        _names is { Count: > 1 }
        && row.Cells.Count == _names.Count
        && row.Cells.All(cell => _names.GetValueOrDefault(cell.Column) == cell.Text);
}
