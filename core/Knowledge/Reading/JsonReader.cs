using System.Text.Json;

namespace ChatBot.Knowledge.Reading;

/// <summary>JSON: documents <c>{"id", "title"?, "text"}</c>, one or an array of them; anything else becomes searchable "path: value" records.</summary>
public sealed class JsonReader : IDocumentReader
{
    public IReadOnlyCollection<string> Extensions { get; } = [".json"];

    public Task<IReadOnlyList<SourceDocument>> ReadAsync(FileContent file, CancellationToken cancel = default)
    {
        try
        {
            using var parsed = JsonDocument.Parse(file.Text(), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            var root = parsed.RootElement;
            var elements = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : new List<JsonElement> { root };
            var documents = new List<SourceDocument>();
            var others = new List<JsonElement>();
            foreach (var element in elements)
            {
                if (JsonDocuments.AsDocument(element) is { } document)
                    documents.Add(document);
                else
                    others.Add(element);
            }
            if (others.Count > 0)
                documents.Add(JsonDocuments.AsRecords(file, others));
            return Task.FromResult<IReadOnlyList<SourceDocument>>(documents);
        }
        catch (JsonException error)
        {
            throw new UnreadableDocumentException($"is not JSON (line {error.LineNumber + 1}): mend it and ingest it again", error);
        }
    }
}
