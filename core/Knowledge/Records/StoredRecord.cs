namespace ChatBot.Knowledge.Records;

/// <summary>A row on its way into the database: checked, and its personal data redacted.</summary>
/// <param name="Id">Unique within its source.</param>
/// <param name="Title">One line; empty where no column is a title.</param>
/// <param name="Text">The text columns, a paragraph each; empty where there is none.</param>
/// <param name="Cells">
/// One for each of <see cref="RecordShape.Counted"/>: text of a facet, a <see cref="DateTime"/> on the clock of
/// <c>Records:TimeZone</c>, a <see cref="decimal"/> amount; null where the row says nothing.
/// </param>
public sealed record StoredRecord(string Id, string Title, string Text, IReadOnlyList<object?> Cells);

/// <summary>What an import did, as admins read it.</summary>
/// <param name="Read">Rows of the file, sound or not.</param>
/// <param name="Removed">Rows that the file no longer has.</param>
/// <param name="Rejected">Rows that could not be stored, each named in <paramref name="RejectedFile"/>.</param>
/// <param name="Columns">What was done to personal data, a column each.</param>
public sealed record RecordReport(
    long Read,
    long Added,
    long Changed,
    long Unchanged,
    long Removed,
    long Rejected,
    string? RejectedFile,
    IReadOnlyList<ColumnReport> Columns
)
{
    /// <summary>Of the file and the shape that were imported: an equal one needs no import. Null while it goes on.</summary>
    public string? Stamp { get; init; }
}

/// <param name="Redacted">Cells in which personal data was replaced, by kind: <c>email</c>, <c>phone</c>.</param>
/// <param name="Hashed">Cells that became pseudonyms.</param>
public sealed record ColumnReport(string Name, ColumnRole Role, CellRule Rule, IReadOnlyDictionary<string, long> Redacted, long Hashed)
{
    /// <summary>Cells that are no date or no number, and are stored as nothing; the side file has them.</summary>
    public long Unreadable { get; init; }
}
