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
        var values = Sound(file, cancel) ?? new JsonValues(text, whole: false, leftOut, cancel).All();
        foreach (var document in JsonDocuments.Of(file, values))
            yield return document;
    }

    /// <summary>All values of a file of moderate size; null where it is larger or some place in it is broken.</summary>
    private static List<DataNode>? Sound(FileContent file, CancellationToken cancel)
    {
        using (var bytes = file.Open())
            if (bytes.Length > Whole)
                return null;
        using var text = file.OpenText();
        var isBroken = false;
        try
        {
            var values = new JsonValues(text, whole: true, _ => isBroken = true, cancel).All().ToList();
            return isBroken ? null : values;
        }
        catch (UnreadableDocumentException)
        {
            return null; // told by who reads what can be read of it
        }
    }
}
