using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatBot.Bot.Channels.Teams.Rendering;

/// <summary>
/// An Adaptive Card whose places are filled with data. The notation is the part of the Adaptive Cards Template Language that
/// the cards here need: <c>${path}</c> in any string (alone it takes the value's own type), <c>$when</c> on any object,
/// <c>$data</c> on elements that repeat, <c>$root.</c> out of a repetition. Values are put in once and never read again as
/// places, so nothing that people or documents wrote can become part of the card's structure.
/// </summary>
public sealed class CardTemplate
{
    private readonly JsonObject _template;

    private CardTemplate(JsonObject template) => _template = template;

    /// <summary>Every card of this room: its name and its JSON with places in it.</summary>
    internal static IEnumerable<(string Name, string Json)> Shipped
    {
        get
        {
            var assembly = Assembly.GetExecutingAssembly();
            foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith("cards/", StringComparison.Ordinal)))
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
                yield return (Path.GetFileNameWithoutExtension(resource), reader.ReadToEnd());
            }
        }
    }

    /// <summary>A card of this room, by its file's name without the extension.</summary>
    public static CardTemplate Load(string name)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream($"cards/{name}.json")
            ?? throw new InvalidOperationException($"there is no card {name}");
        return Parse(JsonNode.Parse(stream)!.AsObject());
    }

    internal static CardTemplate Parse(JsonObject template) => new(template);

    /// <param name="data">What the places name; serialised as the wire's JSON.</param>
    /// <exception cref="InvalidOperationException">A place is not closed.</exception>
    public JsonObject Bind(object data)
    {
        var root = JsonSerializer.SerializeToNode(data, WireJson.Options)!;
        return (JsonObject)Fill(_template, root, root)!;
    }

    private static JsonNode? Fill(JsonNode? node, JsonNode? scope, JsonNode root) =>
        node switch
        {
            JsonObject shape => FillObject(shape, scope, root),
            JsonArray list => FillArray(list, scope, root),
            JsonValue value when value.GetValueKind() == JsonValueKind.String => FillText(value.GetValue<string>(), scope, root),
            _ => node?.DeepClone(),
        };

    private static JsonObject? FillObject(JsonObject shape, JsonNode? scope, JsonNode root)
    {
        if (shape["$when"] is { } condition && !IsTrue(Fill(condition, scope, root)))
            return null;
        var filled = new JsonObject();
        foreach (var (name, member) in shape)
            if (name is not ("$when" or "$data") && Fill(member, scope, root) is { } value)
                filled[name] = value;
        return filled;
    }

    private static JsonArray FillArray(JsonArray list, JsonNode? scope, JsonNode root)
    {
        var filled = new JsonArray();
        foreach (var element in list)
        foreach (var one in Repeat(element, scope, root))
            if (Fill(element, one, root) is { } value)
                filled.Add(value);
        return filled;
    }

    private static IEnumerable<JsonNode?> Repeat(JsonNode? element, JsonNode? scope, JsonNode root)
    {
        if (element is not JsonObject { } shape || shape["$data"] is not { } places)
            return [scope];
        return Fill(places, scope, root) is JsonArray items ? items : [];
    }

    private static JsonNode? FillText(string text, JsonNode? scope, JsonNode root)
    {
        if (text.StartsWith("${", StringComparison.Ordinal) && text.IndexOf('}') == text.Length - 1)
            return Find(text[2..^1], scope, root)?.DeepClone();
        var filled = new System.Text.StringBuilder();
        var from = 0;
        for (int start; (start = text.IndexOf("${", from, StringComparison.Ordinal)) >= 0; )
        {
            var end = text.IndexOf('}', start);
            if (end < 0)
                throw new InvalidOperationException($"a place is not closed: {text}");
            filled.Append(text, from, start - from).Append(Find(text[(start + 2)..end], scope, root)?.ToString());
            from = end + 1;
        }
        return from == 0 ? JsonValue.Create(text) : JsonValue.Create(filled.Append(text, from, text.Length - from).ToString());
    }

    private static JsonNode? Find(string path, JsonNode? scope, JsonNode root)
    {
        var from = scope;
        foreach (var step in path.Split('.'))
            from = step == "$root" ? root : (from as JsonObject)?[step];
        return from;
    }

    private static bool IsTrue(JsonNode? value) =>
        value switch
        {
            null => false,
            JsonArray list => list.Count > 0,
            JsonValue scalar => scalar.GetValueKind() switch
            {
                JsonValueKind.False => false,
                JsonValueKind.String => scalar.GetValue<string>().Length > 0,
                _ => true,
            },
            _ => true,
        };
}
