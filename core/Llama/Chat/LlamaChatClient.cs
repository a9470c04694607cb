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

    private readonly LlamaEngine engine;
    private readonly Tokenizer tokenizer;
    private readonly ChatTemplate template;
    private readonly string model;
    private readonly TimeProvider time;

    /// <param name="engine">The served model; its owner disposes it.</param>
    /// <param name="templateName">A chat template's name where the file's own is unknown; null for the file's own.</param>
    /// <param name="model">The name that answers carry; null for the file's name.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="Files.ModelFileException">The file has no tokenizer or template that is known.</exception>
    public LlamaChatClient(LlamaEngine engine, string? templateName = null, string? model = null, TimeProvider? time = null)
    {
        this.engine = engine;
        tokenizer = ModelTokenizer.Read(engine.Model);
        template = ModelTokenizer.ReadTemplate(engine.Model, tokenizer, templateName);
        this.model = string.IsNullOrWhiteSpace(model) ? Path.GetFileNameWithoutExtension(engine.Model.File.Path) : model;
        this.time = time ?? TimeProvider.System;
    }

    /// <summary>The chat template's family, e.g. <c>chatml</c>.</summary>
    public string Template => template.Name;

    /// <inheritdoc />
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var response = await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);
        response.AdditionalProperties ??= response.Messages[^1].AdditionalProperties; // which adapter wrote it
        return response;
    }

    /// <summary>Text as whole characters arrive; the last update carries the reason for the end and the token counts.</summary>
    /// <exception cref="PromptTooLongException">The conversation does not fit the context.</exception>
    /// <exception cref="EngineBusyException">Too many are waiting already.</exception>
    /// <exception cref="KeyNotFoundException">The adapter that was asked for is not loaded.</exception>
    /// <exception cref="NotSupportedException">Tools, pictures or enforced JSON were asked for.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = ChatRequest.From(messages, options, model);
        var prompt = tokenizer.Encode(template.Render(request.Turns));
        if (prompt.Count >= engine.Context) throw new PromptTooLongException(prompt.Count, engine.Context);
        var most = Math.Min(request.MaxTokens, engine.Context - prompt.Count);
        var id = Guid.NewGuid().ToString("N");
        var stops = new StopTexts([.. template.TextMarkers, .. request.StopTexts]);
        var (written, count) = (new AnswerText(tokenizer.Stream(), stops), 0);

        var tokens = engine.GenerateAsync(new GenerationRequest
        {
            Prompt = prompt, MaxTokens = most, Sample = new Sampler(request.Sampling).Next,
            StopTokens = tokenizer.Vocabulary.EndOfGeneration, Adapter = request.Adapter,
        }, cancellationToken);
        await foreach (var token in tokens.ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested(); // also while tokens lie ready
            count++;
            if (written.Next(token) is { Length: > 0 } text) yield return Update(new TextContent(text));
            if (stops.Stopped) break;
        }

        if (written.Finish() is { Length: > 0 } rest) yield return Update(new TextContent(rest));
        var end = Update(new UsageContent(new UsageDetails { InputTokenCount = prompt.Count, OutputTokenCount = count, TotalTokenCount = prompt.Count + count }));
        end.FinishReason = count == most && !stops.Stopped ? ChatFinishReason.Length : ChatFinishReason.Stop;
        yield return end;

        ChatResponseUpdate Update(AIContent content) => new(ChatRole.Assistant, [content])
        {
            ResponseId = id, MessageId = id, ModelId = model, CreatedAt = time.GetUtcNow(),
            AdditionalProperties = request.Adapter is null ? null : new AdditionalPropertiesDictionary { [AdapterKey] = request.Adapter },
        };
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("llama", null, model)
        : serviceType.IsInstanceOfType(this) ? this
        : serviceType.IsInstanceOfType(engine) ? engine
        : null;

    /// <summary>Nothing: the engine belongs to whoever opened it.</summary>
    public void Dispose()
    {
    }
}
