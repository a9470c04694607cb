namespace ChatBot.Llama.Chat;

/// <summary>A conversation that does not fit the model's context with room for an answer.</summary>
public sealed class PromptTooLongException(int tokens, int context)
    : Exception(
        $"The prompt has {tokens} tokens and the context holds {context} with the answer. Give the model fewer or shorter "
            + "passages (Retrieval:TopK), or more context (Model:Context)."
    )
{
    /// <summary>Tokens of the prompt.</summary>
    public int Tokens { get; } = tokens;

    /// <summary>Tokens that the context holds.</summary>
    public int Context { get; } = context;
}
