using System.ClientModel;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace ChatBot.Models.Endpoints;

/// <summary>
/// Where OpenAI-compatible servers differ: a response format that one refuses is left out from then on, and servers of one's own are told
/// the limit of tokens by its older name too, the only one that some of them know.
/// </summary>
/// <param name="inner">The client.</param>
/// <param name="isOwn">Neither OpenAI nor Azure, which refuse the older name for some models.</param>
/// <param name="log">Hears of the format once.</param>
internal sealed partial class ServerDialect(IChatClient inner, bool isOwn, ILogger log) : DelegatingChatClient(inner)
{
    private volatile bool _refusesFormat;

    /// <inheritdoc />
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var said = Said(options);
        try
        {
            return await base.GetResponseAsync(messages, said, cancellationToken);
        }
        catch (ClientResultException refusal) when (MayMeanFormat(refusal, said))
        {
            var response = await base.GetResponseAsync(messages, WithoutFormat(said!), cancellationToken);
            NoteRefusal();
            return response;
        }
    }

    /// <inheritdoc />
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var said = Said(options);
        var updates = base.GetStreamingResponseAsync(messages, said, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            bool more;
            try
            {
                more = await updates.MoveNextAsync();
            }
            catch (ClientResultException refusal) when (MayMeanFormat(refusal, said))
            {
                await updates.DisposeAsync();
                updates = base.GetStreamingResponseAsync(messages, WithoutFormat(said!), cancellationToken)
                    .GetAsyncEnumerator(cancellationToken);
                more = await updates.MoveNextAsync();
                NoteRefusal();
            }
            for (; more; more = await updates.MoveNextAsync())
                yield return updates.Current;
        }
        finally
        {
            await updates.DisposeAsync();
        }
    }

    private ChatOptions? Said(ChatOptions? options)
    {
        if (options is null)
            return null;
        var said = _refusesFormat ? WithoutFormat(options) : options.Clone();
        if (isOwn && said.MaxOutputTokens is { } most)
            said.RawRepresentationFactory = _ => WithMaxTokens(most);
        return said;
    }

    private static ChatCompletionOptions WithMaxTokens(int most)
    {
        var raw = new ChatCompletionOptions();
#pragma warning disable SCME0001 // The package calls its way of adding a field experimental; there is no other.
        raw.Patch.Set("$.max_tokens"u8, most);
#pragma warning restore SCME0001
        return raw;
    }

    private static ChatOptions WithoutFormat(ChatOptions options)
    {
        var plain = options.Clone();
        plain.ResponseFormat = null;
        return plain;
    }

    private static bool MayMeanFormat(ClientResultException refusal, ChatOptions? said) =>
        refusal.Status is 400 or 422 or 501 && said?.ResponseFormat is not null;

    /// <summary>Only once the same request without a format was taken is the format what was refused.</summary>
    private void NoteRefusal()
    {
        if (!_refusesFormat)
            FormatRefused(log);
        _refusesFormat = true;
    }

    [LoggerMessage(LogLevel.Information, "The model's server takes no response_format; it is asked without one from now on.")]
    private static partial void FormatRefused(ILogger log);
}
