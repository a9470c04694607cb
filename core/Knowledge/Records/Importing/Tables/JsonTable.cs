using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Data;

namespace ChatBot.Knowledge.Records.Importing.Tables;

/// <summary>
/// Objects of a JSON list, or one a line (JSON Lines). A broken one costs itself; fields of an object within one are columns of their
/// own: <c>requester.name</c>.
/// </summary>
internal sealed class JsonTable : IRecordTable
{
    /// <summary>Objects whose fields name the columns.</summary>
    private const int Sample = 1000;

    private readonly FileContent _file;
    private readonly TableRequest _request;
    private readonly bool _byLine;
    private readonly Dictionary<string, int> _places = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> _notes = new(StringComparer.Ordinal);

    public JsonTable(FileContent file, TableRequest request, bool byLine, CancellationToken cancel)
    {
        (_file, _request, _byLine) = (file, request, byLine);
        var names = request.Columns.Count > 0 ? request.Columns : Found(cancel);
        if (names.Count == 0)
            throw new UnreadableDocumentException("holds no objects: a list of objects is needed, or one a line");
        Columns = ColumnHeads.Of(names, names.Count);
        for (var i = 0; i < names.Count; i++)
            _places.TryAdd(names[i], i);
        Stamp = FileStamp.Of(file.Path, request);
        Length = new FileInfo(file.Path).Length;
    }

    public string Source => _file.Path;
    public string Name => _file.Name;
    public string? Stamp { get; }
    public long Length { get; }
    public IReadOnlyList<string> Columns { get; }
    public IReadOnlyCollection<string> Notes => _notes;

    public IEnumerable<TableRow> Rows(CancellationToken cancel = default)
    {
        foreach (var (line, node, fault, raw, bytes) in Nodes(cancel))
        {
            if (fault is not null)
            {
                yield return TableRow.Broken(line, fault, raw, bytes);
                continue;
            }
            var cells = new string?[Columns.Count];
            foreach (var (name, value) in JsonFields.Of(node!))
                if (_places.TryGetValue(name, out var place))
                    cells[place] ??= value;
                else if (value is not null && _notes.Count < Sample)
                    _notes.Add($"the field {name} is not imported: none of the first {Sample} rows has it; name all with --columns");
            yield return new TableRow(line, cells, bytes);
        }
    }

    public void Dispose() { }

    private List<string> Found(CancellationToken cancel)
    {
        var names = new List<string>();
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var read in Nodes(cancel).Where(read => read.Node is DataMap).Take(Sample))
        foreach (var (name, _) in JsonFields.Of(read.Node!))
            if (known.Add(name))
                names.Add(name);
        return names;
    }

    private IEnumerable<Read> Nodes(CancellationToken cancel)
    {
        using var text = TableText.Open(_file, _request.Encoding);
        foreach (var read in _byLine ? Lines(text, cancel) : Values(text, cancel))
            yield return read.Node is null or DataMap ? read : read with { Node = null, Fault = "is no object", Raw = "" };
    }

    private static IEnumerable<Read> Lines(StreamReader text, CancellationToken cancel)
    {
        for (var number = 1L; text.ReadLine() is { } line; number++)
        {
            cancel.ThrowIfCancellationRequested();
            if (line.AsSpan().Trim("\uFEFF\x1E \t") is "")
                continue;
            DataNode? node = null;
            try
            {
                var json = new JsonText(new StringReader(line));
                node = json.Value();
                if (json.Next() >= 0)
                    node = null; // more than one value is no row
            }
            catch (JsonBreakException)
            {
                node = null;
            }
            yield return new Read(number, node, node is null ? "is not JSON" : null, node is null ? line : "", text.BaseStream.Position);
        }
    }

    private static IEnumerable<Read> Values(StreamReader text, CancellationToken cancel)
    {
        var faults = new Queue<string>();
        var values = new JsonValues(text, whole: false, faults.Enqueue, cancel);
        foreach (var node in values.All())
        {
            while (faults.TryDequeue(out var fault))
                yield return new Read(values.Line, null, fault, "", text.BaseStream.Position);
            yield return new Read(values.Line, node, null, "", text.BaseStream.Position);
        }
        while (faults.TryDequeue(out var fault))
            yield return new Read(values.Line, null, fault, "", text.BaseStream.Position);
    }

    private readonly record struct Read(long Line, DataNode? Node, string? Fault, string Raw, long Bytes);
}
