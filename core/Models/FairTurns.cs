using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace ChatBot.Models;

/// <summary>
/// Gives a model as many requests at once as it does well with; the others wait, and turns go round among people,
/// <see cref="ChatKeys.Person"/>. A stream keeps its place until it ends.
/// </summary>
/// <param name="inner">The model.</param>
/// <param name="concurrency">Requests at once.</param>
/// <param name="queue">Requests that may wait.</param>
/// <param name="refuse">Throws where waiting would be in vain.</param>
internal sealed class FairTurns(IChatClient inner, int concurrency, int queue, Action? refuse = null) : DelegatingChatClient(inner)
{
    private readonly FairQueue _queue = new(concurrency, queue);

    /// <inheritdoc />
    /// <exception cref="ModelException"><see cref="ModelFault.Busy"/>, at once.</exception>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        using var turn = await TurnAsync(options, cancellationToken);
        return await base.GetResponseAsync(messages, options, cancellationToken);
    }

    /// <inheritdoc />
    /// <exception cref="ModelException"><see cref="ModelFault.Busy"/>, at once.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        using var turn = await TurnAsync(options, cancellationToken);
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
            yield return update;
    }

    private Task<IDisposable> TurnAsync(ChatOptions? options, CancellationToken cancel)
    {
        refuse?.Invoke();
        return _queue.EnterAsync(options?.AdditionalProperties?.GetValueOrDefault(ChatKeys.Person) as string ?? "", cancel);
    }
}
