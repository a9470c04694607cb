using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Data;

namespace ChatBot.Core.Tests.Knowledge.Reading.Data;

public sealed class ApiDescriptionTests
{
    [Fact]
    public void An_operation_is_a_section_with_what_it_takes_and_answers()
    {
        var api = Assert.Single(new YamlReader().ReadBytes("badge-api.yaml", Cases.Bytes("badge-api.yaml")));
        Assert.Equal("Badge API", api.Title);
        Assert.StartsWith("Version: 1.2.0\nServers: https://badges.example.com/v1", api.Sections[0].Text);
        var find = Section(api, "GET /badges/{id} – Find a badge");
        Assert.Equal("/badges/{id} findBadge", find.Names);
        Assert.StartsWith("This operation is deprecated.\n\nReturns one badge.", find.Text);
        Assert.Contains("| id | path | string | yes | The badge's number. |", api.Whole());
        Assert.Contains("| 200 | Found. | Badge |", api.Whole());
        var put = Section(api, "PUT /badges/{id}").Text;
        Assert.Contains("Request body: Badge, application/json\nRequest body required: yes", put);
        Assert.Contains("| colour | string | yes | Who wears it. Values: green, yellow. |", put);
        Assert.Contains("| default | Done. |", put);
    }

    [Fact]
    public void A_schema_is_a_section_with_what_it_holds()
    {
        var api = Assert.Single(new YamlReader().ReadBytes("badge-api.yaml", Cases.Bytes("badge-api.yaml")));
        Assert.StartsWith("A badge\n\n| Property |", Section(api, "Badge").Text);
        Assert.Contains("| holders | array of Person | no |", Section(api, "Badge").Text);
        Assert.Contains("| name | string | no | Example: Jo. |", Section(api, "Person").Text);
    }

    [Fact]
    public void Swagger_2_in_json_is_read_alike()
    {
        var api = Assert.Single(
            new JsonReader().ReadText(
                "lift.json",
                """
                {"swagger": "2.0", "info": {"title": "Lifts", "version": "1"},
                 "host": "lifts.example.com", "basePath": "/v2", "schemes": ["https"],
                 "paths": {"/calls": {"post": {"summary": "Call a lift.", "parameters": [
                   {"name": "dry", "in": "query", "type": "boolean", "description": "only try"},
                   {"name": "call", "in": "body", "required": true, "schema": {"$ref": "#/definitions/Call"}}],
                   "responses": {"201": {"description": "On its way",
                   "schema": {"type": "array", "items": {"$ref": "#/definitions/Call"}}}}}}},
                 "definitions": {"Call": {"type": "object", "required": ["floor"],
                 "properties": {"floor": {"type": "integer", "format": "int32"}}}}}
                """
            )
        );
        Assert.Contains("Servers: https://lifts.example.com/v2", api.Sections[0].Text);
        var call = Section(api, "POST /calls – Call a lift").Text;
        Assert.Contains("| dry | query | boolean | no | only try. |", call);
        Assert.Contains("| floor | integer (int32) | yes |", call);
        Assert.Contains("| 201 | On its way. | array of Call |", call);
    }

    [Fact]
    public void References_in_a_circle_end() =>
        Assert.NotEmpty(
            new JsonReader().ReadText(
                "a.json",
                """
                {"openapi": "3.1.0", "info": {}, "paths": {"/a": {"$ref": "#/paths/~1a"}},
                 "components": {"schemas": {"A": {"$ref": "#/components/schemas/A"}, "B": {"allOf": [{"$ref": "#/components/schemas/B"}]}}}}
                """
            )
        );

    private static Section Section(SourceDocument api, string heading) =>
        api.Sections.First(section => section.Headings is [var own, ..] && own == heading);
}
