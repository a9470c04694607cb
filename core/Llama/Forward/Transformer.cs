using System.Numerics.Tensors;
using ChatBot.Llama.Adapters;
using ChatBot.Llama.Kernels;

namespace ChatBot.Llama.Forward;

/// <summary>
/// The forward pass of a Llama: a batch of segments in, logits out, keys and values written to each segment's cache.
/// The result for a token does not depend on what shares its batch, nor on how a prompt was cut into batches, to the last bit.
/// One pass at a time; the trainer and the server use this same class.
/// </summary>
public sealed unsafe class Transformer : IDisposable
{
    private readonly LlamaModel _model;
    private readonly ModelShape _shape;
    private readonly WorkerPool _pool;
    private readonly MatrixProduct _product;
    private readonly Attention _attention;
    private readonly AdapterProduct _adapters;
    private readonly Workspace _w;
    private readonly NativeBuffer<float> _angles; // [T, 2, d / 2]: cosines, then sines

    /// <summary>
    /// A pass over at most <paramref name="maxRows"/> tokens at a time, of which <paramref name="maxLogitRows"/> may want logits.
    /// </summary>
    public Transformer(LlamaModel model, WorkerPool pool, int maxRows = 256, int maxLogitRows = 16)
    {
        this._model = model;
        this._pool = pool;
        _shape = model.Shape;
        MaxRows = maxRows;
        MaxLogitRows = maxLogitRows;
        _product = new MatrixProduct(pool);
        _attention = new Attention(_shape, pool);
        _adapters = new AdapterProduct(_product, Math.Max(maxRows, maxLogitRows));
        _w = new Workspace(_shape, maxRows, maxLogitRows);
        _angles = new NativeBuffer<float>((long)maxRows * 2 * model.Rope.Pairs);
    }

    /// <summary>Tokens a batch may hold.</summary>
    public int MaxRows { get; }

    /// <summary>Logit rows a batch may ask for.</summary>
    public int MaxLogitRows { get; }

    /// <summary>Rows of logits of the last batch.</summary>
    public int LogitRows { get; private set; }

    /// <summary>Bytes that a pass of these sizes holds beside the weights and caches.</summary>
    public static long WorkBytes(ModelShape shape, int maxRows, int maxLogitRows) => Workspace.Bytes(shape, maxRows, maxLogitRows);

    /// <summary>Logits [V] of the last batch, in the order in which its segments asked for them.</summary>
    public ReadOnlySpan<float> Logits(int index) =>
        index < LogitRows ? _w.Logits.Span(index) : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Evaluates <paramref name="segments"/> and appends their keys and values to their caches.</summary>
    /// <exception cref="ArgumentException">More tokens or logit rows than there is room for, a token outside the vocabulary, or a cache
    /// without room.</exception>
    public void Run(IReadOnlyList<Segment> segments)
    {
        var rows = Embed(segments); // x: [T, D]
        for (var l = 0; l < _shape.Layers; l++)
        {
            var layer = _model.Layers[l];

            Normalise(rows, layer.AttentionNorm); // h = norm(x): [T, D]
            _product.Run(_w.Normed, 0, rows, new(layer.Query, _w.Query), new(layer.Key, _w.Key), new(layer.Value, _w.Value));
            Adapt(segments, l, LoraTarget.Query, _w.Normed, _w.Query); // q: [T, H·d]
            Adapt(segments, l, LoraTarget.Key, _w.Normed, _w.Key); // k: [T, G·d]
            Adapt(segments, l, LoraTarget.Value, _w.Normed, _w.Value); // v: [T, G·d]
            RotateAndStore(segments, l);
            _attention.Run(l, segments, _w.Query, _w.Attended); // a: [T, H·d]
            ForRows(rows, _w.Attended.Encode);
            _product.Run(_w.Attended, 0, rows, new Product(layer.AttentionOutput, _w.Projected));
            Adapt(segments, l, LoraTarget.AttentionOutput, _w.Attended, _w.Projected); // o = Wo·a: [T, D]
            AddToResidual(rows, layer.AttentionOutputBias); // x += o

            Normalise(rows, layer.FeedForwardNorm); // h = norm(x): [T, D]
            _product.Run(_w.Normed, 0, rows, new(layer.Gate, _w.Gate), new(layer.Up, _w.Up));
            Adapt(segments, l, LoraTarget.Gate, _w.Normed, _w.Gate); // g: [T, F]
            Adapt(segments, l, LoraTarget.Up, _w.Normed, _w.Up); // u: [T, F]
            ForRows(rows, Activate); // f = silu(g)·u: [T, F]
            _product.Run(_w.Inner, 0, rows, new Product(layer.Down, _w.Projected));
            Adapt(segments, l, LoraTarget.Down, _w.Inner, _w.Projected); // o = Wd·f: [T, D]
            AddToResidual(rows, null); // x += o
        }
        ComputeLogits(segments); // [N, V]
        foreach (var segment in segments)
            segment.Cache.Advance(segment.Tokens.Length);
    }

