namespace ChatBot.Knowledge.Reading;

/// <summary>Finds the reader for a file.</summary>
public sealed class DocumentReaders(IEnumerable<IDocumentReader> readers)
{
    /// <summary>Raised when some kind of file is read differently, so that files are read again.</summary>
    public const string Version = "3";

    private readonly Dictionary<string, IDocumentReader> _byExtension = readers
        .SelectMany(reader => reader.Extensions.Select(extension => (extension, reader)))
        .ToDictionary(pair => pair.extension, pair => pair.reader, StringComparer.OrdinalIgnoreCase);

    /// <summary>The reader for a file name, or null for a kind that is not read.</summary>
    public IDocumentReader? For(string name) =>
        _byExtension.GetValueOrDefault(Path.GetExtension(name)) ?? _byExtension.GetValueOrDefault(name);
}
