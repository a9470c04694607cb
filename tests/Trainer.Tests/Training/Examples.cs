using ChatBot.Trainer.Training;

namespace ChatBot.Trainer.Tests.Training;

/// <summary>Made-up examples of a seed.</summary>
internal static class Examples
{
    public static TokenizedExample Of(int length, int answerStart, int seed, int vocabulary = 61)
    {
        var random = new Random(seed);
        return new($"row-{seed}", [.. Enumerable.Range(0, length).Select(_ => random.Next(vocabulary))], answerStart);
    }

    /// <summary>Lengths of 6 to 17 with answers of 2 to 5 tokens.</summary>
    public static IReadOnlyList<TokenizedExample> Many(int count, int seed = 0) =>
        [.. Enumerable.Range(0, count).Select(i => Of(6 + (i * 5 + seed) % 12, 6 + (i * 5 + seed) % 12 - 2 - i % 4, seed * 1000 + i))];

    /// <summary>The same prompt with two answers.</summary>
    public static IReadOnlyList<TokenizedPair> Pairs(int count, int seed = 0) =>
        [
            .. Many(count, seed)
                .Select(
                    (example, i) =>
                        new TokenizedPair(
                            example.Id,
                            example,
                            example with
                            {
                                Tokens = [.. example.Tokens[..example.AnswerStart], .. Of(3 + i % 3, 0, seed * 1000 + 500 + i).Tokens],
                            }
                        )
                ),
        ];

    public static TokenizedSet Set(int train, int validation = 0) =>
        new(Many(train), validation > 0 ? Many(validation, 7) : [], Pairs(train), validation > 0 ? Pairs(validation, 7) : []);
}
