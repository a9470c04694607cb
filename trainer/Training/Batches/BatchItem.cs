namespace ChatBot.Trainer.Training.Batches;

/// <summary>What batches never part: a row into which examples were packed, or the rows of a pair.</summary>
/// <param name="Rows">Examples by row.</param>
/// <param name="Pair">The pair whose two examples these are.</param>
internal sealed record BatchItem(IReadOnlyList<TokenizedExample[]> Rows, TokenizedPair? Pair = null)
{
    /// <summary>Tokens in it, without padding.</summary>
    public int Tokens => Rows.Sum(row => row.Sum(example => example.Tokens.Length));

    /// <summary>Rows of a set of examples.</summary>
    public static IReadOnlyList<BatchItem> Of(IReadOnlyList<TokenizedExample> examples, TrainingSettings settings) =>
        [.. RowPacking.Pack(examples, settings.Packing ? settings.ContextLength : 0, settings.Seed).Select(row => new BatchItem([row]))];

    /// <summary>Pairs; one that fits into a row takes one.</summary>
    public static IReadOnlyList<BatchItem> Of(IReadOnlyList<TokenizedPair> pairs, TrainingSettings settings) =>
        [
            .. pairs.Select(pair =>
                settings.Packing && pair.Chosen.Tokens.Length + pair.Rejected.Tokens.Length <= settings.ContextLength
                    ? new BatchItem(
                        [
                            [pair.Chosen, pair.Rejected],
                        ],
                        pair
                    )
                    : new BatchItem(
                        [
                            [pair.Chosen],
                            [pair.Rejected],
                        ],
                        pair
                    )
            ),
        ];
}
