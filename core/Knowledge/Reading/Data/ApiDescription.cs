using ChatBot.Knowledge.Reading.Blocks;
using ChatBot.Knowledge.Reading.Markdown;

namespace ChatBot.Knowledge.Reading.Data;

/// <summary>An API described in OpenAPI 3 or Swagger 2: each operation is a section, and so is each schema.</summary>
internal sealed class ApiDescription(DataNode root)
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    public static bool IsOne(DataNode value) =>
        value is DataMap
        && (value["openapi"] ?? value["swagger"])?.Text is { Length: > 0 }
        && (value["paths"] ?? value["components"] ?? value["webhooks"]) is DataMap;

    public static SourceDocument Read(FileContent file, DataNode root) => new ApiDescription(root).Document(file);

    private SourceDocument Document(FileContent file)
    {
        var info = root["info"];
        var sections = new List<Section>(Outline.Of(Lead(info), titled: true).Sections);
        var schemas = new ApiSchemas(root);
        foreach (var (path, item) in (root["paths"] ?? root["webhooks"])?.Entries ?? [])
        foreach (var (method, operation) in (schemas.Resolved(item)).Entries)
            if (Methods.Contains(method.ToLowerInvariant()) && operation is DataMap)
                sections.AddRange(new ApiOperation(schemas, root, path, method, item, operation).Sections());
        foreach (var (name, schema) in (root["components"]?["schemas"] ?? root["definitions"])?.Entries ?? [])
            sections.AddRange(
                Outline
                    .Of([new Heading(2, [new Words(name)]), .. schemas.Described(schema)], titled: true)
                    .Sections.Select(section => section with { Names = name })
            );
        return new SourceDocument(file.Uri, info?["title"]?.Text ?? Titles.FromFileName(file.Name), sections, Names: file.Name);
    }

    private IEnumerable<Block> Lead(DataNode? info)
    {
        var servers = root["servers"]?.Items.Select(server => server["url"]?.Text).ToList() ?? [];
        if (root["host"]?.Text is { } host)
            servers.Add(
                (root["schemes"]?.Items.FirstOrDefault()?.Text is { } scheme ? scheme + "://" : "") + host + root["basePath"]?.Text
            );
        yield return new DataRecord(
            [
                ("Version", info?["version"]?.Text ?? ""),
                ("Servers", string.Join(", ", servers.Where(url => url is not null))),
                (
                    "Contact",
                    string.Join(", ", info?["contact"]?.Entries.Select(entry => entry.Value.Text).Where(text => text is not null) ?? [])
                ),
                ("Licence", info?["license"]?["name"]?.Text ?? ""),
            ],
            IsRow: false
        );
        foreach (var block in MarkdownBlocks.Of(info?["description"]?.Text ?? info?["summary"]?.Text ?? ""))
            yield return block;
        var tags = root["tags"]?.Items.Where(tag => tag["description"]?.Text is { Length: > 0 }).ToList() ?? [];
        if (tags.Count > 0)
            yield return new ListBlock([.. tags.Select(tag => new ListItem("", $"{tag["name"]?.Text}: {tag["description"]!.Text}"))]);
        foreach (var (name, scheme) in (root["components"]?["securitySchemes"] ?? root["securityDefinitions"])?.Entries ?? [])
            yield return new DataRecord([("Authentication", name), .. DataRecords.Fields(scheme)], IsRow: true);
    }
}
