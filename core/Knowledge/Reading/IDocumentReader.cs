namespace ChatBot.Knowledge.Reading;

/// <summary>Reads one kind of file. A file may hold several documents (a corpus, an export).</summary>
public interface IDocumentReader
{
    /// <summary>Extensions with their dot, lower case; whole file names (<c>dockerfile</c>) without.</summary>
    IReadOnlyCollection<string> Extensions { get; }

    /// <summary>The documents one after the other, so that a large file need not fit into memory.</summary>
    /// <param name="leftOut">Told what was left out while the rest was read ("line 3 is not JSON"), a line each.</param>
    /// <exception cref="UnreadableDocumentException">The file is broken, or nothing on this machine can read it.</exception>
    IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default);
}

/// <summary>A file cannot be indexed; the message is one line for people, and the rest of the run goes on.</summary>
public sealed class UnreadableDocumentException(string message, Exception? inner = null) : Exception(message, inner);
