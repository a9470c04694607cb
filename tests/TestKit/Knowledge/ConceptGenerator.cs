using System.Text.RegularExpressions;
using ChatBot.Embedding;
using Microsoft.Extensions.AI;

namespace ChatBot.TestKit.Knowledge;

/// <summary>
/// Vectors of meanings that a test decides on: each concept is a dimension, named by any of its words; the last is for all else.
/// </summary>
/// <param name="concepts">Words of one meaning, separated by spaces.</param>
public sealed partial class ConceptGenerator(string model, params string[] concepts) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly string[][] _words = [.. concepts.Select(concept => concept.Split(' '))];
    private int _calls,
        _texts;

    /// <summary>Calls that still succeed; then every call throws.</summary>
    public int CallsLeft { get; set; } = int.MaxValue;

    /// <summary>Texts embedded so far.</summary>
    public int Texts => _texts;

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        if (Interlocked.Increment(ref _calls) > CallsLeft)
            throw new EmbeddingException("killed");
        var texts = values.ToList();
        Interlocked.Add(ref _texts, texts.Count);
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(texts.Select(text => new Embedding<float>(Vector(text)))));
    }

    public float[] Vector(string text)
    {
        var words = Word().Matches(text.ToLowerInvariant()).Select(match => match.Value).ToHashSet();
        var vector = _words.Select(concept => concept.Any(words.Contains) ? 1f : 0f).Append(0.1f).ToArray();
        var norm = MathF.Sqrt(vector.Sum(value => value * value));
        return [.. vector.Select(value => value / norm)];
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("concepts", null, model)
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() { }

    [GeneratedRegex("[a-z]+")]
    private static partial Regex Word();
}
