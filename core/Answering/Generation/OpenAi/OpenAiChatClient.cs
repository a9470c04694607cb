using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI;
using Wire = OpenAI.Chat;

namespace ChatBot.Answering.Generation.OpenAi;

/// <summary>
/// Any OpenAI-compatible endpoint as an <see cref="IChatClient"/>, through the official package: OpenAI, Azure OpenAI, vLLM,
/// llama-server, Ollama. Text only. <see cref="ChatOptions.ModelId"/>, or the key <c>adapter</c>, asks for another model name,
/// which is how vLLM serves LoRA adapters.
/// </summary>
/// <param name="client">The package's client, with its endpoint and key.</param>
/// <param name="model">The model's name.</param>
public sealed class OpenAiChatClient(OpenAIClient client, string model) : IChatClient
{
    /// <inheritdoc />
    /// <exception cref="System.ClientModel.ClientResultException">The endpoint refused or failed.</exception>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        Wire.ChatCompletion completion = await client
            .GetChatClient(ModelOf(options))
            .CompleteChatAsync(messages.Select(MessageOf), OptionsOf(options), cancellationToken)
            .ConfigureAwait(false);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, TextOf(completion.Content)) { MessageId = completion.Id })
        {
            ResponseId = completion.Id,
            ModelId = completion.Model,
            CreatedAt = completion.CreatedAt,
            FinishReason = ReasonOf(completion.FinishReason),
            Usage = UsageOf(completion.Usage),
            AdditionalProperties = AdapterOf(options),
        };
    }

    /// <inheritdoc />
    /// <exception cref="System.ClientModel.ClientResultException">The endpoint refused or failed.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var updates = client
            .GetChatClient(ModelOf(options))
            .CompleteChatStreamingAsync(messages.Select(MessageOf), OptionsOf(options), cancellationToken);
        await foreach (var update in updates.ConfigureAwait(false))
        {
            List<AIContent> contents = update.ContentUpdate.Count == 0 ? [] : [new TextContent(TextOf(update.ContentUpdate))];
            if (UsageOf(update.Usage) is { } usage)
                contents.Add(new UsageContent(usage));
            yield return new ChatResponseUpdate(ChatRole.Assistant, contents)
            {
                ResponseId = update.CompletionId,
                MessageId = update.CompletionId,
                ModelId = update.Model,
                CreatedAt = update.CreatedAt,
                FinishReason = update.FinishReason is { } reason ? ReasonOf(reason) : null,
                AdditionalProperties = AdapterOf(options),
            };
        }
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("openai", null, model)
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <summary>Nothing: the package's client holds nothing that has to be let go.</summary>
    public void Dispose() { }

    private static string? AdapterNamed(ChatOptions? options) =>
        options?.AdditionalProperties?.GetValueOrDefault(ChatModelGenerator.AdapterKey) as string;

    private string ModelOf(ChatOptions? options) => AdapterNamed(options) ?? options?.ModelId ?? model;

    private static AdditionalPropertiesDictionary? AdapterOf(ChatOptions? options) =>
        AdapterNamed(options) is { } adapter ? new AdditionalPropertiesDictionary { [ChatModelGenerator.AdapterKey] = adapter } : null;

    private static Wire.ChatMessage MessageOf(ChatMessage message)
    {
        if (message.Contents.Any(content => content is not TextContent))
            throw new NotSupportedException("Only text is sent to the model.");
        return message.Role == ChatRole.System ? new Wire.SystemChatMessage(message.Text)
            : message.Role == ChatRole.User ? new Wire.UserChatMessage(message.Text)
            : message.Role == ChatRole.Assistant ? new Wire.AssistantChatMessage(message.Text)
            : throw new NotSupportedException($"No message of the role \"{message.Role.Value}\" is sent to the model.");
    }

    private static Wire.ChatCompletionOptions OptionsOf(ChatOptions? options)
    {
        if (options?.Tools is { Count: > 0 })
            throw new NotSupportedException("No tools are offered to the model.");
        var wire = new Wire.ChatCompletionOptions
        {
            Temperature = options?.Temperature,
            TopP = options?.TopP,
            MaxOutputTokenCount = options?.MaxOutputTokens,
        };
        foreach (var stop in options?.StopSequences ?? [])
            wire.StopSequences.Add(stop);
        return wire;
    }

    private static string TextOf(Wire.ChatMessageContent content) => string.Concat(content.Select(part => part.Text));

    private static ChatFinishReason ReasonOf(Wire.ChatFinishReason reason) =>
        reason switch
        {
            Wire.ChatFinishReason.Length => ChatFinishReason.Length,
            Wire.ChatFinishReason.ContentFilter => ChatFinishReason.ContentFilter,
            _ => ChatFinishReason.Stop,
        };

    private static UsageDetails? UsageOf(Wire.ChatTokenUsage? usage) =>
        usage is null
            ? null
            : new UsageDetails
            {
                InputTokenCount = usage.InputTokenCount,
                OutputTokenCount = usage.OutputTokenCount,
                TotalTokenCount = usage.TotalTokenCount,
            };
}
