using ChatBot.Knowledge.Records.Importing.Shaping;
using ChatBot.Knowledge.Records.Importing.Tables;

namespace ChatBot.Knowledge.Records.Importing.Running;

/// <summary>Makes of a row as it was read a row as it is stored, or says why it cannot be.</summary>
internal sealed class RowConversion
{
    /// <summary>Characters of an id: it stands in an index.</summary>
    private const int LongestId = 500;

    /// <summary>Characters of a title; a longer one is shown cut, and whole with the text.</summary>
    private const int LongestTitle = 300;

    private readonly ImportPlan _plan;
    private readonly CellRedaction _redaction;
    private readonly TimeZoneInfo _zone;
    private readonly ColumnTally[] _tallies;
    private readonly int _id;

    /// <param name="before">What an interrupted run had counted.</param>
    public RowConversion(ImportPlan plan, CellRedaction redaction, TimeZoneInfo zone, IReadOnlyList<ColumnReport> before)
    {
        (_plan, _redaction, _zone) = (plan, redaction, zone);
        _tallies =
        [
            .. plan.Columns.Select(column => new ColumnTally(
                column.Column,
                before.FirstOrDefault(report => report.Name == column.Column.Name)
            )),
        ];
        _id = plan.Columns.Select((column, at) => (column, at)).First(pair => pair.column.Column.Role == ColumnRole.Id).at;
    }

    public IReadOnlyList<ColumnReport> Columns => [.. _tallies.Select(tally => tally.Report)];

    /// <param name="unreadable">Told of cells that are no date or number, which are stored as nothing: the column and the cell.</param>
    /// <returns>The row, or why there is none.</returns>
    public (StoredRecord? Row, string? Fault) Of(TableRow row, Action<string, string> unreadable)
    {
        if (row.Fault is { } fault)
            return (null, fault);
        if (!Fits(row.Cells))
            return (null, $"has {row.Cells.Count} cells, not {_plan.Columns.Count}");
        if (Cell(row, _id) is not { } id)
            return (null, "has no id");
        if (id.Length > LongestId)
            return (null, $"its id is longer than {LongestId} characters");
        var title = "";
        var paragraphs = new List<string>();
        var cells = new List<object?>();
        for (var at = 0; at < _plan.Columns.Count; at++)
        {
            var (planned, column) = (_plan.Columns[at], _plan.Columns[at].Column);
            var cell = Cell(row, at);
            if (RecordShape.IsCounted(column))
                cells.Add(cell is null ? null : Counted(cell, planned, at, unreadable));
            else if (cell is not null && column.Role == ColumnRole.Title)
                title = _redaction.Of(cell, column.Rule, _tallies[at]);
            else if (cell is not null && column.Role == ColumnRole.Text)
                paragraphs.Add(_redaction.Of(cell, column.Rule, _tallies[at]));
        }
        var line = string.Join(' ', title.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length > LongestTitle)
        {
            paragraphs.Insert(0, title);
            line = line[..(char.IsHighSurrogate(line[LongestTitle - 2]) ? LongestTitle - 2 : LongestTitle - 1)] + "…";
        }
        id = _redaction.OfId(id, _plan.Columns[_id].Column.Rule, _tallies[_id]);
        return (new StoredRecord(id, line, string.Join("\n\n", paragraphs), cells), null);
    }

    /// <summary>The cells for people to look at, as far as that may be.</summary>
    /// <returns>Null where cells cannot be told apart and some column holds people.</returns>
    public IReadOnlyDictionary<string, string>? Shown(TableRow row)
    {
        if (row.Fault is not null || !Fits(row.Cells))
        {
            if (_plan.Columns.Any(column => column.Column.Rule == CellRule.Hash))
                return null;
            return row.Fault is not null
                ? new Dictionary<string, string> { ["row"] = _redaction.Of(row.Raw, CellRule.Redact, null) }
                : row
                    .Cells.Select((cell, at) => (cell, at))
                    .ToDictionary(pair => $"cell {pair.at + 1}", pair => _redaction.Of(pair.cell ?? "", CellRule.Redact, null));
        }
        var shown = new Dictionary<string, string>();
        for (var at = 0; at < _plan.Columns.Count; at++)
            if (_plan.Columns[at].Column is { Role: not ColumnRole.Ignored } column && Cell(row, at) is { } cell)
                shown[column.Name] = Shown(cell, column);
        return shown;
    }

    public string Shown(string cell, string column) => Shown(cell, _plan.Columns.First(planned => planned.Column.Name == column).Column);

    private string Shown(string cell, RecordColumn column) =>
        column.Role == ColumnRole.Id ? _redaction.OfId(cell, column.Rule, null) : _redaction.Of(cell, column.Rule, null);

    /// <summary>Cells beyond the last column are none where they are empty: programs write a delimiter too many.</summary>
    private bool Fits(IReadOnlyList<string?> cells) =>
        cells.Count == _plan.Columns.Count
        || (cells.Count > _plan.Columns.Count && cells.Skip(_plan.Columns.Count).All(string.IsNullOrWhiteSpace));

    private static string? Cell(TableRow row, int at) => row.Cells[at]?.Trim() is { Length: > 0 } cell ? cell : null;

    private object? Counted(string cell, PlannedColumn planned, int at, Action<string, string> unreadable)
    {
        object? counted = planned.Column.Role switch
        {
            ColumnRole.Date => DateCell.Read(cell, planned.Dates ?? DateForm.YearFirst, _zone),
            ColumnRole.Amount => AmountCell.Read(cell, planned.Commas),
            _ => _redaction.Of(cell, planned.Column.Rule, _tallies[at]),
        };
        if (counted is null)
        {
            _tallies[at].Unreadable();
            unreadable(planned.Column.Name, cell);
        }
        return counted;
    }
}
