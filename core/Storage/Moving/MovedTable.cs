namespace ChatBot.Storage.Moving;

/// <summary>One table on its way: the columns both sides have, how the source reads them and how the target types them.</summary>
/// <param name="Select">Reads <paramref name="Columns"/> from SQLite.</param>
internal sealed record MovedTable(string Name, IReadOnlyList<MovedColumn> Columns, string Select)
{
    /// <summary>Reads the same columns back from PostgreSQL.</summary>
    public string SelectBack =>
        $"select {string.Join(", ", Columns.Select(column => column.Type == "vector" ? $"{column.Name}::real[]" : column.Name))} "
        + $"from {Name}";

    /// <summary>
    /// How the chunks of the two engines differ: SQLite keeps analysed terms in its full-text table, PostgreSQL beside the text
    /// and once more as lexemes, which are made anew.
    /// </summary>
    public static MovedTable Of(string name, IReadOnlyList<MovedColumn> columns)
    {
        var read = name == "chunks" ? columns.Where(column => column.Type != "tsvector").ToList() : columns;
        var select =
            name == "chunks"
                ? $"select {string.Join(", ", read.Select(ChunkColumn))} from chunks c join chunk_terms t on t.rowid = c.id"
                : $"select {string.Join(", ", read.Select(column => column.Name))} from {name}";
        return new MovedTable(name, read, select);
    }

    private static string ChunkColumn(MovedColumn column) =>
        column.Name switch
        {
            "title_terms" => "t.title",
            "body_terms" => "t.body",
            "name_terms" => "t.names",
            _ => "c." + column.Name,
        };
}

/// <param name="Type">PostgreSQL's name: text, int4, int8, float8, vector, tsvector.</param>
internal sealed record MovedColumn(string Name, string Type);

/// <summary>What moved: rows, and a hash of all their values that does not depend on order.</summary>
public sealed record MovedRows(string Table, long Rows, ulong Hash);
