using System.Data.Common;

namespace ChatBot.Knowledge.Records.Storing;

/// <summary>A row as it is written, with what it is found by.</summary>
/// <param name="Folded">The id as people type it.</param>
/// <param name="Cells">JSON, by column.</param>
/// <param name="Terms">Analysed terms of title and text, each once, separated by spaces.</param>
/// <param name="Hash">Of all that is stored, and of how terms are made: an equal one is the same row.</param>
public sealed record WrittenRecord(string Id, string Folded, string Title, string Text, string Cells, string Terms, string Hash);

/// <summary>Writes and finds rows: the part of records that differs by engine.</summary>
public interface IRecordStorage
{
    /// <summary>Adds rows, or puts them in the place of those with their ids.</summary>
    Task PutAsync(DbTransaction transaction, RecordRun run, IReadOnlyList<WrittenRecord> rows, CancellationToken cancel = default);

    /// <summary>Keys, in order, of the rows of a source that hold every one of the terms, or any of them.</summary>
    Task<IReadOnlyList<long>> FindAsync(
        DbConnection connection,
        RecordSource source,
        IReadOnlyList<string> terms,
        bool all,
        CancellationToken cancel = default
    );
}
