using System.ClientModel;
using System.ClientModel.Primitives;
using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Embeddings;
using EmbeddingGenerationOptions = Microsoft.Extensions.AI.EmbeddingGenerationOptions;

namespace ChatBot.Embedding;

/// <summary>
/// Vectors from an OpenAI-compatible endpoint through the official client. It, not its <c>AsIEmbeddingGenerator()</c>, is asked,
/// since only there each vector says which text it belongs to.
/// </summary>
public sealed class OpenAiEmbeddingGenerator(HttpClient http, EmbeddingOptions options) : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>Texts per request; servers bound the batch, and a small one loses little when it has to be repeated.</summary>
    private const int BatchSize = 64;

    private readonly EmbeddingGeneratorMetadata _metadata = new("openai", new Uri(options.Endpoint), options.Name);

    // Servers of one's own often want no key; the client wants one that is not empty.
    private readonly EmbeddingClient _client = new(
        options.Name,
        new ApiKeyCredential(options.ApiKey.Length > 0 ? options.ApiKey : "none"),
        new OpenAIClientOptions { Endpoint = new Uri(options.Endpoint), Transport = new HttpClientPipelineTransport(http) }
    );

    /// <returns>One normalised vector per text, in order.</returns>
    /// <exception cref="EmbeddingException">The endpoint is away, refuses, or answers something else than vectors.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? generationOptions = null,
        CancellationToken cancellationToken = default
    )
    {
        var all = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var batch in values.Chunk(BatchSize))
            all.AddRange((await AskAsync(batch, cancellationToken)).Select(vector => new Embedding<float>(vector)));
        return all;
    }

    private async Task<IReadOnlyList<float[]>> AskAsync(string[] texts, CancellationToken cancel)
    {
        try
        {
            OpenAIEmbeddingCollection answer = await _client.GenerateEmbeddingsAsync(texts, cancellationToken: cancel);
            return Normalised([.. answer.OrderBy(item => item.Index).Select(item => item.ToFloats().ToArray())], texts.Length);
        }
        catch (ClientResultException refusal) when (refusal.Status >= 300)
        {
            throw new EmbeddingException(
                $"The embeddings endpoint {options.Endpoint} answered {refusal.Status}: check Embeddings:Endpoint, Embeddings:Name and "
                    + "Embeddings:ApiKey.",
                refusal
            );
        }
        catch (Exception error)
            when (error is not EmbeddingException && !(error is OperationCanceledException && cancel.IsCancellationRequested))
        {
            throw new EmbeddingException(
                $"The embeddings endpoint {options.Endpoint} cannot be used: {error.Message.ReplaceLineEndings(" ")}",
                error
            );
        }
    }

    private IReadOnlyList<float[]> Normalised(IReadOnlyList<float[]> vectors, int count)
    {
        if (vectors.Count != count || vectors.Any(vector => vector.Length == 0))
            throw new EmbeddingException($"The embeddings endpoint {options.Endpoint} sent {vectors.Count} vectors for {count} texts.");
        foreach (var vector in vectors)
            if (TensorPrimitives.Norm(vector) is > 0 and var norm)
                TensorPrimitives.Divide(vector, norm, vector);
        return vectors;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() => http.Dispose();
}

/// <summary>No vectors could be made; the message says what to check.</summary>
public sealed class EmbeddingException(string message, Exception? inner = null) : Exception(message, inner);
