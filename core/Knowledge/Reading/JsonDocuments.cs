using System.Text;
using System.Text.Json;
using ChatBot.Knowledge.Reading.Blocks;
using ChatBot.Knowledge.Reading.Markdown;

namespace ChatBot.Knowledge.Reading;

/// <summary>How JSON values become documents: objects with a text are documents of their own, others are records.</summary>
internal static class JsonDocuments
{
    /// <summary>The documents among a file's values, and one document of all the others.</summary>
    public static IReadOnlyList<SourceDocument> Of(FileContent file, IEnumerable<JsonElement> elements)
    {
        var documents = new List<SourceDocument>();
        var others = new List<JsonElement>();
        foreach (var element in elements)
        {
            if (AsDocument(element) is { } document)
                documents.Add(document);
            else
                others.Add(element);
        }
        if (others.Count > 0)
            documents.Add(AsRecords(file, others));
        return documents;
    }

    /// <summary>A corpus line <c>{"id", "title"?, "text", "category"?}</c> as a document; null for anything else.</summary>
    private static SourceDocument? AsDocument(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || Text(element, "text") is not { } text || Text(element, "id") is not { } id)
            return null;
        var (heading, sections) = MarkdownReader.Sections(text);
        return new SourceDocument(id, Text(element, "title") ?? heading ?? id, sections, Text(element, "category"));
    }

    /// <summary>Objects that are not documents, as "key: value" lines that can be searched and quoted.</summary>
    private static SourceDocument AsRecords(FileContent file, IReadOnlyList<JsonElement> elements) =>
        new(
            file.Uri,
            Titles.FromFileName(file.Name),
            [.. elements.Select(element => new Section([], [new Verbatim(Lines(element), PassageKind.Record)]))],
            Names: file.Name
        );

    private static string? Text(JsonElement element, string key)
    {
        if (!element.TryGetProperty(key, out var value))
            return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    private static string Lines(JsonElement element)
    {
        var lines = new StringBuilder();
        Append("", element);
        return lines.ToString().TrimEnd();

        void Append(string path, JsonElement value)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var property in value.EnumerateObject())
                        Append(path.Length == 0 ? property.Name : path + "." + property.Name, property.Value);
                    break;
                case JsonValueKind.Array
                    when value.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.Object or JsonValueKind.Array):
                    foreach (var (index, item) in value.EnumerateArray().Index())
                        Append($"{path}[{index}]", item);
                    break;
                case JsonValueKind.Array:
                    Line(path, string.Join(", ", value.EnumerateArray().Select(item => item.ToString())));
                    break;
                case JsonValueKind.Null or JsonValueKind.Undefined:
                    break;
                default:
                    Line(path, value.ToString());
                    break;
            }
        }

        void Line(string path, string value)
        {
            if (value.Length > 0)
                lines.Append(path.Length == 0 ? value : $"{path}: {value}").Append('\n');
        }
    }
}
