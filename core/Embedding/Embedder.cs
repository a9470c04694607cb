using Microsoft.Extensions.AI;

namespace ChatBot.Embedding;

/// <summary>The configured embedding generator with a name; vectors of different names are never compared.</summary>
public sealed class Embedder(IEmbeddingGenerator<string, Embedding<float>> generator)
{
    private readonly EmbeddingGeneratorMetadata? _about =
        generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;

    public string Name => _about is null ? generator.GetType().Name : $"{_about.ProviderName}:{_about.DefaultModelId}";

    /// <summary>True for vectors that know spellings only, not meanings; ranking then trusts words more.</summary>
    public bool IsLexical => generator is HashingEmbeddingGenerator;

    /// <summary>True for a model that learned English alone: what it says of other languages is chance.</summary>
    public bool IsEnglishOnly => generator is Onnx.OnnxEmbeddingGenerator { IsEnglishOnly: true };

    /// <summary>One normalised vector per text, in order.</summary>
    public async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancel)
    {
        var vectors = await generator.GenerateAsync(texts, cancellationToken: cancel);
        return [.. vectors.Select(vector => vector.Vector)];
    }
}
