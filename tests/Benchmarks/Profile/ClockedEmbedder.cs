using System.Diagnostics;
using ChatBot.Embedding;
using ChatBot.Embedding.Onnx;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.AI;

namespace ChatBot.Benchmarks.Profile;

/// <summary>
/// The shipped model with its time told; passages can get vectors of a mixture instead, as a hundred thousand real ones take an hour.
/// </summary>
internal sealed class ClockedEmbedder : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly OnnxEmbeddingGenerator _model = new(OnnxModelFolder.Of(new EmbeddingOptions()));
    private readonly ClusteredVectors _mixture = new(300_000, seed: 20);
    private long _ticks;
    private int _next;

    public bool MakesUpPassages { get; set; }

    public TimeSpan Spent => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _ticks));

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var isQuestion = options?.AdditionalProperties?.ContainsKey(OnnxEmbeddingGenerator.IsQuestion) == true;
        if (MakesUpPassages && !isQuestion)
            return [.. values.Select(_ => new Embedding<float>(_mixture[Interlocked.Increment(ref _next) % _mixture.Count]))];
        var started = Stopwatch.GetTimestamp();
        var made = await _model.GenerateAsync(values, options, cancellationToken);
        Interlocked.Add(ref _ticks, Stopwatch.GetTimestamp() - started);
        return made;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => _model.GetService(serviceType, serviceKey);

    public void Dispose() => _model.Dispose();
}
