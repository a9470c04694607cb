using System.Numerics.Tensors;
using ChatBot.Language;
using Microsoft.Extensions.AI;

namespace ChatBot.Embedding;

/// <summary>
/// Vectors without weights: stems and character n-grams of words, hashed with a sign into <see cref="Dimensions"/> buckets
/// (feature hashing, Weinberger et al. 2009), dampened by frequency and length-weighted in place of idf, normalised. They find
/// spellings and word forms, not meanings; ranking weighs them accordingly.
/// </summary>
public sealed class HashingEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    public const int Dimensions = 384;

    private const float StopWordWeight = 0.1f,
        GramWeight = 0.35f;
    private static readonly EmbeddingGeneratorMetadata Metadata = new(
        "hashing",
        defaultModelId: "words-grams-1",
        defaultModelDimensions: Dimensions
    );

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    ) => Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(value => new Embedding<float>(Vector(value)))));

    /// <summary>The normalised vector of a text; all zero where it has no words.</summary>
    public static float[] Vector(string text)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var words = new Dictionary<string, AnalyzedTerm>(StringComparer.Ordinal);
        foreach (var term in TextAnalyzer.Terms(text))
        {
            counts[term.Term] = counts.GetValueOrDefault(term.Term) + 1;
            words.TryAdd(term.Term, term);
        }
        var vector = new float[Dimensions];
        foreach (var (term, count) in counts)
        {
            var weight = (1 + MathF.Log(count)) * Weight(words[term]);
            Add(vector, Hash(term, 17), weight);
            if (term.Length > 3)
                AddGrams(vector, term, weight * GramWeight);
        }
        var norm = TensorPrimitives.Norm(vector);
        if (norm > 0)
            TensorPrimitives.Divide(vector, norm, vector);
        return vector;
    }

    /// <summary>Rare words are mostly long or carry digits; without a corpus that stands in for idf.</summary>
    private static float Weight(AnalyzedTerm term) =>
        term.IsStopWord ? StopWordWeight
        : term.Word.AsSpan().ContainsAnyInRange('0', '9') ? 1.5f
        : Math.Clamp(term.Word.Length / 6f, 0.6f, 1.6f);

    private static void AddGrams(float[] vector, string term, float weight)
    {
        Span<char> padded = stackalloc char[term.Length + 2];
        padded[0] = '^';
        term.CopyTo(padded[1..]);
        padded[^1] = '$';
        var each = weight / MathF.Sqrt(padded.Length - 2);
        for (var i = 0; i + 3 <= padded.Length; i++)
            Add(vector, Hash(padded.Slice(i, 3), 31), each);
    }

    private static void Add(float[] vector, uint hash, float weight) =>
        vector[(hash >> 1) % Dimensions] += (hash & 1) == 0 ? weight : -weight;

    /// <summary>FNV-1a with a final mix; stable across processes, unlike string hash codes.</summary>
    private static uint Hash(ReadOnlySpan<char> text, uint seed)
    {
        var hash = 2166136261u ^ seed;
        foreach (var c in text)
            hash = (hash ^ c) * 16777619u;
        hash ^= hash >> 15;
        hash *= 0x85EBCA6Bu;
        return hash ^ (hash >> 13);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? Metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() { }
}
