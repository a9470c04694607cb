namespace ChatBot.Trainer.Training.Batches;

/// <summary>
/// What of a set can be read. An example that is longer than the context is left out whole: with its front cut off it would be a prompt
/// that is never served, with its end cut off an answer that never ends.
/// </summary>
internal sealed record Readable<T>(IReadOnlyList<T> Items, int TooLong, int NothingToLearn, int Longest);

internal static class Readable
{
    public static Readable<TokenizedExample> Of(IReadOnlyList<TokenizedExample> examples, int context) =>
        Of(examples, context, example => example.Tokens.Length, HasAnswer);

    /// <summary>Both answers must fit, and differ.</summary>
    public static Readable<TokenizedPair> Of(IReadOnlyList<TokenizedPair> pairs, int context) =>
        Of(
            pairs,
            context,
            pair => Math.Max(pair.Chosen.Tokens.Length, pair.Rejected.Tokens.Length),
            pair => HasAnswer(pair.Chosen) && HasAnswer(pair.Rejected) && !pair.Chosen.Tokens.SequenceEqual(pair.Rejected.Tokens)
        );

    private static Readable<T> Of<T>(IReadOnlyList<T> all, int context, Func<T, int> length, Func<T, bool> teaches)
    {
        var teaching = all.Where(teaches).ToList();
        var fitting = teaching.Where(item => length(item) <= context).ToList();
        return new(fitting, teaching.Count - fitting.Count, all.Count - teaching.Count, teaching.Select(length).DefaultIfEmpty().Max());
    }

    private static bool HasAnswer(TokenizedExample example) => example.Tokens.Length > Math.Max(1, example.AnswerStart);
}
