using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace ChatBot.Answering.Generation;

/// <summary>
/// The form of a reply for servers that can hold a model to one: what <c>prompts/contract.md</c> says in words, as a JSON schema and as a
/// GBNF grammar.
/// </summary>
internal static class ReplyContract
{
    /// <summary>The reply that says that the sources hold no answer.</summary>
    public const string NoAnswer = """{"no_answer": true, "sentences": []}""";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The reply that says these statements, as <see cref="Grammar"/> spells it: what a model is to learn to write.</summary>
    /// <exception cref="ArgumentException">There are none, or one of them names no source from 1 to 99.</exception>
    public static string Write(IReadOnlyList<Statement> statements)
    {
        if (statements.Count == 0 || statements.Any(said => said.Sources.Count == 0 || said.Sources.Any(number => number is < 1 or > 99)))
            throw new ArgumentException("A reply is of statements that name their sources.", nameof(statements));
        var sentences = statements.Select(said =>
            $"{{\"text\": {JsonSerializer.Serialize(said.Text, Plain)}, \"sources\": [{string.Join(", ", said.Sources)}]}}"
        );
        return $"{{\"no_answer\": false, \"sentences\": [{string.Join(", ", sentences)}]}}";
    }

    public static ChatResponseFormat Schema { get; } =
        ChatResponseFormat.ForJsonSchema(
            JsonDocument
                .Parse(
                    """
                    {
                      "type": "object",
                      "properties": {
                        "no_answer": { "type": "boolean" },
                        "sentences": {
                          "type": "array",
                          "items": {
                            "type": "object",
                            "properties": {
                              "text": { "type": "string" },
                              "sources": { "type": "array", "items": { "type": "integer" } }
                            },
                            "required": ["text", "sources"],
                            "additionalProperties": false
                          }
                        }
                      },
                      "required": ["no_answer", "sentences"],
                      "additionalProperties": false
                    }
                    """
                )
                .RootElement,
            "answer"
        );

    public const string Grammar = """
        root ::= "{\"no_answer\": " ("true, \"sentences\": []}" | "false, \"sentences\": [" sentence (", " sentence)* "]}")
        sentence ::= "{\"text\": " string ", \"sources\": [" number (", " number)* "]}"
        string ::= "\"" ([^"\\\x00-\x1f] | "\\" (["\\/bfnrt] | "u" [0-9a-fA-F] [0-9a-fA-F] [0-9a-fA-F] [0-9a-fA-F]))* "\""
        number ::= [1-9] [0-9]?
        """;
}
