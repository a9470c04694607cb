namespace ChatBot.Llama.Serving;

/// <summary>
/// Chooses the next token from the logits [V] of the last position. Called for one conversation at a time, on the engine's thread.
/// </summary>
public delegate int TokenSampler(ReadOnlySpan<float> logits);

/// <summary>What to generate.</summary>
public sealed record GenerationRequest
{
    /// <summary>The prompt's token ids.</summary>
    public required IReadOnlyList<int> Prompt { get; init; }

    /// <summary>Tokens to generate at most; the end of the context ends it earlier.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>Chooses each token; it may keep state, such as the tokens it has chosen.</summary>
    public required TokenSampler Sample { get; init; }

    /// <summary>Tokens that end the answer and are not part of it.</summary>
    public IReadOnlySet<int> StopTokens { get; init; } = new HashSet<int>();

    /// <summary>The name under which an adapter was loaded, or null for the base model.</summary>
    public string? Adapter { get; init; }
}
