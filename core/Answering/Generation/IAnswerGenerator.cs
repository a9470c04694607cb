using ChatBot.Answering.Prompting;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Generation;

/// <summary>Writes an answer from numbered sources: extractive (no model), or a chat model.</summary>
public interface IAnswerGenerator
{
    /// <returns>A draft with [n] labels, n being the 1-based position in <see cref="GenerationRequest.Passages"/>; null when the sources
    /// hold no answer.</returns>
    Task<Draft?> GenerateAsync(GenerationRequest request, CancellationToken cancel = default);
}

/// <param name="Question">The standalone question.</param>
/// <param name="Prompt">The prompt for a chat model; extractive generation ignores it.</param>
/// <param name="MaxWords">The cap that will be applied afterwards; the generator aims below it.</param>
/// <param name="Retry">What the answer guard found wrong with the first draft; null the first time.</param>
public sealed record GenerationRequest(
    QuestionReading Question,
    Prompt Prompt,
    IReadOnlyList<Passage> Passages,
    int MaxWords,
    string? Retry = null
);

/// <param name="Generator">extractive, or the provider's name.</param>
public sealed record Draft(string Text, string Generator, string? Model = null, string? Adapter = null);
