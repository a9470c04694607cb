using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace ChatBot.Models.Endpoints;

/// <summary>
/// Asks for an adapter, <see cref="ChatKeys.Adapter"/>, by the name of a model, which is how vLLM serves LoRA adapters,
/// and reports it with the answer.
/// </summary>
internal sealed class AdapterByModelName(IChatClient inner) : DelegatingChatClient(inner)
{
    /// <inheritdoc />
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var response = await base.GetResponseAsync(messages, Named(options), cancellationToken);
        if (AdapterOf(options) is { } adapter)
            (response.AdditionalProperties ??= [])[ChatKeys.Adapter] = adapter;
        return response;
    }

    /// <inheritdoc />
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await foreach (var update in base.GetStreamingResponseAsync(messages, Named(options), cancellationToken))
        {
            if (AdapterOf(options) is { } adapter)
                (update.AdditionalProperties ??= [])[ChatKeys.Adapter] = adapter;
            yield return update;
        }
    }

    /// <summary>An empty name is the model as it is.</summary>
    private static string? AdapterOf(ChatOptions? options) =>
        options?.AdditionalProperties?.GetValueOrDefault(ChatKeys.Adapter) is string { Length: > 0 } name ? name : null;

    private static ChatOptions? Named(ChatOptions? options)
    {
        if (AdapterOf(options) is not { } adapter)
            return options;
        var named = options!.Clone();
        named.ModelId = adapter;
        return named;
    }
}
