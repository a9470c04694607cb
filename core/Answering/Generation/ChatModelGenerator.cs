using System.Text.RegularExpressions;
using ChatBot.Models;
using Microsoft.Extensions.AI;

namespace ChatBot.Answering.Generation;

/// <summary>
/// Lets a chat model write the answer: the prompt's instructions, approved examples as earlier turns, then the delimited
/// sources with the question. What comes back is only a draft; guarding, capping and citing follow as for every generator.
/// </summary>
/// <param name="client">The model.</param>
/// <param name="provider">Name for the receipt, e.g. <c>llama</c>.</param>
/// <param name="model">The model's name, for a client that does not report one.</param>
/// <param name="timeout">Time for one draft.</param>
/// <param name="time">The clock.</param>
/// <param name="adapter">The adapter that the client shall use, or null for the model as it is.</param>
public sealed partial class ChatModelGenerator(
    IChatClient client,
    string provider,
    string? model,
    TimeSpan timeout,
    TimeProvider time,
    string? adapter = null
) : IAnswerGenerator
{
    /// <summary>What the prompt tells the model to reply when the sources hold no answer.</summary>
    public const string NoAnswer = "NO_ANSWER";

    /// <summary>Enough for a word of any language with its share of citations; the cap counts words afterwards.</summary>
    private const int TokensPerWord = 4;

    /// <inheritdoc />
    /// <exception cref="TimeoutException">The model took longer than <c>Model:Timeout</c>.</exception>
    public async Task<Draft?> GenerateAsync(GenerationRequest request, CancellationToken cancel = default)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        ChatResponse response;
        try
        {
            response = await client.GetResponseAsync(
                Messages(request),
                new ChatOptions
                {
                    Temperature = 0,
                    MaxOutputTokens = request.MaxWords * TokensPerWord,
                    AdditionalProperties = adapter is null ? null : new AdditionalPropertiesDictionary { [ChatKeys.Adapter] = adapter },
                },
                either.Token
            );
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"The model wrote no answer within {timeout.TotalSeconds:0.#} s (Model:Timeout).");
        }

        var text = Thoughts().Replace(response.Text, "").Trim();
        if (text.Length == 0 || text.Contains(NoAnswer, StringComparison.Ordinal))
            return null;
        return new Draft(
            text,
            provider,
            response.ModelId ?? model,
            response.AdditionalProperties?.GetValueOrDefault(ChatKeys.Adapter) as string
        );
    }

    /// <summary>What never changes stands first, so that a model that keeps its prefix reads it once.</summary>
    private static List<ChatMessage> Messages(GenerationRequest request)
    {
        List<ChatMessage> messages = [new(ChatRole.System, request.Prompt.System)];
        foreach (var (question, answer) in request.Prompt.Examples)
        {
            messages.Add(new ChatMessage(ChatRole.User, question));
            messages.Add(new ChatMessage(ChatRole.Assistant, answer));
        }

        var again = request.Retry is null
            ? ""
            : $"\n\nAn earlier draft was refused ({request.Retry}). Say only what the sources say, name the source of each sentence "
                + $"as [n], or reply {NoAnswer}.";
        messages.Add(new ChatMessage(ChatRole.User, request.Prompt.User + again));
        return messages;
    }

    /// <summary>What a reasoning model says to itself, closed or cut off by the token limit.</summary>
    [GeneratedRegex(@"\A\s*<think>.*?(</think>|\z)", RegexOptions.Singleline)]
    private static partial Regex Thoughts();
}
