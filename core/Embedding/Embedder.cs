using ChatBot.Embedding.Onnx;
using Microsoft.Extensions.AI;

namespace ChatBot.Embedding;

/// <summary>The configured embedding generator with a name; vectors of different names are never compared.</summary>
public sealed class Embedder(IEmbeddingGenerator<string, Embedding<float>> generator)
{
    private static readonly EmbeddingGenerationOptions AsQuestion = With(OnnxEmbeddingGenerator.IsQuestion),
        Background = With(OnnxEmbeddingGenerator.IsBackground);

    private readonly EmbeddingGeneratorMetadata? _about =
        generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;

    public string Name => _about is null ? generator.GetType().Name : $"{_about.ProviderName}:{_about.DefaultModelId}";

    /// <summary>True for vectors that know spellings only, not meanings; ranking then trusts words more.</summary>
    public bool IsLexical => generator is HashingEmbeddingGenerator;

    /// <summary>True for a model that learned English alone: what it says of other languages is chance.</summary>
    public bool IsEnglishOnly => generator.GetService(typeof(OnnxEmbeddingGenerator)) is OnnxEmbeddingGenerator { IsEnglishOnly: true };

    /// <summary>One normalised vector per passage or other text that is no question, in order.</summary>
    /// <param name="background">Gives way to those who ask meanwhile.</param>
    public async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(
        IReadOnlyList<string> texts,
        CancellationToken cancel,
        bool background = false
    )
    {
        var vectors = await generator.GenerateAsync(texts, background ? Background : null, cancel);
        return [.. vectors.Select(vector => vector.Vector)];
    }

    /// <summary>Opens a model in this process ahead of the first text.</summary>
    /// <exception cref="EmbeddingException">It cannot be opened; the message says what is wrong.</exception>
    public void Warm() => (generator as OnnxEmbeddingGenerator)?.Warm();

    /// <summary>The normalised vector of a question: some models read questions in another way than passages.</summary>
    public async Task<ReadOnlyMemory<float>> EmbedQuestionAsync(string question, CancellationToken cancel) =>
        (await EmbedQuestionsAsync([question], cancel))[0];

    /// <inheritdoc cref="EmbedQuestionAsync"/>
    public async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedQuestionsAsync(
        IReadOnlyList<string> questions,
        CancellationToken cancel
    ) => [.. (await generator.GenerateAsync(questions, AsQuestion, cancel)).Select(vector => vector.Vector)];

    private static EmbeddingGenerationOptions With(string property) =>
        new() { AdditionalProperties = new AdditionalPropertiesDictionary { [property] = true } };
}
