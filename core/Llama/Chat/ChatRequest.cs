using ChatBot.Llama.Sampling;
using ChatBot.Llama.Templates;
using Microsoft.Extensions.AI;

namespace ChatBot.Llama.Chat;

/// <summary>
/// What <see cref="ChatMessage"/>s and <see cref="ChatOptions"/> ask for, in the engine's terms. What cannot be done is refused
/// rather than ignored: tools, pictures, enforced JSON.
/// </summary>
internal sealed record ChatRequest(
    IReadOnlyList<ChatTurn> Turns,
    SamplingOptions Sampling,
    int MaxTokens,
    IReadOnlyList<string> StopTexts,
    string? Adapter
)
{
    /// <summary>The key of <see cref="ChatOptions.AdditionalProperties"/> for the repetition penalty.</summary>
    public const string RepetitionPenaltyKey = "repetition_penalty";

    private const int DefaultMaxTokens = 512;

    /// <param name="messages">The conversation.</param>
    /// <param name="options">How to answer; null for greedy, up to 512 tokens.</param>
    /// <param name="model">The base model's name; another <see cref="ChatOptions.ModelId"/> names an adapter.</param>
    /// <exception cref="NotSupportedException">Something was asked for that the model cannot do.</exception>
    public static ChatRequest From(IEnumerable<ChatMessage> messages, ChatOptions? options, string model)
    {
        List<ChatTurn> turns = string.IsNullOrWhiteSpace(options?.Instructions) ? [] : [new(ChatSpeaker.System, options.Instructions)];
        turns.AddRange(messages.Select(TurnOf));
        if (turns.Count == 0)
            throw new ArgumentException("There is no message to answer.", nameof(messages));
        if (options?.Tools is { Count: > 0 })
            throw new NotSupportedException("The in-process model calls no tools.");
        if (options?.ResponseFormat is ChatResponseFormatJson)
            throw new NotSupportedException("The in-process model does not enforce JSON; ask for it in the prompt and check the answer.");
        var adapter =
            options?.AdditionalProperties?.GetValueOrDefault(LlamaChatClient.AdapterKey) as string
            ?? (options?.ModelId is { Length: > 0 } named && named != model ? named : null);
        return new ChatRequest(
            turns,
            SamplingOf(options),
            options?.MaxOutputTokens ?? DefaultMaxTokens,
            [.. options?.StopSequences ?? []],
            adapter
        );
    }

    private static SamplingOptions SamplingOf(ChatOptions? options) =>
        new()
        {
            Temperature = options?.Temperature ?? 0,
            TopP = options?.TopP ?? 1,
            TopK = options?.TopK ?? 0,
            Seed = unchecked((ulong)(options?.Seed ?? 0)),
            RepetitionPenalty = options?.AdditionalProperties?.GetValueOrDefault(RepetitionPenaltyKey) is { } penalty
                ? Convert.ToSingle(penalty, System.Globalization.CultureInfo.InvariantCulture)
                : 1,
        };

    private static ChatTurn TurnOf(ChatMessage message)
    {
        if (message.Contents.FirstOrDefault(content => content is not TextContent) is { } other)
            throw new NotSupportedException($"The in-process model reads text only, not {other.GetType().Name}.");
        var speaker =
            message.Role == ChatRole.System ? ChatSpeaker.System
            : message.Role == ChatRole.User ? ChatSpeaker.User
            : message.Role == ChatRole.Assistant ? ChatSpeaker.Assistant
            : throw new NotSupportedException($"The in-process model knows no role \"{message.Role.Value}\".");
        return new ChatTurn(speaker, message.Text);
    }
}
