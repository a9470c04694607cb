using static TorchSharp.torch;

namespace ChatBot.Trainer.Training.Batches;

/// <summary>
/// Items as tensors. Each example is a segment of its own that counts its positions from 0 and sees nothing of its neighbours; only
/// answers are predicted.
/// </summary>
internal sealed class PackedBatch : IDisposable
{
    private PackedBatch(IReadOnlyList<TokenizedExample> examples, Tensor[] tensors)
    {
        Examples = examples;
        (TokenIds, Positions, Segments) = (tensors[0], tensors[1], tensors.Length > 5 ? tensors[5] : null);
        (Predicted, Targets, Owners) = (tensors[2], tensors[3], tensors[4]);
        AnswerTokens = (int)Targets.shape[0];
        Tokens = examples.Sum(example => example.Tokens.Length);
    }

    /// <summary>E examples, in the order in which scores name them.</summary>
    public IReadOnlyList<TokenizedExample> Examples { get; }

    /// <summary>Places of the wanted and the other answer of each pair among <see cref="Examples"/>.</summary>
    public IReadOnlyList<(TokenizedPair Pair, int Chosen, int Rejected)> Pairs { get; private init; } = [];

    /// <summary>[B, T]; 0 in padding.</summary>
    public Tensor TokenIds { get; }

    /// <summary>[B, T]: each example counts from 0.</summary>
    public Tensor Positions { get; }

    /// <summary>[B, T]: 1, 2, … by example of a row, 0 in padding. Null where each row is one example: what stands behind it is unseen.
    /// </summary>
    public Tensor? Segments { get; }

    /// <summary>[N]: places in the flattened [B · T] whose next token belongs to an answer.</summary>
    public Tensor Predicted { get; }

    /// <summary>[N]: those tokens.</summary>
    public Tensor Targets { get; }

    /// <summary>[N]: the example to which each belongs.</summary>
    public Tensor Owners { get; }

    /// <summary>N.</summary>
    public int AnswerTokens { get; }

    /// <summary>Tokens without padding.</summary>
    public int Tokens { get; }

    /// <summary>Items side by side, rows filled up to the longest.</summary>
    public static PackedBatch Of(IReadOnlyList<BatchItem> items, Device device)
    {
        var rows = items.SelectMany(item => item.Rows).ToList();
        var width = rows.Max(row => row.Sum(example => example.Tokens.Length));
        var (tokens, positions, segments) = (new long[rows.Count * width], new long[rows.Count * width], new long[rows.Count * width]);
        var (predicted, targets, owners) = (new List<long>(), new List<long>(), new List<long>());
        var examples = new List<TokenizedExample>();
        foreach (var (index, row) in rows.Index())
        {
            var at = index * width;
            foreach (var (segment, example) in row.Index())
            {
                for (var position = 0; position < example.Tokens.Length; position++, at++)
                {
                    (tokens[at], positions[at], segments[at]) = (example.Tokens[position], position, segment + 1);
                    if (position == 0 || position < example.AnswerStart)
                        continue;
                    predicted.Add(at - 1);
                    targets.Add(example.Tokens[position]);
                    owners.Add(examples.Count);
                }
                examples.Add(example);
            }
        }
        long[] shape = [rows.Count, width];
        var parts = new List<Tensor>
        {
            OnDevice(tokens, shape),
            OnDevice(positions, shape),
            OnDevice([.. predicted], [predicted.Count]),
            OnDevice([.. targets], [targets.Count]),
            OnDevice([.. owners], [owners.Count]),
        };
        if (rows.Any(row => row.Length > 1))
            parts.Add(OnDevice(segments, shape));
        return new PackedBatch(examples, [.. parts]) { Pairs = PairsOf(items) };

        Tensor OnDevice(long[] values, long[] extents) => tensor(values, extents, device: device);
    }

    public void Dispose()
    {
        foreach (var part in new[] { TokenIds, Positions, Segments, Predicted, Targets, Owners })
            part?.Dispose();
    }

    private static List<(TokenizedPair, int, int)> PairsOf(IReadOnlyList<BatchItem> items)
    {
        // A pair's item holds two examples, the wanted one first.
        var pairs = new List<(TokenizedPair, int, int)>();
        var at = 0;
        foreach (var item in items)
        {
            if (item.Pair is { } pair)
                pairs.Add((pair, at, at + 1));
            at += item.Rows.Sum(row => row.Length);
        }
        return pairs;
    }
}
