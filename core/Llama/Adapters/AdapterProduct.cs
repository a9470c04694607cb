using System.Numerics.Tensors;
using ChatBot.Llama.Forward;
using ChatBot.Llama.Kernels;

namespace ChatBot.Llama.Adapters;

/// <summary>y[t] += scale · B·(A·x[t]) for the rows of a batch that go through an adapter, each row through its own.</summary>
internal sealed unsafe class AdapterProduct(MatrixProduct product, int maxRows) : IDisposable
{
    private RowBuffer? _inner; // A·x: [T, r]
    private Activations? _innerInput; // the same as input of B: [T, r]
    private RowBuffer? _outer; // B·(A·x): [T, m]

    /// <summary>
    /// Adds the change of one matrix. <paramref name="pick"/> chooses the pair of a segment's adapter; x: [T, n], y: [T, m].
    /// </summary>
    public void Add(IReadOnlyList<Segment> segments, Func<LoraAdapter, LoraPair?> pick, Activations x, RowBuffer y)
    {
        for (int s = 0, row = 0; s < segments.Count; )
        {
            // Neighbours with the same adapter are multiplied together.
            var (adapter, first) = (segments[s].Adapter, row);
            for (; s < segments.Count && segments[s].Adapter == adapter; s++)
                row += segments[s].Tokens.Length;
            if (adapter is not null && pick(adapter) is { } pair)
                Add(pair, x, y, first, row - first);
        }
    }

    public void Dispose()
    {
        _inner?.Dispose();
        _innerInput?.Dispose();
        _outer?.Dispose();
    }

    private void Add(LoraPair pair, Activations x, RowBuffer y, int first, int count)
    {
        if (_inner is null || _inner.Width != pair.Rank)
        {
            _inner?.Dispose();
            _innerInput?.Dispose();
            _inner = new RowBuffer(maxRows, pair.Rank);
            _innerInput = new Activations(maxRows, pair.Rank);
        }
        if (_outer is null || _outer.Width < pair.B.Rows)
        {
            _outer?.Dispose();
            _outer = new RowBuffer(maxRows, pair.B.Rows);
        }
        product.Run(x, first, count, new Product(pair.A, _inner));
        for (var t = first; t < first + count; t++)
            _inner.Span(t).CopyTo(new Span<float>(_innerInput!.Row(t), pair.Rank));
        product.Run(_innerInput!, first, count, new Product(pair.B, _outer));
        for (var t = first; t < first + count; t++)
            TensorPrimitives.MultiplyAdd(new ReadOnlySpan<float>(_outer.Row(t), pair.B.Rows), pair.Scale, y.Span(t), y.Span(t));
    }
}
