using ChatBot.Knowledge.Reading.Blocks;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>Excel workbooks (XLSX): a visible sheet is a section, a row a line with the names of its columns, values as shown.</summary>
public sealed class ExcelReader : IDocumentReader
{
    /// <summary>Rows of one document; a workbook with more is several.</summary>
    private const int RowsOfDocument = 5000;

    public IReadOnlyCollection<string> Extensions { get; } = [".xlsx", ".xlsm", ".xltx", ".xls"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        using var stream = OfficePackage.Open(file, "Excel workbook", ".xlsx");
        using var documents = Documents(stream, file, leftOut, cancel).GetEnumerator();
        while (true)
        {
            try
            {
                if (!documents.MoveNext())
                    yield break;
            }
            catch (Exception error) when (OfficePackage.IsDamage(error))
            {
                throw OfficePackage.Broken("Excel workbook (XLSX)", "Excel", error);
            }
            yield return documents.Current;
        }
    }

    private sealed record Sheet(string Name, WorksheetPart Part, SheetLayout Layout);

    private static IEnumerable<SourceDocument> Documents(Stream stream, FileContent file, Action<string> leftOut, CancellationToken cancel)
    {
        using var package = SpreadsheetDocument.Open(stream, isEditable: false);
        var book = package.WorkbookPart ?? throw new InvalidDataException("no workbook");
        var sheets = Visible(book, leftOut, cancel);
        var styles = Part(book.WorkbookStylesPart, part => new CellStyles(part));
        var texts = Part(book.SharedStringTablePart, part => new SharedTexts(part, cancel));
        var title = OfficePackage.Title(package) ?? Titles.FromFileName(file.Name);
        var small = sheets.Sum(sheet => sheet.Layout.Rows) <= RowsOfDocument;
        var whole = new OpenDocument();
        foreach (var sheet in sheets)
        {
            using var rows = sheet.Part.GetStream(FileMode.Open, FileAccess.Read);
            var open = small ? whole : new OpenDocument();
            foreach (var part in new SheetParts(sheet.Layout).Of(new SheetCells(styles, texts, sheet.Layout).Read(rows, cancel)))
            {
                open.Add(sheets.Count > 1 || !IsGivenName(sheet.Name) ? sheet.Name : "", part);
                if (small || open.Rows < RowsOfDocument)
                    continue;
                yield return open.Made($"{file.Uri}#{sheet.Name} rows {open.First}-{open.Last}", $"{title}, {sheet.Name}", file.Name);
                open = new OpenDocument { IsPart = true };
            }
            if (!small && open.Rows > 0)
                yield return open.Made(
                    $"{file.Uri}#{sheet.Name}{(open.IsPart ? $" rows {open.First}-{open.Last}" : "")}",
                    $"{title}, {sheet.Name}",
                    file.Name
                );
        }
        if (small && whole.Rows > 0)
            yield return whole.Made(file.Uri, title, file.Name);
    }

    private static List<Sheet> Visible(WorkbookPart book, Action<string> leftOut, CancellationToken cancel)
    {
        var from1904 = book.Workbook?.WorkbookProperties?.Date1904?.Value ?? false;
        var sheets = new List<Sheet>();
        foreach (var sheet in book.Workbook?.Sheets?.Elements<DocumentFormat.OpenXml.Spreadsheet.Sheet>() ?? [])
        {
            if (sheet.Id?.Value is not { } id || !book.TryGetPartById(id, out var part) || part is not WorksheetPart worksheet)
                continue; // a sheet that is a chart
            if (sheet.State?.Value is { } state && state != SheetStateValues.Visible)
            {
                leftOut($"the sheet \"{sheet.Name?.Value}\" is hidden and was not read");
                continue;
            }
            using var rows = worksheet.GetStream(FileMode.Open, FileAccess.Read);
            sheets.Add(new Sheet(sheet.Name?.Value ?? "", worksheet, new SheetLayout(rows, from1904, cancel)));
        }
        return sheets;
    }

    private static T Part<T>(OpenXmlPart? part, Func<Stream?, T> read)
    {
        using var stream = part?.GetStream(FileMode.Open, FileAccess.Read);
        return read(stream);
    }

    /// <summary>"Sheet1", "Tabelle1": a name that the program gave.</summary>
    private static bool IsGivenName(string name) =>
        name.TrimEnd("0123456789".ToCharArray()) is var word
        && word.Length < name.Length
        && word.TrimEnd() is "Sheet" or "Tabelle" or "Feuil" or "Hoja" or "Foglio" or "Blad" or "Arkusz" or "Planilha" or "Лист";

    /// <summary>Parts of sheets on their way to a document; rows below one heading are one section.</summary>
    private sealed class OpenDocument
    {
        private readonly List<Section> _sections = [];
        private readonly List<Block> _blocks = [];
        private readonly HashSet<string> _names = [];
        private IReadOnlyList<string> _headings = [];

        public int Rows { get; private set; }
        public int First { get; private set; }
        public int Last { get; private set; }
        public bool IsPart { get; init; }

        public void Add(string sheet, SheetPart part)
        {
            IReadOnlyList<string> headings = [.. new[] { sheet, part.Title }.Where(name => name.Length > 0)];
            if (!headings.SequenceEqual(_headings) || (_blocks.Count > 0 && Kind(_blocks[^1]) != Kind(part.Block)))
                Close();
            _headings = headings;
            _blocks.Add(part.Block);
            _names.Add(part.Names);
            First = Rows == 0 ? part.FirstRow : First;
            Last = part.LastRow;
            Rows++;
        }

        public SourceDocument Made(string uri, string title, string fileName)
        {
            Close();
            return new SourceDocument(uri, title, [.. _sections], Names: string.Join(' ', _names.Prepend(fileName)).Trim());
        }

        private void Close()
        {
            if (_blocks.Count > 0)
                _sections.Add(new Section(_headings, [.. _blocks]));
            _blocks.Clear();
        }

        private static (bool, bool) Kind(Block block) => (block is DataRecord, block is DataRecord { IsRow: true });
    }
}
