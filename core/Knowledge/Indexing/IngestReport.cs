using ChatBot.Knowledge.Reading;

namespace ChatBot.Knowledge.Indexing;

/// <summary>What a run did. Numbers count documents; one file may hold many.</summary>
/// <param name="Skipped">Files and folders that were not read, with the reason.</param>
public sealed record IngestReport(int Added, int Changed, int Unchanged, int Removed, IReadOnlyList<Skipped> Skipped)
{
    public int Total => Added + Changed + Unchanged;
}

/// <param name="Files">Files dealt with so far, of <paramref name="TotalFiles"/>.</param>
/// <param name="Current">The file that was last dealt with.</param>
public readonly record struct IngestProgress(int Files, int TotalFiles, int Documents, string Current);

/// <summary>The run cannot go on (a full disk); the message says what to do. What was indexed before it stays.</summary>
public sealed class IngestException(string message, Exception? inner = null) : Exception(message, inner);
