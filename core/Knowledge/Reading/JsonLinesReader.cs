using System.Text.Json;

namespace ChatBot.Knowledge.Reading;

/// <summary>
/// JSON Lines. A corpus of <c>{"id", "title"?, "text", "category"?}</c> a line gives one document per line whose uri is its id;
/// other objects give one document of records.
/// </summary>
public sealed class JsonLinesReader : IDocumentReader
{
    public IReadOnlyCollection<string> Extensions { get; } = [".jsonl", ".ndjson"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default) =>
        JsonDocuments.Of(file, Elements(file.Text(), cancel));

    private static IEnumerable<JsonElement> Elements(string text, CancellationToken cancel)
    {
        foreach (var (index, line) in text.Split('\n').Index())
        {
            cancel.ThrowIfCancellationRequested();
            if (!line.AsSpan().IsWhiteSpace())
                yield return Parse(line, index + 1);
        }
    }

    private static JsonElement Parse(string line, int number)
    {
        try
        {
            using var parsed = JsonDocument.Parse(line);
            return parsed.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new UnreadableDocumentException($"line {number} is not JSON: mend or remove it", error);
        }
    }
}
