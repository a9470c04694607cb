using ChatBot.Knowledge.Reading;

namespace ChatBot.Knowledge.Records.Importing.Tables;

/// <summary>A table to import, whatever it lies in: its columns, then its rows one after the other.</summary>
public interface IRecordTable : IDisposable
{
    /// <summary>What the source is called in the database: the file's full path, or a query's address without its secrets.</summary>
    string Source { get; }

    /// <summary>The file's name, or what a query is known by: what it is remembered under, and what its rows are named after.</summary>
    string Name { get; }

    /// <summary>Tells whether it is the same content as at another time; null where nothing can tell, as of a query.</summary>
    string? Stamp { get; }

    /// <summary>Bytes; 0 where that is not known.</summary>
    long Length { get; }

    /// <summary>In order, every name once.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>What was left out while reading, in words for people.</summary>
    IReadOnlyCollection<string> Notes { get; }

    /// <summary>
    /// The rows from the first one on, each time it is asked for; the same ones in the same order while the stamp is the same.
    /// </summary>
    /// <exception cref="UnreadableDocumentException">
    /// It cannot be read any further; the message is one line for people.
    /// </exception>
    IEnumerable<TableRow> Rows(CancellationToken cancel = default);
}

/// <summary>A row as it was read.</summary>
/// <param name="Line">Where it stands, from 1: of a text its line, of a sheet its row, of a database the row's number.</param>
/// <param name="Cells">
/// By column; null where there is nothing. As many as the row has, which may be another number than the columns'.
/// </param>
/// <param name="Bytes">How far the file has been read.</param>
public readonly record struct TableRow(long Line, IReadOnlyList<string?> Cells, long Bytes)
{
    /// <summary>Why the row could not be read; null for a sound one.</summary>
    public string? Fault { get; init; }

    /// <summary>The row as it stands, where it could not be read.</summary>
    public string Raw { get; init; } = "";

    public static TableRow Broken(long line, string fault, string raw, long bytes) => new(line, [], bytes) { Fault = fault, Raw = raw };
}
