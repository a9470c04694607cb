using System.Text.Json.Serialization;

namespace ChatBot.Learning.Exports;

/// <summary>The line formats of other tools, as their documentation has them.</summary>
internal static class TrainingShapes
{
    private const string Instruction =
        "You are a company's assistant. Answer the question briefly, in at most 100 words, from what the company's documents say.";

    public static Func<TrainingRow, object> Of(ExportFormat format) =>
        format switch
        {
            ExportFormat.Openai => row => new Chat([new("system", Instruction), new("user", row.Question), new("assistant", row.Answer)]),
            ExportFormat.BedrockJsonl => row => new BedrockConversation(
                "bedrock-conversation-2024",
                [new(Instruction)],
                [new("user", [new(row.Question)]), new("assistant", [new(row.Answer)])]
            ),
            ExportFormat.Preference => row => new Pair(row.Question, row.Answer, row.Rejected!),
            ExportFormat.OpenaiPreference => row => new OpenAiPair(
                new Chat([new("user", row.Question)]),
                [new("assistant", row.Answer)],
                [new("assistant", row.Rejected!)]
            ),
            ExportFormat.Jsonl => row => row,
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "not a line format"),
        };

    internal sealed record Chat(IReadOnlyList<Message> Messages);

    internal sealed record Message(string Role, string Content);

    internal sealed record BedrockConversation(string SchemaVersion, IReadOnlyList<Block> System, IReadOnlyList<BedrockMessage> Messages);

    internal sealed record BedrockMessage(string Role, IReadOnlyList<Block> Content);

    internal sealed record Block(string Text);

    internal sealed record Pair(string Prompt, string Chosen, string Rejected);

    internal sealed record OpenAiPair(
        Chat Input,
        [property: JsonPropertyName("preferred_output")] IReadOnlyList<Message> Preferred,
        [property: JsonPropertyName("non_preferred_output")] IReadOnlyList<Message> NonPreferred
    );
}
