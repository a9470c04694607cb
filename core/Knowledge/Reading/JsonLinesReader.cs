using System.Text.Json;

namespace ChatBot.Knowledge.Reading;

/// <summary>
/// JSON Lines. A corpus of <c>{"id", "title"?, "text", "category"?}</c> a line gives one document per line whose uri is its id;
/// other objects give one document of records.
/// </summary>
public sealed class JsonLinesReader : IDocumentReader
{
    public IReadOnlyCollection<string> Extensions { get; } = [".jsonl", ".ndjson"];

    public Task<IReadOnlyList<SourceDocument>> ReadAsync(FileContent file, CancellationToken cancel = default)
    {
        var documents = new List<SourceDocument>();
        var others = new List<JsonElement>();
        var number = 0;
        foreach (var line in file.Text().Split('\n'))
        {
            number++;
            if (line.AsSpan().IsWhiteSpace())
                continue;
            cancel.ThrowIfCancellationRequested();
            var element = Parse(line, number);
            if (JsonDocuments.AsDocument(element) is { } document)
                documents.Add(document);
            else
                others.Add(element);
        }
        if (others.Count > 0)
            documents.Add(JsonDocuments.AsRecords(file, others));
        return Task.FromResult<IReadOnlyList<SourceDocument>>(documents);
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
