using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ChatBot.Llama.Kernels;

namespace ChatBot.Llama.Forward;

/// <summary>
/// Causal attention of a batch over paged keys and values. A unit of work is one key head with up to eight positions of one conversation:
/// the H / G query heads that share the key head read each page while it is in the cache. Every sum runs in the order of the positions, so
/// the result for a position is the same in any batch.
/// </summary>
internal sealed unsafe class Attention(ModelShape shape, WorkerPool pool) : IDisposable
{
    private const int RowsTogether = 8;

    private readonly float _scale = 1 / MathF.Sqrt(shape.HeadWidth);
    private readonly NativeBuffer<float>?[] _scratch = new NativeBuffer<float>?[pool.Workers];

    /// <summary>a[t] = softmax(q[t]·Kᵀ / √d)·V for every row; queries: [T, H·d], outputs: [T, H·d].</summary>
    public void Run(int layer, IReadOnlyList<Segment> segments, RowBuffer queries, Activations outputs)
    {
        var units = new List<(int Segment, int FirstRow, int Start, int Count)>();
        var row = 0;
        for (var s = 0; s < segments.Count; s++)
        {
            var count = segments[s].Tokens.Length;
            for (var start = 0; start < count; start += RowsTogether)
                units.Add((s, row + start, start, Math.Min(RowsTogether, count - start)));
            row += count;
        }
        pool.Run(
            units.Count * shape.KvHeads,
            (chunk, worker) =>
            {
                var (segment, firstRow, start, count) = units[chunk / shape.KvHeads];
                var cache = segments[segment].Cache;
                Compute(worker, layer, chunk % shape.KvHeads, cache.Pages, cache.Length + start, firstRow, count, queries, outputs);
            }
        );
    }

    public void Dispose()
    {
        foreach (var buffer in _scratch)
            buffer?.Dispose();
    }

    /// <summary>
    /// Rows <paramref name="firstRow"/>… at positions <paramref name="position"/>…, for the query heads of <paramref name="kvHead"/>.
    /// </summary>
    private void Compute(
        int worker,
        int layer,
        int kvHead,
        IReadOnlyList<KvPage> pages,
        int position,
        int firstRow,
        int rows,
        RowBuffer queries,
        Activations outputs
    )
    {
        var perKey = shape.Heads / shape.KvHeads;
        var count = rows * perKey;
        var reach = position + rows; // keys that the last row sees
        var stride = (reach + KvPage.Positions - 1) / KvPage.Positions * KvPage.Positions;
        var scores = Scratch(worker, (long)count * stride); // [rows · H/G, stride]

        var queryOf = stackalloc float*[count];
        var outputOf = stackalloc float*[count];
        for (var i = 0; i < count; i++)
        {
            var offset = (kvHead * perKey + i % perKey) * shape.HeadWidth;
            queryOf[i] = queries.Row(firstRow + i / perKey) + offset;
            outputOf[i] = outputs.Row(firstRow + i / perKey) + offset;
        }

        for (var page = 0; page * KvPage.Positions < reach; page++)
            Scores(pages[page].Keys(layer, kvHead), queryOf, count, scores + page * KvPage.Positions, stride);
        for (var i = 0; i < count; i++)
        {
            var seen = position + i / perKey + 1;
            System.Numerics.Tensors.TensorPrimitives.Multiply(
                new ReadOnlySpan<float>(scores + (long)i * stride, seen),
                _scale,
                new Span<float>(scores + (long)i * stride, seen)
            );
            RowMath.SoftMax(scores + (long)i * stride, seen);
            new Span<float>(scores + (long)i * stride + seen, reach - seen).Clear(); // later rows' keys weigh nothing
        }
        for (var i = 0; i < count; i++)
            new Span<float>(outputOf[i], shape.HeadWidth).Clear();
        for (var page = 0; page * KvPage.Positions < reach; page++)
            Mix(
                pages[page].Values(layer, kvHead),
                Math.Min(KvPage.Positions, reach - page * KvPage.Positions),
                scores + page * KvPage.Positions,
                stride,
                outputOf,
                count
            );
    }

