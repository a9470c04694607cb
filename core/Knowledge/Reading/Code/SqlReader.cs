using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Code;

/// <summary>
/// SQL: a statement is a section, under the name of what it makes or changes, with its comment as text. Neighbours of one kind (the
/// rows of a dump) share sections. Dumps are read a statement at a time.
/// </summary>
public sealed class SqlReader : IDocumentReader
{
    /// <summary>Statements and characters that one document holds.</summary>
    private const int MostSections = 1000;

    private const int MostCharacters = 1_000_000;

    /// <summary>Characters of neighbours under one name that share a section.</summary>
    private const int SharedSection = 1200;

    /// <summary>Characters of a statement that says little by itself: "COMMIT".</summary>
    private const int Aside = 60;

    /// <summary>Characters of a section, cut at a line.</summary>
    private const int LongSection = 3500;

    private const int OverviewEntries = 30;

    public IReadOnlyCollection<string> Extensions { get; } = [".sql", ".ddl", ".pgsql", ".psql", ".tsql", ".plsql"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        using var text = file.OpenText();
        var open = new List<SqlStatement>();
        var characters = 0;
        var from = 1;
        var number = 0;
        foreach (var code in SqlStatements.Of(text))
        {
            cancel.ThrowIfCancellationRequested();
            number++;
            open.Add(SqlStatement.Of(code));
            characters += code.Length;
            if (open.Count < MostSections && characters < MostCharacters)
                continue;
            yield return Document(file, open, from);
            open.Clear();
            characters = 0;
            from = number + 1;
        }
        if (open.Count > 0)
            yield return Document(file, open, from);
    }

    private static SourceDocument Document(FileContent file, List<SqlStatement> statements, int from)
    {
        var sections = new List<Section>();
        if (Overview(file.Name, statements, from == 1) is { Count: > 0 } overview)
            sections.Add(new Section([], overview));
        for (var i = 0; i < statements.Count; )
        {
            var first = statements[i];
            var code = new List<string> { first.Code };
            var length = first.Code.Length;
            i++;
            while (
                i < statements.Count
                && (statements[i].Title == first.Title || (statements[i].Title.Length == 0 && statements[i].Code.Length < Aside))
                && statements[i].Comment.Length == 0
                && length + statements[i].Code.Length <= SharedSection
            )
            {
                code.Add(statements[i].Code);
                length += statements[i].Code.Length;
                i++;
            }
            var parts = CodeParts.Of(string.Join('\n', code), LongSection).ToList();
            foreach (var (n, part) in parts.Index())
            {
                var blocks = new List<Block>();
                if (first.Comment.Length > 0)
                    blocks.Add(new Paragraph(first.Comment));
                blocks.Add(new CodeBlock(part, "sql"));
                sections.Add(new Section(first.Title.Length == 0 ? [] : [first.Title], n == 0 ? blocks : blocks[^1..], first.Name));
            }
        }
        return new SourceDocument(
            from == 1 ? file.Uri : $"{file.Uri}#from statement {from}",
            from == 1 ? file.Name : $"{file.Name}, from statement {from}",
            sections,
            Names: $"{file.Name} {Path.GetFileNameWithoutExtension(file.Name)}"
        );
    }

    /// <summary>What the file says of itself, and what it makes.</summary>
    private static List<Block> Overview(string name, List<SqlStatement> statements, bool isFirst)
    {
        var blocks = new List<Block>();
        var head = isFirst && statements.Count > 0 ? statements[0].Head : "";
        if (head.Length > 0)
            blocks.Add(new Paragraph([new CodeSpan(name), new Words(": " + head)]));
        var made = statements.Where(statement => statement.Makes).DistinctBy(statement => statement.Title).Take(OverviewEntries).ToList();
        if (made.Count > 0)
        {
            blocks.Add(new Paragraph([new CodeSpan(name), new Words(" defines:")]));
            blocks.Add(
                new ListBlock([
                    .. made.Select(statement => new ListItem(
                        "",
                        [
                            new Paragraph([
                                new Words(statement.Kind + " "),
                                new CodeSpan(statement.Name),
                                new Words(statement.Comment.Length > 0 ? ": " + statement.Comment : ""),
                            ]),
                        ]
                    )),
                ])
            );
        }
        return blocks;
    }
}
