using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Tables;

/// <summary>
/// Tables as text: a row becomes one line "- column: value; column: value", so that it can be found and quoted on its own. Long
/// tables give several documents; rows that are added at the end change the last of them only.
/// </summary>
public sealed class CsvTableReader : IDocumentReader
{
    /// <summary>Rows, and characters, that one document holds.</summary>
    private const int MostRows = 5000;

    private const int MostCharacters = 1_000_000;

    public IReadOnlyCollection<string> Extensions { get; } = [".csv", ".tsv", ".tab"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        var dialect = DialectOf(file);
        using var text = file.OpenText();
        if (dialect.Named)
            text.ReadLine();
        using var rows = CsvRows.Of(text, dialect.Delimiter, cancel).GetEnumerator();
        var first = new List<string[]>();
        while (first.Count < TableHead.Sample && rows.MoveNext())
            first.Add(rows.Current);
        var head = TableHead.Of(first, dialect.Delimiter);
        var open = new List<Block>();
        var characters = 0;
        var number = 0;
        var from = 1;
        foreach (var row in first.Where(TableHead.IsFilled).Skip(head.Length).Concat(Rest(rows).Where(TableHead.IsFilled)))
        {
            number++;
            open.Add(new DataRecord(Fields(row, head.Names), IsRow: true));
            characters += row.Sum(cell => cell.Length);
            if (open.Count < MostRows && characters < MostCharacters)
                continue;
            yield return Document(file, head, open, from);
            open = [];
            characters = 0;
            from = number + 1;
        }
        if (open.Count > 0 || (from == 1 && head.Titles.Count > 0))
            yield return Document(file, head, open, from);
    }

    private static CsvDialect DialectOf(FileContent file)
    {
        using var text = file.OpenText();
        return CsvDialect.Of(
            text,
            file.Name.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) || file.Name.EndsWith(".tab", StringComparison.OrdinalIgnoreCase)
        );
    }

    private static IEnumerable<string[]> Rest(IEnumerator<string[]> rows)
    {
        while (rows.MoveNext())
            yield return rows.Current;
    }

    private static (string, string)[] Fields(string[] row, IReadOnlyList<string> names)
    {
        var fields = new (string, string)[row.Length];
        for (var i = 0; i < row.Length; i++)
            fields[i] = (i < names.Count ? names[i] : "", row[i]);
        return fields;
    }

    private static SourceDocument Document(FileContent file, TableHead head, List<Block> rows, int from)
    {
        var title = Titles.FromFileName(file.Name);
        var sections = new List<Section>();
        if (from == 1 && head.Titles.Count > 0)
        {
            var lines = head.Titles.SelectMany(
                (line, i) => i == 0 ? (IEnumerable<Inline>)[new Words(line)] : [new LineBreak(), new Words(line)]
            );
            sections.Add(new Section([], [new Paragraph([.. lines])]));
        }
        if (rows.Count > 0)
            sections.Add(new Section([], rows));
        return new SourceDocument(
            from == 1 ? file.Uri : $"{file.Uri}#from row {from}",
            from == 1 ? title : $"{title}, from row {from}",
            sections,
            Names: $"{file.Name} {string.Join(' ', head.Names)}".TrimEnd()
        );
    }
}