    /// <summary>
    /// scores[i, 32] = q[i]·Kᵀ for one page; keys: [d][32]. Four queries share each key that is loaded; where fewer are left, the last one
    /// is
    /// computed more than once, which costs no more than the waits of a shorter chain would.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scores(float* keys, float** queries, int count, float* scores, long stride)
    {
        for (var i = 0; i < count; i += 4)
        {
            int i1 = Math.Min(i + 1, count - 1),
                i2 = Math.Min(i + 2, count - 1),
                i3 = Math.Min(i + 3, count - 1);
            float* q0 = queries[i],
                q1 = queries[i1],
                q2 = queries[i2],
                q3 = queries[i3];
            for (var half = 0; half < KvPage.Positions; half += 16)
            {
                Vector256<float> s0 = default,
                    s1 = default,
                    s2 = default,
                    s3 = default,
                    t0 = default,
                    t1 = default,
                    t2 = default,
                    t3 = default;
                var k = keys + half;
                for (var e = 0; e < shape.HeadWidth; e++, k += KvPage.Positions)
                {
                    Vector256<float> left = Vector256.Load(k),
                        right = Vector256.Load(k + 8);
                    Accumulate(ref s0, ref t0, left, right, q0[e]);
                    Accumulate(ref s1, ref t1, left, right, q1[e]);
                    Accumulate(ref s2, ref t2, left, right, q2[e]);
                    Accumulate(ref s3, ref t3, left, right, q3[e]);
                }
                Store(scores + i * stride + half, s0, t0);
                Store(scores + i1 * stride + half, s1, t1);
                Store(scores + i2 * stride + half, s2, t2);
                Store(scores + i3 * stride + half, s3, t3);
            }
        }
    }

    /// <summary>
    /// outputs[i, d] += Σⱼ p[i, j]·V[j, d] over the <paramref name="reach"/> positions of one page; values: [32][d]. Sixteen elements of
    /// the head
    /// at a time, or eight where the head's width is no multiple of sixteen; queries in fours as for the scores.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mix(float* values, int reach, float* weights, long stride, float** outputs, int count)
    {
        var width = shape.HeadWidth % 16 == 0 ? 16 : 8;
        for (var i = 0; i < count; i += 4)
        {
            int i1 = Math.Min(i + 1, count - 1),
                i2 = Math.Min(i + 2, count - 1),
                i3 = Math.Min(i + 3, count - 1);
            float* w0 = weights + i * stride,
                w1 = weights + i1 * stride,
                w2 = weights + i2 * stride,
                w3 = weights + i3 * stride;
            for (var e = 0; e < shape.HeadWidth; e += width)
            {
                float* o0 = outputs[i] + e,
                    o1 = outputs[i1] + e,
                    o2 = outputs[i2] + e,
                    o3 = outputs[i3] + e;
                var right = width - 8; // the second vector of eight is the first again where there is none
                Vector256<float> s0 = Vector256.Load(o0),
                    s1 = Vector256.Load(o1),
                    s2 = Vector256.Load(o2),
                    s3 = Vector256.Load(o3);
                Vector256<float> t0 = Vector256.Load(o0 + right),
                    t1 = Vector256.Load(o1 + right),
                    t2 = Vector256.Load(o2 + right),
                    t3 = Vector256.Load(o3 + right);
                var v = values + e;
                for (var j = 0; j < reach; j++, v += shape.HeadWidth)
                {
                    Vector256<float> first = Vector256.Load(v),
                        second = Vector256.Load(v + right);
                    Accumulate(ref s0, ref t0, first, second, w0[j]);
                    Accumulate(ref s1, ref t1, first, second, w1[j]);
                    Accumulate(ref s2, ref t2, first, second, w2[j]);
                    Accumulate(ref s3, ref t3, first, second, w3[j]);
                }
                Store(o0, s0, t0, right);
                Store(o1, s1, t1, right);
                Store(o2, s2, t2, right);
                Store(o3, s3, t3, right);
            }
        }
    }

    private float* Scratch(int worker, long floats)
    {
        if (_scratch[worker] is not { } buffer || buffer.Length < floats)
        {
            _scratch[worker]?.Dispose();
            _scratch[worker] = buffer = new NativeBuffer<float>(floats + floats / 2);
        }
        return buffer.Pointer;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(ref Vector256<float> s, ref Vector256<float> t, Vector256<float> left, Vector256<float> right, float q)
    {
        var broadcast = Vector256.Create(q);
        s = Vector256.MultiplyAddEstimate(left, broadcast, s);
        t = Vector256.MultiplyAddEstimate(right, broadcast, t);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* to, Vector256<float> s, Vector256<float> t, int right = 8)
    {
        s.Store(to);
        t.Store(to + right);
    }
}
