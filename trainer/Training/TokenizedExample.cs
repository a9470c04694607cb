namespace ChatBot.Trainer.Training;

/// <summary>A prompt with its answer as the model reads them: what is learnt is the answer, from its first token to the one that ends
/// it.</summary>
/// <param name="Id">Of the training row.</param>
/// <param name="Tokens">Prompt, answer and the token that ends a turn.</param>
/// <param name="AnswerStart">Index of the answer's first token; the loss is that of predicting it and those behind it.</param>
public sealed record TokenizedExample(string Id, int[] Tokens, int AnswerStart);

/// <summary>The same prompt with the answer that people wanted and the one that they got.</summary>
public sealed record TokenizedPair(string Id, TokenizedExample Chosen, TokenizedExample Rejected);

/// <summary>What one training reads. The parts share no cluster of meaning.</summary>
public sealed record TokenizedSet(
    IReadOnlyList<TokenizedExample> Train,
    IReadOnlyList<TokenizedExample> Validation,
    IReadOnlyList<TokenizedPair> TrainPairs,
    IReadOnlyList<TokenizedPair> ValidationPairs
)
{
    /// <summary>Running texts that the base should not forget.</summary>
    public IReadOnlyList<TokenizedExample> Rehearsed { get; init; } = [];

    /// <summary>Tokens of the longest example.</summary>
    public int Longest =>
        Train
            .Concat(Validation)
            .Concat(TrainPairs.Concat(ValidationPairs).SelectMany(pair => (TokenizedExample[])[pair.Chosen, pair.Rejected]))
            .Select(example => example.Tokens.Length)
            .DefaultIfEmpty()
            .Max();
}
