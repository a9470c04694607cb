using System.Text.Json;

namespace ChatBot.Knowledge.Reading;

/// <summary>
/// JSON: documents <c>{"id", "title"?, "text"}</c>, one or an array of them; anything else becomes searchable "path: value" records.
/// </summary>
public sealed class JsonReader : IDocumentReader
{
    public IReadOnlyCollection<string> Extensions { get; } = [".json"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        try
        {
            using var parsed = JsonDocument.Parse(
                file.Text(),
                new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip }
            );
            var root = parsed.RootElement;
            return JsonDocuments.Of(file, root.ValueKind == JsonValueKind.Array ? root.EnumerateArray() : [root]);
        }
        catch (JsonException error)
        {
            throw new UnreadableDocumentException($"is not JSON (line {error.LineNumber + 1}): mend it and ingest it again", error);
        }
    }
}
