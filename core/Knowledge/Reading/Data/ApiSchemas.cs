using ChatBot.Knowledge.Reading.Blocks;
using ChatBot.Knowledge.Reading.Markdown;

namespace ChatBot.Knowledge.Reading.Data;

/// <summary>The types of an API: what they are called, and what they hold.</summary>
internal sealed class ApiSchemas(DataNode root)
{
    /// <summary>References that lead on to others, and types within types, that are followed.</summary>
    private const int Furthest = 8;

    /// <summary>What a reference within the file stands for; the node itself where it is none, or leads nowhere.</summary>
    public DataNode Resolved(DataNode node)
    {
        for (var i = 0; i < Furthest && node["$ref"]?.Text is ['#', '/', .. var way]; i++)
        {
            var found = way.Split('/').Aggregate((DataNode?)root, (at, name) => at?[name.Replace("~1", "/").Replace("~0", "~")]);
            if (found is null)
                break;
            node = found;
        }
        return node;
    }

    /// <summary>"array of Order", "string (date-time)", "one of Cat, Dog".</summary>
    public string TypeOf(DataNode schema, int depth = 0)
    {
        if (schema["$ref"]?.Text is { } reference)
            return reference[(reference.LastIndexOf('/') + 1)..];
        if (depth > Furthest)
            return "";
        if (schema["items"] is { } items)
            return $"array of {TypeOf(items, depth + 1)}".TrimEnd();
        foreach (var (name, words) in new[] { ("oneOf", "one of "), ("anyOf", "any of "), ("allOf", "") })
            if (schema[name]?.Items is { Count: > 0 } several)
                return words
                    + string.Join(
                        name == "allOf" ? " and " : ", ",
                        several.Select(one => TypeOf(one, depth + 1)).Where(type => type.Length > 0)
                    );
        var type = schema["type"] is DataList types
            ? string.Join(" or ", types.Values.Select(one => one is DataScalar scalar ? scalar.Value : ""))
            : schema["type"]?.Text ?? "";
        if (type.Length == 0 && schema["properties"] is not null)
            type = "object";
        if (schema["format"]?.Text is { Length: > 0 } format)
            type = $"{type} ({format})".Trim();
        if (schema["additionalProperties"] is DataMap values && TypeOf(values, depth + 1) is { Length: > 0 } valueType)
            type = $"map of {valueType}";
        return type;
    }

    public IEnumerable<Block> Described(DataNode schema)
    {
        foreach (var block in MarkdownBlocks.Of(schema["description"]?.Text ?? ""))
            yield return block is Heading heading ? heading with { Level = heading.Level + 2 } : block;
        if (schema["enum"]?.Items is { Count: > 0 } || schema["properties"] is null && schema["allOf"] is null)
            yield return new DataRecord([("Type", TypeOf(schema)), ("Values", Values(schema))], IsRow: false);
        foreach (var block in Properties(schema))
            yield return block;
    }

    /// <summary>A table of what an object holds; nothing for other types.</summary>
    public IEnumerable<Block> Properties(DataNode schema)
    {
        var rows = new List<string[]>();
        Add(schema["items"] ?? schema, 0);
        if (rows.Count > 0)
            yield return Table(["Property", "Type", "Required", "Description"], rows);

        void Add(DataNode part, int depth)
        {
            var resolved = Resolved(part);
            if (depth > Furthest)
                return;
            foreach (var whole in resolved["allOf"]?.Items ?? [])
                Add(whole, depth + 1);
            var required = resolved["required"]?.Items.Select(name => name.Text).ToHashSet() ?? [];
            foreach (var (name, property) in resolved["properties"]?.Entries ?? [])
                rows.Add([name, TypeOf(property), required.Contains(name) ? "yes" : "no", Said(property, null)]);
        }
    }

    /// <summary>Description, values, default and example on one line, with a word where it is deprecated.</summary>
    public static string Said(DataNode node, DataNode? schema)
    {
        var parts = new List<string>();
        if (node["deprecated"] is DataScalar { Value: "true" or "True" })
            parts.Add("Deprecated.");
        if ((node["description"] ?? schema?["description"])?.Text is { Length: > 0 } description)
            parts.Add(Sentence(BlockWriter.Line([new Words(description)])));
        foreach (
            var (name, text) in new[]
            {
                ("Values", Values(node) is { Length: > 0 } own ? own : Values(schema)),
                ("Default", (node["default"] ?? schema?["default"])?.Text),
                ("Example", (node["example"] ?? schema?["example"])?.Text),
            }
        )
            if (text is { Length: > 0 })
                parts.Add($"{name}: {text}.");
        return string.Join(' ', parts);
    }

    private static string Sentence(string text) => text.Length == 0 || char.IsPunctuation(text[^1]) ? text : text + ".";

    public static string YesNo(DataNode? required) => required is DataScalar { Value: "true" or "True" } ? "yes" : "no";

    public static Table Table(string[] header, IReadOnlyList<string[]> rows) =>
        new([
            .. new[] { header }
                .Concat(rows)
                .Select(row => (IReadOnlyList<IReadOnlyList<Inline>>)[.. row.Select(cell => (IReadOnlyList<Inline>)[new Words(cell)])]),
        ]);

    private static string Values(DataNode? schema) =>
        string.Join(
            ", ",
            (schema?["enum"] ?? schema?["items"]?["enum"])?.Items.Select(value => value is DataScalar scalar ? scalar.Value : "") ?? []
        );
}
