namespace ChatBot.Knowledge.Records.Storing;

/// <summary>An import that is going on, or was interrupted and goes on.</summary>
/// <param name="Source">The source's number in the database.</param>
/// <param name="Number">The run's; every row that it sees carries it.</param>
/// <param name="Position">Rows of the file that an interrupted run of the same file has already seen; 0 for a new one.</param>
/// <param name="SoFar">What that run had done.</param>
public sealed record RecordRun(string Workspace, long Source, long Number, long Position, RecordReport SoFar);

/// <summary>A source of records with what is stored of it.</summary>
/// <param name="Key">Its number in the database.</param>
/// <param name="Source">Full path of the file, or the address of the query without its secrets.</param>
/// <param name="Version">Rises with every import that ended.</param>
/// <param name="Imported">When the last import ended; 1970 while none has.</param>
public sealed record RecordSource(
    string Workspace,
    long Key,
    string Source,
    RecordShape Shape,
    long Version,
    long Rows,
    DateTimeOffset Imported,
    RecordReport? Report
)
{
    /// <summary>The last part of <see cref="Source"/>, on whichever system it was imported.</summary>
    public string FileName => Source.TrimEnd('/', '\\') is { Length: > 0 } path ? path[(path.LastIndexOfAny(['/', '\\']) + 1)..] : Source;
}
