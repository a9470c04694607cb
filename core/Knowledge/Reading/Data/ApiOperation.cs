using ChatBot.Knowledge.Reading.Blocks;
using ChatBot.Knowledge.Reading.Markdown;

namespace ChatBot.Knowledge.Reading.Data;

/// <summary>One operation of an API: what it is for, what it takes, what it answers.</summary>
internal sealed class ApiOperation(ApiSchemas schemas, DataNode root, string path, string method, DataNode item, DataNode operation)
{
    public IEnumerable<Section> Sections()
    {
        var summary = (operation["summary"]?.Text ?? "").Trim().TrimEnd('.');
        var name = $"{method.ToUpperInvariant()} {path}" + (summary.Length > 0 ? $" – {summary}" : "");
        var names = $"{path} {operation["operationId"]?.Text}".TrimEnd();
        return Outline
            .Of([new Heading(2, [new Words(name)]), .. Blocks(summary)], titled: true)
            .Sections.Select(section => section with { Names = names });
    }

    private IEnumerable<Block> Blocks(string summary)
    {
        if (operation["deprecated"] is DataScalar { Value: "true" or "True" })
            yield return new Paragraph("This operation is deprecated.");
        var description = MarkdownBlocks.Of(operation["description"]?.Text ?? "").Select(Below).ToList();
        foreach (var block in description)
            yield return block;
        if (description.Count == 0 && summary.Length > 0)
            yield return new Paragraph(summary + ".");
        var parameters = Parameters();
        if (parameters.Count > 0)
            yield return ApiSchemas.Table(["Parameter", "In", "Type", "Required", "Description"], parameters);
        foreach (var block in Body())
            yield return block;
        var responses = operation["responses"]?.Entries.Select(Response).ToList() ?? [];
        if (responses.Count > 0)
            yield return ApiSchemas.Table(["Response", "Description", "Content"], responses);
        var needs = (operation["security"] ?? root["security"])
            ?.Items.SelectMany(need => need.Entries)
            .Select(need =>
                need.Value.Items.Count > 0 ? $"{need.Name} ({string.Join(", ", need.Value.Items.Select(scope => scope.Text))})" : need.Name
            )
            .ToList();
        if (needs is { Count: > 0 })
            yield return new DataRecord([("Authentication", string.Join(", ", needs))], IsRow: false);
    }

    /// <summary>Headings of a description stand below the operation's own.</summary>
    private static Block Below(Block block) => block is Heading heading ? heading with { Level = heading.Level + 2 } : block;

    private List<string[]> Parameters() =>
        [
            .. (item["parameters"]?.Items ?? [])
                .Concat(operation["parameters"]?.Items ?? [])
                .Select(schemas.Resolved)
                .Where(parameter => parameter["in"]?.Text is not ("body" or "formData"))
                .Select(parameter =>
                    new[]
                    {
                        parameter["name"]?.Text ?? "",
                        parameter["in"]?.Text ?? "",
                        schemas.TypeOf(parameter["schema"] ?? parameter),
                        ApiSchemas.YesNo(parameter["required"]),
                        ApiSchemas.Said(parameter, parameter["schema"]),
                    }
                ),
        ];

    private IEnumerable<Block> Body()
    {
        // Swagger 2 has the body, and the fields of a form, among the parameters.
        var listed = (operation["parameters"]?.Items ?? []).Select(schemas.Resolved).ToList();
        var form = listed.Where(parameter => parameter["in"]?.Text == "formData").ToList();
        if (form.Count > 0)
            yield return ApiSchemas.Table(
                ["Field", "Type", "Required", "Description"],
                [
                    .. form.Select(field =>
                        new[]
                        {
                            field["name"]?.Text ?? "",
                            schemas.TypeOf(field),
                            ApiSchemas.YesNo(field["required"]),
                            ApiSchemas.Said(field, null),
                        }
                    ),
                ]
            );
        var body = operation["requestBody"] is { } asked
            ? schemas.Resolved(asked)
            : listed.Find(parameter => parameter["in"]?.Text == "body");
        if (body is null)
            yield break;
        var contents = body["content"]?.Entries ?? [];
        var schema = body["schema"] ?? contents.Select(content => content.Value["schema"]).FirstOrDefault(content => content is not null);
        var kind = string.Join(", ", contents.Select(content => content.Name));
        yield return new DataRecord(
            [
                (
                    "Request body",
                    string.Join(", ", new[] { schema is null ? "" : schemas.TypeOf(schema), kind }.Where(part => part.Length > 0))
                ),
                ("Request body required", ApiSchemas.YesNo(body["required"])),
                ("About the request body", body["description"]?.Text?.Trim() ?? ""),
            ],
            IsRow: false
        );
        if (schema is not null)
            foreach (var block in schemas.Properties(schema))
                yield return block;
    }

    private string[] Response((string Name, DataNode Value) response)
    {
        var resolved = schemas.Resolved(response.Value);
        var schema =
            resolved["schema"]
            ?? resolved["content"]?.Entries.Select(content => content.Value["schema"]).FirstOrDefault(content => content is not null);
        return [response.Name, ApiSchemas.Said(resolved, null), schema is null ? "" : schemas.TypeOf(schema)];
    }
}
