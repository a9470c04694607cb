using System.Runtime.CompilerServices;
using ChatBot.Language;
using Microsoft.Extensions.Logging;

namespace ChatBot.Embedding;

/// <summary>
/// The vector of a question, made once however many stages ask for it: a reading goes from stage to stage as the same object, and its
/// vector lives as long as it does.
/// </summary>
public sealed class QuestionVectors(Embedder embedder, ILogger<QuestionVectors> log)
{
    private readonly ConditionalWeakTable<QuestionReading, Task<ReadOnlyMemory<float>>> _made = [];

    /// <summary>Whose vectors they are.</summary>
    public Embedder Embedder => embedder;

    /// <returns>Normalised; empty while the embedder is out of reach: words alone find most things, silence finds none.</returns>
    public Task<ReadOnlyMemory<float>> OfAsync(QuestionReading question, CancellationToken cancel = default) =>
        // One caller's patience must not decide for the others.
        _made.GetValue(question, MakeAsync).WaitAsync(cancel);

    private async Task<ReadOnlyMemory<float>> MakeAsync(QuestionReading question)
    {
        try
        {
            return await embedder.EmbedQuestionAsync(question.Text, CancellationToken.None);
        }
        catch (EmbeddingException error)
        {
            log.LogWarning("Going by words alone: {Reason}", error.Message);
            return default;
        }
    }
}
