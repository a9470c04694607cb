using ChatBot.Answering.Prompting;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Generation;

/// <summary>Writes an answer from numbered sources: extractive (no model), or a chat model.</summary>
public interface IAnswerGenerator
{
    /// <returns>A draft whose sources are 1-based positions in <see cref="GenerationRequest.Passages"/>; null when they hold no
    /// answer.</returns>
    /// <exception cref="MalformedDraftException">What was written follows neither the contract nor reads as an answer.</exception>
    Task<Draft?> GenerateAsync(GenerationRequest request, CancellationToken cancel = default);
}

/// <param name="Question">The standalone question.</param>
/// <param name="MaxWords">The cap that will be applied afterwards; the generator aims below it.</param>
public sealed record GenerationRequest(QuestionReading Question, IReadOnlyList<Passage> Passages, int MaxWords)
{
    /// <summary>The prompt for a chat model; null where nothing reads one.</summary>
    public Prompt? Prompt { get; init; }

    /// <summary>What the checks found wrong with the draft before, sentence by sentence; empty the first time.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Pseudonym of the person who waits.</summary>
    public string Person { get; init; } = "";

    /// <summary>The name of the adapter to write with; null for the model as it is configured.</summary>
    public string? Adapter { get; init; }

    /// <summary>When the answer has to be there.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Is handed each statement as soon as it is written; null where nobody watches, and all may come at once.</summary>
    public Func<Statement, Task>? Written { get; init; }
}

/// <param name="Text">Markdown with [n] labels; empty where <see cref="Draft.Statements"/> are to be checked first.</param>
/// <param name="Generator">extractive, or the provider's name.</param>
public sealed record Draft(string Text, string Generator, string? Model = null, string? Adapter = null)
{
    /// <summary>What it consists of, each with the sources that it names; of what was quoted nothing, for it needs no check.</summary>
    public IReadOnlyList<Statement> Statements { get; init; } = [];
}

/// <summary>A reply that cannot be read as an answer: half a JSON, noise without an end, nothing.</summary>
/// <param name="fault">What is wrong with it, for the model to mend; nothing of its text.</param>
public sealed class MalformedDraftException(string fault) : Exception(fault);