    public void Dispose()
    {
        _product.Dispose();
        _attention.Dispose();
        _adapters.Dispose();
        _w.Dispose();
        _angles.Dispose();
    }

    /// <summary>x[t] = E[token t]; prepares the rotations of every position.</summary>
    private int Embed(IReadOnlyList<Segment> segments)
    {
        var rows = segments.Sum(segment => segment.Tokens.Length);
        LogitRows = segments.Sum(Wanted);
        if (rows == 0 || rows > MaxRows || LogitRows > MaxLogitRows)
            throw new ArgumentException(
                $"a batch of {rows} tokens and {LogitRows} logit rows does not fit {MaxRows} and {MaxLogitRows}",
                nameof(segments)
            );
        var row = 0;
        foreach (var (cache, tokens, _, _) in segments)
        {
            if (cache.Pages.Count * KvPage.Positions < cache.Length + tokens.Length)
                throw new ArgumentException("a cache has no room reserved for its tokens", nameof(segments));
            for (var i = 0; i < tokens.Length; i++, row++)
            {
                var token = tokens.Span[i];
                if ((uint)token >= (uint)_shape.Vocabulary)
                    throw new ArgumentException($"token {token} is outside the vocabulary of {_shape.Vocabulary}", nameof(segments));
                _product.DequantiseRow(_model.Embedding, token, _w.Residual.Row(row));
                _model.Rope.Angles(cache.Length + i, Cosines(row), Sines(row));
            }
        }
        return rows;
    }

    private void Normalise(int rows, float[] weight) =>
        ForRows(
            rows,
            row =>
            {
                RowMath.RmsNorm(_w.Residual.Row(row), weight, _shape.NormEpsilon, _w.Normed.Row(row));
                _w.Normed.Encode(row);
            }
        );

    private void Adapt(IReadOnlyList<Segment> segments, int layer, LoraTarget target, Activations x, RowBuffer y) =>
        _adapters.Add(segments, adapter => adapter[layer, target], x, y);

    /// <summary>Adds the biases, normalises heads where the architecture does, rotates q and k, and writes k and v to the caches.</summary>
    private void RotateAndStore(IReadOnlyList<Segment> segments, int l)
    {
        var layer = _model.Layers[l];
        var first = 0;
        foreach (var (cache, tokens, _, _) in segments)
        {
            var start = first;
            ForRows(
                tokens.Length,
                i =>
                {
                    var row = start + i;
                    Prepare(_w.Query.Span(row), layer.QueryBias, layer.QueryNorm, row);
                    Prepare(_w.Key.Span(row), layer.KeyBias, layer.KeyNorm, row);
                    AddBias(_w.Value.Span(row), layer.ValueBias);
                    Store(cache, l, cache.Length + i, _w.Key.Row(row), _w.Value.Row(row));
                }
            );
            first += tokens.Length;
        }
    }

