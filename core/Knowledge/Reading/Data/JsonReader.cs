namespace ChatBot.Knowledge.Reading.Data;

/// <summary>
/// JSON: documents <c>{"id", "title"?, "text"}</c>, one, several or an array of them; a description of an API (OpenAPI, Swagger);
/// anything else becomes searchable "path: value" records. A broken place costs the value that it stands in.
/// </summary>
public sealed class JsonReader : IDocumentReader
{
    /// <summary>From this size on an object's lists are read an item at a time, never the object as a whole.</summary>
    private const int Whole = 16 * 1024 * 1024;

    public IReadOnlyCollection<string> Extensions { get; } = [".json", ".json5", ".jsonc", ".geojson"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        using var text = file.OpenText();
        bool whole;
        using (var bytes = file.Open())
            whole = bytes.Length <= Whole;
        var values = new JsonValues(text, whole, leftOut, cancel).All();
        foreach (var document in JsonDocuments.Of(file, values))
            yield return document;
    }
}
