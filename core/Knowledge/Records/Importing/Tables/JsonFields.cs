using System.Text;
using System.Text.Json;
using ChatBot.Knowledge.Reading.Data;

namespace ChatBot.Knowledge.Records.Importing.Tables;

/// <summary>The fields of an object as cells.</summary>
internal static class JsonFields
{
    /// <summary>Objects within objects whose fields are columns; what lies deeper is one cell.</summary>
    private const int Deepest = 3;

    public static IEnumerable<(string Name, string? Value)> Of(DataNode node) => Of(node, "", Deepest);

    private static IEnumerable<(string, string?)> Of(DataNode node, string prefix, int depth)
    {
        foreach (var (name, value) in node.Entries)
            if (value is DataMap && value.Entries.Count > 0 && depth > 0)
                foreach (var field in Of(value, $"{prefix}{name}.", depth - 1))
                    yield return field;
            else
                yield return (prefix + name, Cell(value));
    }

    private static string? Cell(DataNode value) =>
        value switch
        {
            DataScalar => value.Text,
            DataList { Values.Count: 0 } => null,
            DataList when value.Items.All(item => item is DataScalar) => string.Join(", ", value.Items.Select(item => item.Text)),
            _ => Written(value),
        };

    private static string Written(DataNode node)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = WireJson.Options.Encoder }))
            Write(json, node);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, DataNode node)
    {
        switch (node)
        {
            case DataMap:
                json.WriteStartObject();
                foreach (var (name, value) in node.Entries)
                {
                    json.WritePropertyName(name);
                    Write(json, value);
                }
                json.WriteEndObject();
                break;
            case DataList:
                json.WriteStartArray();
                foreach (var item in node.Items)
                    Write(json, item);
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(node.Text);
                break;
        }
    }
}
