namespace ChatBot.Trainer.Training.Batches;

/// <summary>
/// Short examples share a row, so that few places of a batch are padding: first fit, the longest first. Examples of one length are drawn
/// in an order of the seed.
/// </summary>
internal static class RowPacking
{
    /// <param name="examples">None longer than <paramref name="length"/>, if there is one.</param>
    /// <param name="length">Tokens of a row; 0 gives each example its own.</param>
    /// <param name="seed">The same one gives the same rows.</param>
    public static IReadOnlyList<TokenizedExample[]> Pack(IReadOnlyList<TokenizedExample> examples, int length, int seed)
    {
        if (length == 0)
            return [.. examples.Select(example => new[] { example })];
        var shuffled = examples.ToArray();
        new Random(seed).Shuffle(shuffled);
        var shortest = examples.Select(example => example.Tokens.Length).DefaultIfEmpty().Min();
        var rows = new List<List<TokenizedExample>>();
        var open = new List<(List<TokenizedExample> Row, int Free)>(); // with room for the shortest at least
        foreach (var example in shuffled.OrderByDescending(example => example.Tokens.Length))
        {
            var at = open.FindIndex(row => row.Free >= example.Tokens.Length);
            if (at < 0)
            {
                at = open.Count;
                open.Add(([], length));
                rows.Add(open[at].Row);
            }
            var (row, free) = open[at];
            row.Add(example);
            open[at] = (row, free - example.Tokens.Length);
            if (open[at].Free < shortest)
                open.RemoveAt(at);
        }
        return [.. rows.Select(row => row.ToArray())];
    }
}
