namespace ChatBot.Knowledge.Reading;

/// <summary>Reads one kind of file. A file may hold several documents (a corpus, an export).</summary>
public interface IDocumentReader
{
    /// <summary>Extensions with their dot, lower case; whole file names (<c>dockerfile</c>) without.</summary>
    IReadOnlyCollection<string> Extensions { get; }

    /// <exception cref="UnreadableDocumentException">The file is broken, or nothing on this machine can read it.</exception>
    Task<IReadOnlyList<SourceDocument>> ReadAsync(FileContent file, CancellationToken cancel = default);
}

/// <summary>A file cannot be indexed; the message is one line for people, and the rest of the run goes on.</summary>
public sealed class UnreadableDocumentException(string message, Exception? inner = null) : Exception(message, inner);
