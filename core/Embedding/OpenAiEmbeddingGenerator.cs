using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Numerics.Tensors;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace ChatBot.Embedding;

/// <summary>Vectors from an OpenAI-compatible endpoint: <c>POST {endpoint}/embeddings {"model", "input": [...]}</c>.</summary>
public sealed class OpenAiEmbeddingGenerator(HttpClient http, EmbeddingOptions options) : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>Texts per request; servers bound the batch, and a small one loses little when it has to be repeated.</summary>
    private const int BatchSize = 64;

    private readonly EmbeddingGeneratorMetadata _metadata = new("openai", new Uri(options.Endpoint), options.Name);
    private readonly Uri _address = new(options.Endpoint.TrimEnd('/') + "/embeddings");

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
            using var request = new HttpRequestMessage(HttpMethod.Post, _address)
            {
                Content = JsonContent.Create(new { model = options.Name, input = texts }),
            };
            if (options.ApiKey.Length > 0)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
            using var response = await http.SendAsync(request, cancel);
            if (!response.IsSuccessStatusCode)
                throw new EmbeddingException(
                    $"The embeddings endpoint {_address} answered {(int)response.StatusCode}: check Embeddings:Endpoint, "
                        + "Embeddings:Name and Embeddings:ApiKey."
                );
            var answer = await response.Content.ReadFromJsonAsync<Answer>(cancel);
            return Ordered(answer, texts.Length);
        }
        catch (Exception error)
            when (error is HttpRequestException or JsonException or NotSupportedException
                || (error is TaskCanceledException && !cancel.IsCancellationRequested)
            )
        {
            throw new EmbeddingException(
                $"The embeddings endpoint {_address} cannot be used: {error.Message.ReplaceLineEndings(" ")}",
                error
            );
        }
    }

    private IReadOnlyList<float[]> Ordered(Answer? answer, int count)
    {
        var vectors = answer?.Data?.OrderBy(item => item.Index).Select(item => item.Embedding).ToList() ?? [];
        if (vectors.Count != count || vectors.Any(vector => vector is not { Length: > 0 }))
            throw new EmbeddingException($"The embeddings endpoint {_address} sent {vectors.Count} vectors for {count} texts.");
        foreach (var vector in vectors)
            if (TensorPrimitives.Norm(vector) is > 0 and var norm)
                TensorPrimitives.Divide(vector, norm, vector);
        return vectors!;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() => http.Dispose();

    private sealed record Answer(IReadOnlyList<Item>? Data);

    private sealed record Item(int Index, float[]? Embedding);
}

/// <summary>No vectors could be made; the message says what to check.</summary>
public sealed class EmbeddingException(string message, Exception? inner = null) : Exception(message, inner);
