using System.Runtime.CompilerServices;
using ChatBot.Llama.Sampling;
using ChatBot.Llama.Serving;
using ChatBot.Llama.Templates;
using ChatBot.Llama.Tokenizing;
using Microsoft.Extensions.AI;

namespace ChatBot.Llama.Chat;

/// <summary>
/// A GGUF file as an <see cref="IChatClient"/>: messages through the model's template and tokenizer into the engine, tokens
/// back as text. Many callers at once; the engine batches them. Prompts that begin alike share what was computed for it.
/// </summary>
public sealed class LlamaChatClient : IChatClient
{
    /// <summary>The key of <see cref="ChatOptions.AdditionalProperties"/> that names a loaded adapter, in requests and answers.</summary>
    public const string AdapterKey = "adapter";

    private readonly LlamaEngine _engine;
    private readonly Tokenizer _tokenizer;
    private readonly ChatTemplate _template;
    private readonly string _model;
    private readonly TimeProvider _time;

    /// <param name="engine">The served model; its owner disposes it.</param>
    /// <param name="templateName">A chat template's name where the file's own is unknown; null for the file's own.</param>
    /// <param name="model">The name that answers carry; null for the file's name.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="Files.ModelFileException">The file has no tokenizer or template that is known.</exception>
    public LlamaChatClient(LlamaEngine engine, string? templateName = null, string? model = null, TimeProvider? time = null)
    {
        this._engine = engine;
        _tokenizer = ModelTokenizer.Read(engine.Model);
        _template = ModelTokenizer.ReadTemplate(engine.Model, _tokenizer, templateName);
        this._model = string.IsNullOrWhiteSpace(model) ? Path.GetFileNameWithoutExtension(engine.Model.File.Path) : model;
        this._time = time ?? TimeProvider.System;
    }

    /// <summary>The chat template's family, e.g. <c>chatml</c>.</summary>
    public string Template => _template.Name;

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
    /// <exception cref="PromptTooLongException">The conversation does not fit the context.</exception>
    /// <exception cref="EngineBusyException">Too many are waiting already.</exception>
    /// <exception cref="KeyNotFoundException">The adapter that was asked for is not loaded.</exception>
    /// <exception cref="NotSupportedException">Tools, pictures or enforced JSON were asked for.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var request = ChatRequest.From(messages, options, _model);
        var prompt = _tokenizer.Encode(_template.Render(request.Turns));
        if (prompt.Count >= _engine.Context)
            throw new PromptTooLongException(prompt.Count, _engine.Context);
        var most = Math.Min(request.MaxTokens, _engine.Context - prompt.Count);
        var id = Guid.NewGuid().ToString("N");
        var stops = new StopTexts([.. _template.TextMarkers, .. request.StopTexts]);
        var (written, count) = (new AnswerText(_tokenizer.Stream(), stops), 0);

        var tokens = _engine.GenerateAsync(
            new GenerationRequest
            {
                Prompt = prompt,
                MaxTokens = most,
                Sample = new Sampler(request.Sampling).Next,
                StopTokens = _tokenizer.Vocabulary.EndOfGeneration,
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
                    InputTokenCount = prompt.Count,
                    OutputTokenCount = count,
                    TotalTokenCount = prompt.Count + count,
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
                    : new AdditionalPropertiesDictionary { [AdapterKey] = request.Adapter },
            };
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("llama", null, _model)
        : serviceType.IsInstanceOfType(this) ? this
        : serviceType.IsInstanceOfType(_engine) ? _engine
        : null;

    /// <summary>Nothing: the engine belongs to whoever opened it.</summary>
    public void Dispose() { }
}
