using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace ChatBot.Models.Llama;

/// <summary>
/// A GGUF file as an <see cref="IChatClient"/>: messages through the model's template and tokenizer into the engine, tokens
/// back as text. Many callers at once; the engine batches them. Prompts that begin alike share what was computed for it.
/// </summary>
public sealed class LlamaChatClient : IChatClient
{
    private readonly LlamaEngine _engine;
    private readonly ChatPrompt _prompt;
    private readonly string _model;
    private readonly string? _adapter;
    private readonly TimeProvider _time;

    /// <param name="engine">The served model; its owner disposes it.</param>
    /// <param name="template">A chat template's name where the file's own is unknown; null for the file's own.</param>
    /// <param name="model">The name that answers carry; null for the file's name.</param>
    /// <param name="adapter">The loaded adapter that answers go through where a request names none; null for none.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="Files.ModelFileException">The file has no chat template that is known.</exception>
    public LlamaChatClient(
        LlamaEngine engine,
        string? template = null,
        string? model = null,
        string? adapter = null,
        TimeProvider? time = null
    )
    {
        _engine = engine;
        _prompt = new ChatPrompt(engine.Model, template ?? "");
        _model = string.IsNullOrWhiteSpace(model) ? Path.GetFileNameWithoutExtension(engine.Header.File.Path) : model;
        _adapter = adapter;
        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc />
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var response = await GetStreamingResponseAsync(messages, options, cancellationToken)
            .ToChatResponseAsync(cancellationToken)
            .ConfigureAwait(false);
        response.AdditionalProperties ??= response.Messages[^1].AdditionalProperties; // which adapter wrote it
        return response;
    }

    /// <summary>Text as whole characters arrive; the last update carries the reason for the end and the token counts.</summary>
    /// <exception cref="ModelException"><see cref="ModelFault.Busy"/>: too many are waiting already. <see cref="ModelFault.Refused"/>: the
    /// conversation does not fit the context or cannot be tokenized, or the adapter that was asked for is not loaded.</exception>
    /// <exception cref="NotSupportedException">Tools, pictures or JSON without a grammar were asked for.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var request = ChatRequest.From(messages, options, _adapter);
        var prompt = Encode(request);
        var most = Math.Max(1, Math.Min(request.MaxTokens, _engine.Context - prompt.Length));
        var id = Guid.NewGuid().ToString("N");
        var stops = new StopTexts([.. _prompt.TextMarkers, .. request.StopTexts]);
        var (written, count) = (new AnswerText(_engine.Model.Decoder(), stops), 0);

        var tokens = _engine.GenerateAsync(
            new DecodingRequest
            {
                Prompt = prompt,
                MaxTokens = most,
                Sampling = request.Sampling,
                Ends = _engine.Model.Ends,
                Adapter = request.Adapter,
            },
            cancellationToken
        );
        await foreach (var token in tokens.ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested(); // also while tokens lie ready
            count++;
            if (written.Next(token) is { Length: > 0 } text)
                yield return Update(new TextContent(text));
            if (stops.Stopped)
                break;
        }

        if (written.Finish() is { Length: > 0 } rest)
            yield return Update(new TextContent(rest));
        var end = Update(
            new UsageContent(
                new UsageDetails
                {
                    InputTokenCount = prompt.Length,
                    OutputTokenCount = count,
                    TotalTokenCount = prompt.Length + count,
                }
            )
        );
        end.FinishReason = count == most && !stops.Stopped ? ChatFinishReason.Length : ChatFinishReason.Stop;
        yield return end;

        ChatResponseUpdate Update(AIContent content) =>
            new(ChatRole.Assistant, [content])
            {
                ResponseId = id,
                MessageId = id,
                ModelId = _model,
                CreatedAt = _time.GetUtcNow(),
                AdditionalProperties = request.Adapter is null
                    ? null
                    : new AdditionalPropertiesDictionary { [ChatKeys.Adapter] = request.Adapter },
            };
    }

    private int[] Encode(ChatRequest request)
    {
        try
        {
            return _prompt.Encode(request.Turns);
        }
        catch (ArgumentException unreadable)
        {
            throw new ModelException(ModelFault.Refused, unreadable.Message, unreadable);
        }
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(LlamaRegistration.Provider, null, _model)
        : serviceType.IsInstanceOfType(this) ? this
        : serviceType.IsInstanceOfType(_engine) ? _engine
        : null;

    /// <summary>Nothing: the engine belongs to whoever opened it.</summary>
    public void Dispose() { }
}
