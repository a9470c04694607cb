using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatBot;

/// <summary>
/// Reads NUL, which PostgreSQL cannot store and nobody types, as U+FFFD, the replacement character: the one place where text from
/// outside becomes ours, so that both engines hold the same. Replaced, not dropped: two different ids must not become one.
/// </summary>
internal sealed class StorableText : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Storable(reader.GetString());

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Storable(reader.GetString())!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value);

    private static string? Storable(string? text) => text?.Contains('\0') == true ? text.Replace('\0', '\uFFFD') : text;
}
