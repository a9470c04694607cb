namespace ChatBot.Storage.Moving;

/// <summary>
/// A table whose rows the engines keep in different ways; the room whose table it is registers it. All others move column by column.
/// </summary>
public interface IMovedTable
{
    string Name { get; }

    /// <summary>Brings the source's rows to where they are read.</summary>
    Task PrepareAsync(IDatabase source, CancellationToken cancel);

    /// <summary>Reads the target's columns, in their order, from SQLite.</summary>
    string Select(IReadOnlyList<string> columns);
}

/// <summary>One table on its way: the columns both sides have, how the source reads them and how the target types them.</summary>
/// <param name="Special">Where the two engines keep it differently.</param>
internal sealed record MovedTable(string Name, IReadOnlyList<MovedColumn> Columns, IMovedTable? Special)
{
    /// <summary>Reads <see cref="Columns"/> from SQLite.</summary>
    public string Select =>
        Special?.Select([.. Columns.Select(column => column.Name)])
        ?? $"select {string.Join(", ", Columns.Select(column => column.Name))} from {Name}";

    /// <summary>Reads the same columns back from PostgreSQL.</summary>
    public string SelectBack =>
        $"select {string.Join(", ", Columns.Select(column => column.Type == "vector" ? $"{column.Name}::real[]" : column.Name))} "
        + $"from {Name}";
}

/// <param name="Type">PostgreSQL's name: text, int4, int8, float8, bytea, vector.</param>
internal sealed record MovedColumn(string Name, string Type);

/// <summary>What moved: rows, and a hash of all their values that does not depend on order.</summary>
public sealed record MovedRows(string Table, long Rows, ulong Hash);
