using System.Text.Json;
using Microsoft.Extensions.AI;

namespace ChatBot.Answering.Generation;

/// <summary>
/// The form of a reply for servers that can hold a model to one: what <c>prompts/contract.md</c> says in words, as a JSON schema and as a
/// GBNF grammar.
/// </summary>
internal static class ReplyContract
{
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
