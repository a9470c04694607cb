using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Tables;

namespace ChatBot.Knowledge.Records.Importing.Tables;

/// <summary>
/// Delimited text (CSV, TSV): quoted cells may hold delimiters and lines; a quote that nothing closes costs its own line.
/// </summary>
internal sealed class DelimitedTable : IRecordTable
{
    /// <summary>Characters that one row may have; a quote open for longer was none.</summary>
    private const int LongestRow = 4 * 1024 * 1024;

    /// <summary>Characters of a cell that tell whether it is a name.</summary>
    private const int LongestHead = 1000;

    private readonly FileContent _file;
    private readonly TableRequest _request;
    private readonly CsvDialect _dialect;

    /// <summary>Rows above the first one of the table.</summary>
    private readonly int _above;

    public DelimitedTable(FileContent file, TableRequest request, bool tabbed, CancellationToken cancel)
    {
        (_file, _request) = (file, request);
        using (var text = TableText.Open(file, request.Encoding))
            _dialect = CsvDialect.Of(text, tabbed);
        if (request.Delimiter is { } delimiter)
            _dialect = _dialect with { Delimiter = Unescaped(delimiter) };
        var first = Read(cancel).Select(row => Cut(row.Row.Cells)).Take(TableHead.Sample).ToList();
        var filled = first.Where(TableHead.IsFilled).ToList();
        if (filled.Count == 0)
            throw new UnreadableDocumentException("holds no rows");
        (Columns, _above) = Head(first, filled);
        Stamp = FileStamp.Of(file.Path, request);
        Length = new FileInfo(file.Path).Length;
    }

    public string Source => _file.Path;
    public string Name => _file.Name;
    public string? Stamp { get; }
    public long Length { get; }
    public IReadOnlyList<string> Columns { get; }
    public IReadOnlyCollection<string> Notes => [];

    public IEnumerable<TableRow> Rows(CancellationToken cancel = default) =>
        Read(cancel)
            .Where(read => TableHead.IsFilled(read.Row.Cells))
            .Skip(_above)
            .Select(read => new TableRow(read.Row.Line, read.Row.Cells, read.Bytes));

    public void Dispose() { }

    private IEnumerable<(CsvRow Row, long Bytes)> Read(CancellationToken cancel)
    {
        using var text = TableText.Open(_file, _request.Encoding);
        var before = 0;
        if (_dialect.Named)
        {
            text.ReadLine();
            before = 1;
        }
        foreach (var row in CsvRows.Numbered(text, _dialect.Delimiter, LongestRow, cancel))
            yield return (row with { Line = row.Line + before }, text.BaseStream.Position);
    }

    private (IReadOnlyList<string> Columns, int Above) Head(List<string[]> first, List<string[]> filled)
    {
        var width = filled.GroupBy(row => row.Length).MaxBy(group => group.Count())!.Key;
        if (_request.Columns is { Count: > 0 } given)
            return (ColumnHeads.Of(given, given.Count), Names(filled[0], given) == given.Count ? 1 : 0);
        // Whoever names columns has seen the head: it is the row that has them.
        if (
            _request.Expected is { Count: > 0 } expected
            && filled.FindIndex(row => Names(row, expected) == expected.Count) is >= 0 and var at
        )
            return (ColumnHeads.Of(filled[at], filled[at].Length), at + 1);
        var head = TableHead.Of(first, _dialect.Delimiter);
        return (ColumnHeads.Of(head.Names, head.Names.Count > 0 ? head.Names.Count : width), head.Length);
    }

    private static string[] Cut(string[] cells) => [.. cells.Select(cell => cell.Length <= LongestHead ? cell : cell[..LongestHead])];

    /// <summary>How many of the names stand in a row.</summary>
    private static int Names(string[] row, IReadOnlyList<string> names) =>
        names.Count(name => row.Any(cell => cell.Trim('\uFEFF', ' ').Equals(name, StringComparison.OrdinalIgnoreCase)));

    private static char Unescaped(string delimiter) =>
        delimiter is "\\t" or "tab" ? '\t'
        : delimiter.Length == 1 ? delimiter[0]
        : throw new UnreadableDocumentException($"cannot be parted by \"{delimiter}\": one sign parts the cells of a CSV file");
}
