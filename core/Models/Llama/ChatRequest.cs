using System.Globalization;
using Microsoft.Extensions.AI;

namespace ChatBot.Models.Llama;

/// <summary>
/// What <see cref="ChatMessage"/>s and <see cref="ChatOptions"/> ask for, in the engine's terms. What cannot be done is refused
/// rather than ignored: tools, pictures, JSON without a grammar.
/// </summary>
internal sealed record ChatRequest(
    IReadOnlyList<(ChatRole Role, string Text)> Turns,
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
    /// <param name="adapter">The adapter where none is named; empty or null is the model as it is.</param>
    /// <exception cref="NotSupportedException">Something was asked for that the model cannot do.</exception>
    public static ChatRequest From(IEnumerable<ChatMessage> messages, ChatOptions? options, string? adapter)
    {
        List<(ChatRole, string)> turns = string.IsNullOrWhiteSpace(options?.Instructions) ? [] : [(ChatRole.System, options.Instructions)];
        turns.AddRange(messages.Select(TurnOf));
        if (turns.Count == 0)
            throw new ArgumentException("There is no message to answer.", nameof(messages));
        if (options?.Tools is { Count: > 0 })
            throw new NotSupportedException("The in-process model calls no tools.");
        var more = options?.AdditionalProperties;
        var grammar = more?.GetValueOrDefault(ChatKeys.Grammar) as string;
        if (options?.ResponseFormat is ChatResponseFormatJson && grammar is null)
            throw new NotSupportedException(
                $"The in-process model follows a grammar ({nameof(ChatKeys)}.{nameof(ChatKeys.Grammar)}), no JSON schema."
            );
        var chosen = more?.GetValueOrDefault(ChatKeys.Adapter) as string ?? adapter;
        return new ChatRequest(
            turns,
            new SamplingOptions(
                options?.Temperature ?? 0,
                options?.TopP ?? 1,
                options?.TopK ?? 0,
                more?.GetValueOrDefault(RepetitionPenaltyKey) is { } penalty ? Convert.ToSingle(penalty, CultureInfo.InvariantCulture) : 1,
                unchecked((uint)(options?.Seed ?? 0)),
                grammar
            ),
            options?.MaxOutputTokens ?? DefaultMaxTokens,
            [.. options?.StopSequences ?? []],
            string.IsNullOrEmpty(chosen) ? null : chosen
        );
    }

    private static (ChatRole, string) TurnOf(ChatMessage message)
    {
        if (message.Contents.FirstOrDefault(content => content is not TextContent) is { } other)
            throw new NotSupportedException($"The in-process model reads text only, not {other.GetType().Name}.");
        if (message.Role != ChatRole.System && message.Role != ChatRole.User && message.Role != ChatRole.Assistant)
            throw new NotSupportedException($"The in-process model knows no role \"{message.Role.Value}\".");
        return (message.Role, message.Text);
    }
}
