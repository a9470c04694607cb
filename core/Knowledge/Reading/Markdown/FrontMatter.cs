using System.Text;
using System.Text.Json;
using Tomlyn;
using Tomlyn.Model;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>What a page says about itself above its text: YAML between ---, TOML between +++, or JSON in braces.</summary>
internal sealed class FrontMatter
{
    /// <summary>Nobody writes more about a page; parsers of nested data are not to be asked about it.</summary>
    private const int Longest = 64 * 1024,
        Deepest = 32;

    private static readonly IDeserializer Yaml = new DeserializerBuilder().Build();
    private static readonly FrontMatter Nothing = new(new Dictionary<string, object?>());

    private readonly IReadOnlyDictionary<string, object?> _values;

    private FrontMatter(IReadOnlyDictionary<string, object?> values) => _values = values;

    public string? Title => Text("title") ?? Text("linkTitle") ?? Text("sidebar_label");
    public string? Category => Text("category") ?? Words("categories").FirstOrDefault();
    public string? Description => Text("description") ?? Text("summary");

    /// <summary>Keywords and tags.</summary>
    public string Names => string.Join(' ', Words("keywords").Concat(Words("tags")));

    /// <summary>The front matter, null where there is none, and the text below it. A broken one costs its title, not the page.</summary>
    public static (FrontMatter? Matter, string Text) Split(string text)
    {
        var start = text.Length - text.AsSpan().TrimStart('\n').Length;
        if (Fenced(text, start) is var (inner, isToml, below))
        {
            var matter = isToml ? Toml(inner) : OfYaml(inner);
            return matter is null ? (null, text) : (matter, text[below..]);
        }
        return text.Length > start && text[start] == '{' && Json(text, start) is var (values, end)
            ? (new FrontMatter(values), text[end..])
            : (null, text);
    }

    /// <returns>Null where the lines are no mapping: text between two rules.</returns>
    private static FrontMatter? OfYaml(string inner)
    {
        if (string.IsNullOrWhiteSpace(inner) || inner.Length > Longest || IsTooDeep(inner))
            return Nothing;
        try
        {
            return Yaml.Deserialize<object?>(inner) switch
            {
                Dictionary<object, object?> mapping => new FrontMatter(
                    mapping.Where(pair => pair.Key is string).ToDictionary(pair => (string)pair.Key, pair => pair.Value)
                ),
                null => Nothing,
                _ => null,
            };
        }
        catch (Exception error) when (error is YamlException or InvalidOperationException or ArgumentException or FormatException)
        {
            return inner.Contains(':') ? Nothing : null;
        }
    }

    private static FrontMatter Toml(string inner)
    {
        if (inner.Length > Longest || IsTooDeep(inner))
            return Nothing;
        try
        {
            return TomlSerializer.Deserialize<TomlTable>(inner) is { } table
                ? new FrontMatter(table.ToDictionary(pair => pair.Key, pair => (object?)pair.Value))
                : Nothing;
        }
        catch (Exception error) when (error is TomlException or InvalidOperationException or ArgumentException or FormatException)
        {
            return Nothing;
        }
    }

    private static (Dictionary<string, object?> Values, int End)? Json(string text, int start)
    {
        var bytes = Encoding.UTF8.GetBytes(text, start, Math.Min(Longest, text.Length - start));
        try
        {
            var reader = new Utf8JsonReader(bytes);
            using var json = JsonDocument.ParseValue(ref reader);
            var end = start + Encoding.UTF8.GetCharCount(bytes, 0, (int)reader.BytesConsumed);
            return end < text.Length && text[end] is not ('\n' or '\r')
                ? null
                : (json.RootElement.EnumerateObject().DistinctBy(p => p.Name).ToDictionary(p => p.Name, p => Value(p.Value)), end);
        }
        catch (JsonException)
        {
            return null; // a text that begins with a brace
        }
    }

    private static object? Value(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Array => element.EnumerateArray().Select(Value).ToList(),
            _ => null,
        };

    private static bool IsTooDeep(string inner)
    {
        var depth = 0;
        foreach (var c in inner)
        {
            depth +=
                c is '[' or '{' ? 1
                : c is ']' or '}' ? -1
                : 0;
            if (depth > Deepest)
                return true;
        }
        return inner.Split('\n').Any(line => line.Length - line.TrimStart(' ', '-', '?').Length > 8 * Deepest);
    }

    private string? Text(string key) =>
        _values.GetValueOrDefault(key) is string text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private IEnumerable<string> Words(string key) =>
        _values.GetValueOrDefault(key) switch
        {
            string one => [one],
            IEnumerable<object?> many => many.OfType<string>(),
            _ => [],
        };

    /// <summary>The lines between "---" and "---" or "...", or between "+++" and "+++", at the start of a text.</summary>
    private static (string Inner, bool IsToml, int Below)? Fenced(string text, int start)
    {
        var first = LineAt(text, start);
        if (first is not ("---" or "+++"))
            return null;
        var inner = text.IndexOf('\n', start) + 1;
        for (var at = inner; at > 0 && at < text.Length; at = text.IndexOf('\n', at) + 1)
            if (LineAt(text, at) is var line && (line == first || (first == "---" && line == "...")))
                return (text[inner..at], first == "+++", text.IndexOf('\n', at) is >= 0 and var end ? end + 1 : text.Length);
        return null;
    }

    private static string LineAt(string text, int at)
    {
        // Only the first four signs and the space behind them matter.
        var end = text.IndexOf('\n', at);
        var line = text.AsSpan(at, (end < 0 ? text.Length : end) - at).TrimEnd();
        return line.Length > 3 ? "" : line.ToString();
    }
}
