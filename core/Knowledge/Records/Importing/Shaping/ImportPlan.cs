namespace ChatBot.Knowledge.Records.Importing.Shaping;

/// <summary>How a table is imported: its shape, and how its dates and numbers are written.</summary>
/// <param name="Columns">As the shape's, in their order.</param>
public sealed record ImportPlan(string Noun, IReadOnlyList<PlannedColumn> Columns)
{
    public RecordShape Shape => field ??= new RecordShape(Noun, [.. Columns.Select(column => column.Column)]);
}

/// <param name="Dates">How a date column is written; null for others.</param>
/// <param name="Commas">Whether an amount column has decimal commas.</param>
public sealed record PlannedColumn(RecordColumn Column, DateForm? Dates = null, bool Commas = false);

/// <summary>What whoever imports says of the columns, by their names; it wins over what was remembered and what is found.</summary>
public sealed record ShapeWishes
{
    public string? Noun { get; init; }

    /// <summary>A role for each column that is named.</summary>
    public IReadOnlyDictionary<string, ColumnRole> Roles { get; init; } = new Dictionary<string, ColumnRole>();

    /// <summary>Columns that rows are counted by; which kind of facet is found.</summary>
    public IReadOnlyList<string> Facets { get; init; } = [];

    public IReadOnlyDictionary<string, CellRule> Rules { get; init; } = new Dictionary<string, CellRule>();

    public IEnumerable<string> Named => Roles.Keys.Concat(Facets).Concat(Rules.Keys).Distinct(StringComparer.OrdinalIgnoreCase);
}

/// <summary>The shape cannot be decided, or a wish is about a column that is not there; the message is one line for people.</summary>
public sealed class ShapeException(string message) : Exception(message);
