using ChatBot.Knowledge.Records.Storing;

namespace ChatBot.Knowledge.Records.Asking;

/// <summary>Reads a question about records and counts what it asks for.</summary>
public interface IRecordDesk
{
    /// <summary>Reads a question.</summary>
    /// <param name="earlier">The question before it in its conversation, on its own; null for none.</param>
    Task<RecordReading> ReadAsync(RecordAsker asker, string question, string? earlier, CancellationToken cancel = default);

    /// <summary>The source of a query that was read for the asker.</summary>
    Task<RecordSource> SourceAsync(RecordAsker asker, string source, CancellationToken cancel = default);

    /// <summary>Reads the tables that imports have changed into memory, so that nobody's question waits for it.</summary>
    Task RefreshAsync(CancellationToken cancel = default);

    /// <summary>Counts, lists, adds up: only rows that the asker may see.</summary>
    Task<RecordResult> FindAsync(RecordAsker asker, RecordQuery query, CancellationToken cancel = default);
}

/// <summary>Where it is asked, which decides which rows are seen.</summary>
/// <param name="Channel">As <c>Records:Rights</c> names it.</param>
public sealed record RecordAsker(string Workspace, string Channel = "", string Conversation = "");
