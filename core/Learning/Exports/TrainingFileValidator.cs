using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ChatBot.Learning.Exports;

/// <param name="Line">From 1; 0 for the file as a whole.</param>
public sealed record TrainingFileFault(long Line, string Message);

/// <summary>Checks a training file against the rules of the service it is for, line by line, and says what is wrong where.</summary>
public static class TrainingFileValidator
{
    private const int LeastOpenAiExamples = 10; // fewer are refused when a job is started

    /// <exception cref="ArgumentOutOfRangeException">A format without rules: only openai, openai_preference and bedrock_jsonl have
    /// some.</exception>
    public static async IAsyncEnumerable<TrainingFileFault> ValidateAsync(
        Stream file,
        ExportFormat format,
        [EnumeratorCancellation] CancellationToken cancel = default
    )
    {
        Func<JsonElement, string?> check = format switch
        {
            ExportFormat.Openai => OpenAi,
            ExportFormat.OpenaiPreference => OpenAiPreference,
            ExportFormat.BedrockJsonl => Bedrock,
            _ => throw new ArgumentOutOfRangeException(
                nameof(format),
                format,
                "openai, openai_preference and bedrock_jsonl can be validated"
            ),
        };
        using var reader = new StreamReader(file);
        var (line, examples) = (0L, 0L);
        while (await reader.ReadLineAsync(cancel) is { } text)
        {
            line++;
            if (Fault(text, check) is { } fault)
                yield return new TrainingFileFault(line, fault);
            else
                examples++;
        }
        if (line == 0)
            yield return new TrainingFileFault(0, "the file is empty");
        else if (format != ExportFormat.BedrockJsonl && examples < LeastOpenAiExamples)
            yield return new TrainingFileFault(0, $"{examples} good examples; at least {LeastOpenAiExamples} are needed");
    }

    private static string? Fault(string line, Func<JsonElement, string?> check)
    {
        if (string.IsNullOrWhiteSpace(line))
            return "the line is empty";
        try
        {
            using var parsed = JsonDocument.Parse(line);
            return parsed.RootElement.ValueKind == JsonValueKind.Object ? check(parsed.RootElement) : "the line is not a JSON object";
        }
        catch (JsonException fault)
        {
            return $"not JSON: byte {fault.BytePositionInLine + 1}";
        }
    }

    private static string? OpenAi(JsonElement line) =>
        Messages(line, "messages") is not { } messages ? "\"messages\" is missing or not a list"
        : messages.Count == 0 ? "\"messages\" is empty"
        : messages
            .Select((message, n) => Message(message, n, ["system", "developer", "user", "assistant", "tool"]))
            .FirstOrDefault(fault => fault is not null)
            ?? (messages.All(message => RoleOf(message) != "user") ? "no message of the user" : null)
            ?? (RoleOf(messages[^1]) != "assistant" ? "the last message is not the assistant's" : null)
            ?? Unknown(line, "messages", "tools", "parallel_tool_calls", "functions");

    private static string? OpenAiPreference(JsonElement line)
    {
        if (!line.TryGetProperty("input", out var input) || input.ValueKind != JsonValueKind.Object)
            return "\"input\" is missing or not an object";
        if (Messages(input, "messages") is not { Count: > 0 } messages)
            return "\"input.messages\" is missing or empty";
        if (
            messages
                .Select((message, n) => Message(message, n, ["system", "developer", "user", "assistant", "tool"]))
                .FirstOrDefault(fault => fault is not null) is
            { } inInput
        )
            return "input: " + inInput;
        if (RoleOf(messages[^1]) == "assistant")
            return "input: the last message is the assistant's";
        foreach (var name in (string[])["preferred_output", "non_preferred_output"])
        {
            if (Messages(line, name) is not { Count: 1 } output)
                return $"\"{name}\" is not a list of one message";
            if (Message(output[0], 0, ["assistant"]) is { } fault)
                return $"{name}: {fault}";
        }
        return Unknown(line, "input", "preferred_output", "non_preferred_output");
    }

    private static string? Bedrock(JsonElement line)
    {
        if (
            !line.TryGetProperty("schemaVersion", out var version)
            || version.ValueKind != JsonValueKind.String
            || version.GetString() != "bedrock-conversation-2024"
        )
            return "\"schemaVersion\" is not \"bedrock-conversation-2024\"";
        if (line.TryGetProperty("system", out var system) && Blocks(system) is { } inSystem)
            return "system: " + inSystem;
        if (Messages(line, "messages") is not { Count: > 0 } messages)
            return "\"messages\" is missing or empty";
        for (var n = 0; n < messages.Count; n++)
        {
            var wanted = n % 2 == 0 ? "user" : "assistant";
            if (RoleOf(messages[n]) != wanted)
                return $"message {n + 1}: the role has to be \"{wanted}\", since they alternate";
            if (!messages[n].TryGetProperty("content", out var content))
                return $"message {n + 1}: \"content\" is missing";
            if (Blocks(content) is { } fault)
                return $"message {n + 1}: {fault}";
        }
        return messages.Count % 2 == 1 ? "the last message is not the assistant's" : Unknown(line, "schemaVersion", "system", "messages");
    }

    private static string? Message(JsonElement message, int n, string[] roles)
    {
        if (message.ValueKind != JsonValueKind.Object)
            return $"message {n + 1} is not an object";
        if (RoleOf(message) is not { } role || !roles.Contains(role))
            return $"message {n + 1}: \"role\" has to be one of {string.Join(", ", roles)}";
        if (!message.TryGetProperty("content", out var content) || content.ValueKind != JsonValueKind.String)
            return $"message {n + 1}: \"content\" is missing or not a text";
        return string.IsNullOrWhiteSpace(content.GetString()) ? $"message {n + 1}: \"content\" is empty" : null;
    }

    private static string? Blocks(JsonElement blocks) =>
        blocks.ValueKind != JsonValueKind.Array || blocks.GetArrayLength() == 0 ? "not a list of blocks"
        : blocks
            .EnumerateArray()
            .All(block =>
                block.ValueKind == JsonValueKind.Object
                && block.TryGetProperty("text", out var text)
                && text.ValueKind == JsonValueKind.String
                && !string.IsNullOrWhiteSpace(text.GetString())
            )
            ? null
        : "a block without \"text\"";

    private static List<JsonElement>? Messages(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : null;

    private static string? RoleOf(JsonElement message) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty("role", out var role) && role.ValueKind == JsonValueKind.String
            ? role.GetString()
            : null;

    private static string? Unknown(JsonElement line, params string[] known) =>
        line.EnumerateObject().Select(property => property.Name).FirstOrDefault(name => !known.Contains(name)) is { } name
            ? $"\"{name}\" is not a key of this format"
            : null;
}
