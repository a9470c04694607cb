namespace ChatBot.Knowledge.Records;

/// <summary>What a column of records is for.</summary>
public enum ColumnRole
{
    /// <summary>Names the row: unique within its source.</summary>
    Id,

    /// <summary>What a list shows beside the id.</summary>
    Title,

    /// <summary>Free text, searched by words and meaning.</summary>
    Text,

    /// <summary>One of a few values: a category, priority, place, yes or no.</summary>
    Category,

    /// <summary>How far the row has come.</summary>
    Status,

    /// <summary>Somebody; stored by the column's <see cref="CellRule"/>.</summary>
    Person,

    /// <summary>A day, or a moment, in the time zone of <c>Records:TimeZone</c>.</summary>
    Date,

    /// <summary>A number that can be added up.</summary>
    Amount,

    /// <summary>Not stored.</summary>
    Ignored,
}

/// <summary>What is done to the personal data of a column before a cell is stored.</summary>
public enum CellRule
{
    /// <summary>What is found by content is replaced by its kind: <c>[email]</c>.</summary>
    Redact,

    /// <summary>The whole cell becomes a pseudonym, a keyed hash: the same person is the same value.</summary>
    Hash,

    /// <summary>As it stands, whatever it holds.</summary>
    Keep,
}

/// <summary>A column of records.</summary>
/// <param name="Name">As the file's head has it.</param>
public sealed record RecordColumn(string Name, ColumnRole Role)
{
    public CellRule Rule { get; init; }

    /// <summary>Other words for the column: "team" for <c>category</c>.</summary>
    public IReadOnlyList<string> AlsoCalled { get; init; } = [];

    /// <summary>Other words for its values: from <c>IT</c> to "computers", "tech".</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Synonyms { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Whether rows are counted by its values.</summary>
    public bool IsFacet => Role is ColumnRole.Category or ColumnRole.Status or ColumnRole.Person;
}

/// <summary>What is known of a source of records: what a row is called, and what its columns are for.</summary>
/// <param name="Noun">One row in the singular: "request".</param>
/// <param name="Columns">In the order of the file.</param>
public sealed record RecordShape(string Noun, IReadOnlyList<RecordColumn> Columns)
{
    /// <summary>The columns whose values a row stores for counting, in order: facets, dates and amounts.</summary>
    public IReadOnlyList<RecordColumn> Counted => field ??= [.. Columns.Where(IsCounted)];

    public RecordColumn? Id => Columns.FirstOrDefault(column => column.Role == ColumnRole.Id);

    public static bool IsCounted(RecordColumn column) => column.IsFacet || column.Role is ColumnRole.Date or ColumnRole.Amount;
}
