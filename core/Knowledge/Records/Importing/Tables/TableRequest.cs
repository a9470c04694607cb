namespace ChatBot.Knowledge.Records.Importing.Tables;

/// <summary>What a table lies in.</summary>
public enum TableFormat
{
    /// <summary>Delimited text with quotes.</summary>
    Csv,

    /// <summary>The same with tabs.</summary>
    Tsv,

    /// <summary>A list of objects, or one below a name.</summary>
    Json,

    /// <summary>An object a line.</summary>
    JsonLines,

    /// <summary>An Excel workbook (XLSX).</summary>
    Excel,

    /// <summary>Character output of SQL Server's <c>bcp</c>: no head, no quotes.</summary>
    Bcp,

    /// <summary>A SQLite file.</summary>
    Sqlite,
}

/// <summary>Which table is to be read, and how.</summary>
public sealed record TableRequest
{
    /// <summary>A file; empty for a query.</summary>
    public string Path { get; init; } = "";

    /// <summary>Null: what the file's name says.</summary>
    public TableFormat? Format { get; init; }

    /// <summary>Between cells; <c>\t</c> is a tab; null: what the file looks like.</summary>
    public string? Delimiter { get; init; }

    /// <summary>A charset's name or the number of a code page; null: what the bytes look like.</summary>
    public string? Encoding { get; init; }

    /// <summary>Names of the columns, for a file that does not have them in its first row.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The table of a SQLite file; null where it has one only.</summary>
    public string? Table { get; init; }

    /// <summary>A select statement; null for a file.</summary>
    public string? Query { get; init; }

    /// <summary>The connection string of a query, or the environment variable that holds it.</summary>
    public string? Connection { get; init; }

    /// <summary>Columns that are known to exist: the row that names them is the head.</summary>
    public IReadOnlyList<string> Expected { get; init; } = [];
}
