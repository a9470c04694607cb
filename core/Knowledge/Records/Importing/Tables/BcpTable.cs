using ChatBot.Knowledge.Reading;

namespace ChatBot.Knowledge.Records.Importing.Tables;

/// <summary>
/// What SQL Server's <c>bcp</c> writes with <c>-c</c> or <c>-w</c>: no head, no quotes; an empty cell is null, a NUL is an empty text.
/// A text with line breaks in it stands on several lines: they are put together where that gives a row of the right width.
/// </summary>
internal sealed class BcpTable : IRecordTable
{
    /// <summary>Lines that one row may stand on.</summary>
    private const int MostLines = 1000;

    private readonly FileContent _file;
    private readonly TableRequest _request;
    private readonly string _delimiter;

    public BcpTable(FileContent file, TableRequest request, CancellationToken cancel)
    {
        (_file, _request) = (file, request);
        _delimiter = request.Delimiter is null or "\\t" or "tab" ? "\t" : request.Delimiter;
        using var text = TableText.Open(file, request.Encoding);
        cancel.ThrowIfCancellationRequested();
        var first = text.ReadLine() ?? throw new UnreadableDocumentException("holds no rows");
        Columns = ColumnHeads.Of(request.Columns, request.Columns.Count > 0 ? request.Columns.Count : first.Split(_delimiter).Length);
        Stamp = FileStamp.Of(file.Path, request);
        Length = new FileInfo(file.Path).Length;
    }

    public string Source => _file.Path;
    public string Name => _file.Name;
    public string? Stamp { get; }
    public long Length { get; }
    public IReadOnlyList<string> Columns { get; }
    public IReadOnlyCollection<string> Notes => [];

    public IEnumerable<TableRow> Rows(CancellationToken cancel = default)
    {
        using var text = TableText.Open(_file, _request.Encoding);
        var number = 0L;
        var open = new List<string>();
        var cells = 0; // of the open lines together
        while (text.ReadLine() is { } line)
        {
            cancel.ThrowIfCancellationRequested();
            number++;
            var width = line.Split(_delimiter).Length;
            var joined = open.Count == 0 ? width : cells + width - 1;
            // A whole row, or one that does not fit, begins anew: what is open stays a piece of one.
            if (open.Count > 0 && (width >= Columns.Count || joined > Columns.Count || open.Count == MostLines))
            {
                yield return Row(number - open.Count, open, text);
                open.Clear();
                joined = width;
            }
            if (open.Count == 0 && line.Length == 0)
                continue;
            open.Add(line);
            cells = joined;
            if (cells < Columns.Count)
                continue;
            yield return Row(number - open.Count + 1, open, text);
            open.Clear();
        }
        if (open.Count > 0)
            yield return Row(number - open.Count + 1, open, text);
    }

    public void Dispose() { }

    private TableRow Row(long line, List<string> lines, StreamReader text) =>
        new(
            line,
            [.. string.Join('\n', lines).Split(_delimiter).Select(cell => cell.Length == 0 ? null : cell.Trim('\0'))],
            text.BaseStream.Position
        );
}