    /// <summary>Bias, head norm and rotation of all heads of a row: [heads · d].</summary>
    private void Prepare(Span<float> heads, float[]? bias, float[]? norm, int row)
    {
        AddBias(heads, bias);
        for (var at = 0; at < heads.Length; at += _shape.HeadWidth)
        {
            var head = heads.Slice(at, _shape.HeadWidth);
            if (norm is not null)
                fixed (float* h = head)
                    RowMath.RmsNorm(h, norm, _shape.NormEpsilon, h);
            _model.Rope.Rotate(head, Cosines(row), Sines(row));
        }
    }

    private void Store(KvSequence cache, int layer, int position, float* key, float* value)
    {
        var page = cache.Pages[position / KvPage.Positions];
        var slot = position % KvPage.Positions;
        for (var head = 0; head < _shape.KvHeads; head++, key += _shape.HeadWidth, value += _shape.HeadWidth)
        {
            var keys = page.Keys(layer, head) + slot; // [d][32]
            for (var e = 0; e < _shape.HeadWidth; e++)
                keys[e * KvPage.Positions] = key[e];
            new ReadOnlySpan<float>(value, _shape.HeadWidth).CopyTo(
                new Span<float>(page.Values(layer, head) + slot * _shape.HeadWidth, _shape.HeadWidth)
            );
        }
    }

    private void Activate(int row)
    {
        RowMath.SwiGlu(_w.Gate.Span(row), _w.Up.Span(row), new Span<float>(_w.Inner.Row(row), _shape.FeedForward));
        _w.Inner.Encode(row);
    }

    private void AddToResidual(int rows, float[]? bias) =>
        ForRows(
            rows,
            row =>
            {
                AddBias(_w.Projected.Span(row), bias);
                TensorPrimitives.Add(_w.Residual.Span(row), _w.Projected.Span(row), _w.Residual.Span(row));
            }
        );

    /// <summary>Normalises the rows that want logits and multiplies them with the head.</summary>
    private void ComputeLogits(IReadOnlyList<Segment> segments)
    {
        int row = 0,
            next = 0;
        foreach (var segment in segments)
        {
            row += segment.Tokens.Length;
            for (var wanted = row - Wanted(segment); wanted < row; wanted++, next++)
            {
                RowMath.RmsNorm(_w.Residual.Row(wanted), _model.OutputNorm, _shape.NormEpsilon, _w.HeadInput.Row(next));
                _w.HeadInput.Encode(next);
            }
        }
        if (next == 0)
            return;
        _product.Run(_w.HeadInput, 0, next, new Product(_model.Output, _w.Logits));
        // The head's adapter sees its own rows: one segment of as many tokens as logits were asked for.
        _adapters.Add(
            [
                .. segments
                    .Where(segment => Wanted(segment) > 0)
                    .Select(segment => segment with { Tokens = segment.Tokens[..Wanted(segment)] }),
            ],
            adapter => adapter.Output,
            _w.HeadInput,
            _w.Logits
        );
    }

    private static int Wanted(Segment segment) =>
        segment.Wanted switch
        {
            LogitsWanted.All => segment.Tokens.Length,
            LogitsWanted.Last => Math.Min(1, segment.Tokens.Length),
            _ => 0,
        };

    private static void AddBias(Span<float> row, float[]? bias)
    {
        if (bias is not null)
            TensorPrimitives.Add(row, bias, row);
    }

    private Span<float> Cosines(int row) => new(_angles.Pointer + (long)row * 2 * _model.Rope.Pairs, _model.Rope.Pairs);

    private Span<float> Sines(int row) => new(_angles.Pointer + ((long)row * 2 + 1) * _model.Rope.Pairs, _model.Rope.Pairs);

    /// <summary>Row by row; over the workers when there are enough rows to be worth it.</summary>
    private void ForRows(int rows, Action<int> work)
    {
        const int Together = 8;
        if (rows < 2 * Together)
        {
            for (var row = 0; row < rows; row++)
                work(row);
            return;
        }
        _pool.Run(
            (rows + Together - 1) / Together,
            (chunk, _) =>
            {
                for (var row = chunk * Together; row < Math.Min(rows, (chunk + 1) * Together); row++)
                    work(row);
            }
        );
    }
}
