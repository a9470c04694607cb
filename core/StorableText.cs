using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatBot;

/// <summary>
/// Reads strings without NUL, which PostgreSQL cannot store and nobody types: the one place where text from outside becomes ours,
/// so that both engines hold the same.
/// </summary>
internal sealed class StorableText : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => WithoutNul(reader.GetString());

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => WithoutNul(reader.GetString())!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

    private static string? WithoutNul(string? text) => text?.Contains('\0') == true ? text.Replace("\0", "") : text;
}
