using ChatBot.Knowledge.Reading;

namespace ChatBot.Knowledge.Indexing;

/// <summary>What a run did. Numbers count documents; one file may hold many.</summary>
/// <param name="Skipped">Files, folders and parts of files that were not read, with the reason.</param>
public sealed record IngestReport(int Added, int Changed, int Unchanged, int Removed, IReadOnlyList<Skipped> Skipped)
{
    /// <summary>The same by kind of file, in alphabetical order.</summary>
    public IReadOnlyList<KindCount> Kinds { get; init; } = [];

    public int Total => Added + Changed + Unchanged;
}

/// <summary>What became of the files of one kind.</summary>
/// <param name="Kind">Extension with its dot, or the name of a file that has none.</param>
/// <param name="Files">Files that were read or are known to be unchanged.</param>
/// <param name="Documents">Documents in them.</param>
/// <param name="Skipped">Files that were not read.</param>
public sealed record KindCount(string Kind, int Files, int Documents, int Skipped);

/// <param name="Files">Files dealt with so far, of <paramref name="TotalFiles"/>.</param>
/// <param name="Current">The file that was last dealt with.</param>
public readonly record struct IngestProgress(int Files, int TotalFiles, int Documents, string Current);

/// <summary>The run cannot go on (a full disk); the message says what to do. What was indexed before it stays.</summary>
public sealed class IngestException(string message, Exception? inner = null) : Exception(message, inner);
