using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Office;
using ChatBot.Knowledge.Reading.Tables;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using CellStyles = ChatBot.Knowledge.Reading.Office.CellStyles;

namespace ChatBot.Knowledge.Records.Importing.Tables;

/// <summary>
/// The first visible sheet of an Excel workbook that has rows below a head. Cells are what is stored: dates and numbers do not depend on
/// how they are shown, formulas give their last result, and hidden rows and columns are left out as in documents.
/// </summary>
internal sealed class SheetTable : IRecordTable
{
    private readonly FileContent _file;
    private readonly string _sheet = "";
    private readonly int _above;

    public SheetTable(FileContent file, TableRequest request, CancellationToken cancel)
    {
        _file = file;
        foreach (var name in Names())
        {
            var first = Read(name, cancel).Take(TableHead.Sample).Select(row => Dense(row, 0)).ToList();
            if (first.Count == 0 || (first.Count < 2 && request.Columns.Count == 0))
                continue;
            _sheet = name;
            var head =
                request.Columns.Count > 0 ? new TableHead([], request.Columns, 0)
                : first.FindIndex(row => request.Expected.Count > 0 && request.Expected.All(column => Has(row, column))) is >= 0 and var at
                    ? new TableHead([], first[at], at + 1)
                : TableHead.Of(first, null);
            Columns = ColumnHeads.Of(head.Names, head.Names.Count > 0 ? head.Names.Count : first.Max(row => row.Length));
            _above = head.Length;
            break;
        }
        if (Columns.Count == 0)
            throw new UnreadableDocumentException("has no visible sheet with rows");
        Stamp = FileStamp.Of(file.Path, request);
        Length = new FileInfo(file.Path).Length;
    }

    public string Source => _file.Path;
    public string Name => _file.Name;
    public string? Stamp { get; }
    public long Length { get; }
    public IReadOnlyList<string> Columns { get; } = [];
    public IReadOnlyCollection<string> Notes => [];

    public IEnumerable<TableRow> Rows(CancellationToken cancel = default) =>
        Read(_sheet, cancel).Skip(_above).Select(row => new TableRow(row.Number, Dense(row, Columns.Count), 0));

    public void Dispose() { }

    private static bool Has(string[] row, string column) => row.Contains(column, StringComparer.OrdinalIgnoreCase);

    private static string[] Dense(SheetRow row, int least)
    {
        var cells = new string[Math.Max(least, row.Cells[^1].Column + 1)];
        Array.Fill(cells, "");
        foreach (var cell in row.Cells)
            cells[cell.Column] = cell.Text;
        return cells;
    }

    private List<string> Names() =>
        Guarded(() =>
        {
            using var stream = OfficePackage.Open(_file, "Excel workbook", ".xlsx");
            using var package = SpreadsheetDocument.Open(stream, isEditable: false);
            return Sheets(package)
                .Where(sheet => sheet.State?.Value is not { } state || state == SheetStateValues.Visible)
                .Select(sheet => sheet.Name?.Value ?? "")
                .ToList();
        });

    private IEnumerable<SheetRow> Read(string name, CancellationToken cancel)
    {
        using var rows = Stream(name, cancel).GetEnumerator();
        while (Guarded(rows.MoveNext))
            yield return rows.Current;
    }

    private IEnumerable<SheetRow> Stream(string name, CancellationToken cancel)
    {
        using var stream = OfficePackage.Open(_file, "Excel workbook", ".xlsx");
        using var package = SpreadsheetDocument.Open(stream, isEditable: false);
        var book = package.WorkbookPart!;
        var sheet = Sheets(package).First(sheet => (sheet.Name?.Value ?? "") == name);
        if (!book.TryGetPartById(sheet.Id?.Value ?? "", out var part) || part is not WorksheetPart worksheet)
            yield break; // a sheet that is a chart
        SheetLayout layout;
        using (var before = worksheet.GetStream(FileMode.Open, FileAccess.Read))
            layout = new SheetLayout(before, book.Workbook?.WorkbookProperties?.Date1904?.Value ?? false, cancel);
        using var styles = book.WorkbookStylesPart?.GetStream(FileMode.Open, FileAccess.Read);
        using var texts = book.SharedStringTablePart?.GetStream(FileMode.Open, FileAccess.Read);
        using var rows = worksheet.GetStream(FileMode.Open, FileAccess.Read);
        var cells = new SheetCells(new CellStyles(styles), new SharedTexts(texts, cancel), layout, plain: true);
        foreach (var row in cells.Read(rows, cancel))
            yield return row;
    }

    private static IEnumerable<Sheet> Sheets(SpreadsheetDocument package) =>
        package.WorkbookPart?.Workbook?.Sheets?.Elements<Sheet>() ?? throw new InvalidDataException("no workbook");

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error)
            when (error is not OperationCanceledException and not UnreadableDocumentException && OfficePackage.IsDamage(error))
        {
            throw OfficePackage.Broken("Excel workbook (XLSX)", "Excel", error);
        }
    }
}
