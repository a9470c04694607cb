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

    private readonly float scale = 1 / MathF.Sqrt(shape.HeadWidth);
    private readonly NativeBuffer<float>?[] scratch = new NativeBuffer<float>?[pool.Workers];

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
        pool.Run(units.Count * shape.KvHeads, (chunk, worker) =>
        {
            var (segment, firstRow, start, count) = units[chunk / shape.KvHeads];
            var cache = segments[segment].Cache;
            Compute(worker, layer, chunk % shape.KvHeads, cache.Pages, cache.Length + start, firstRow, count, queries, outputs);
        });
    }

    public void Dispose()
    {
        foreach (var buffer in scratch)
            buffer?.Dispose();
    }

    /// <summary>Rows <paramref name="firstRow"/>… at positions <paramref name="position"/>…, for the query heads of <paramref name="kvHead"/>.</summary>
    private void Compute(int worker, int layer, int kvHead, IReadOnlyList<KvPage> pages, int position, int firstRow, int rows, RowBuffer queries, Activations outputs)
    {
        var perKey = shape.Heads / shape.KvHeads;
        var count = rows * perKey;
        var reach = position + rows;                                            // keys that the last row sees
        var stride = (reach + KvPage.Positions - 1) / KvPage.Positions * KvPage.Positions;
        var scores = Scratch(worker, (long)count * stride);                     // [rows · H/G, stride]

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
            System.Numerics.Tensors.TensorPrimitives.Multiply(new ReadOnlySpan<float>(scores + (long)i * stride, seen), scale, new Span<float>(scores + (long)i * stride, seen));
            RowMath.SoftMax(scores + (long)i * stride, seen);
            new Span<float>(scores + (long)i * stride + seen, reach - seen).Clear(); // later rows' keys weigh nothing
        }
        Mix(layer, kvHead, pages, reach, scores, stride, outputOf, count);
    }

    /// <summary>scores[i, 32] = q[i]·Kᵀ for one page; keys: [d][32].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scores(float* keys, float** queries, int count, float* scores, long stride)
    {
        for (var half = 0; half < KvPage.Positions; half += 16)
        {
            var i = 0;
            for (; i + 4 <= count; i += 4)
            {
                float* q0 = queries[i], q1 = queries[i + 1], q2 = queries[i + 2], q3 = queries[i + 3];
                Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default, t0 = default, t1 = default, t2 = default, t3 = default;
                var k = keys + half;
                for (var e = 0; e < shape.HeadWidth; e++, k += KvPage.Positions)
                {
                    Vector256<float> left = Vector256.Load(k), right = Vector256.Load(k + 8);
                    Accumulate(ref s0, ref t0, left, right, q0[e]);
                    Accumulate(ref s1, ref t1, left, right, q1[e]);
                    Accumulate(ref s2, ref t2, left, right, q2[e]);
                    Accumulate(ref s3, ref t3, left, right, q3[e]);
                }
                Store(scores + i * stride + half, s0, t0);
                Store(scores + (i + 1) * stride + half, s1, t1);
                Store(scores + (i + 2) * stride + half, s2, t2);
                Store(scores + (i + 3) * stride + half, s3, t3);
            }
            for (; i < count; i++)
            {
                Vector256<float> s = default, t = default;
                var k = keys + half;
                for (var e = 0; e < shape.HeadWidth; e++, k += KvPage.Positions)
                    Accumulate(ref s, ref t, Vector256.Load(k), Vector256.Load(k + 8), queries[i][e]);
                Store(scores + i * stride + half, s, t);
            }
        }
    }

    /// <summary>outputs[i, d] = Σⱼ p[i, j]·V[j, d] over the first <paramref name="reach"/> positions, eight elements of the head at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mix(int layer, int kvHead, IReadOnlyList<KvPage> pages, int reach, float* weights, long stride, float** outputs, int count)
    {
        for (var e = 0; e < shape.HeadWidth; e += 8)
        {
            var i = 0;
            for (; i + 4 <= count; i += 4)
            {
                Vector256<float> o0 = default, o1 = default, o2 = default, o3 = default;
                var w = weights + i * stride;
                for (var j = 0; j < reach;)
                {
                    var v = pages[j / KvPage.Positions].Values(layer, kvHead) + e;
                    for (var end = Math.Min(reach, j + KvPage.Positions); j < end; j++, v += shape.HeadWidth)
                    {
                        var value = Vector256.Load(v);
                        o0 = Vector256.MultiplyAddEstimate(value, Vector256.Create(w[j]), o0);
                        o1 = Vector256.MultiplyAddEstimate(value, Vector256.Create(w[stride + j]), o1);
                        o2 = Vector256.MultiplyAddEstimate(value, Vector256.Create(w[2 * stride + j]), o2);
                        o3 = Vector256.MultiplyAddEstimate(value, Vector256.Create(w[3 * stride + j]), o3);
                    }
                }
                o0.Store(outputs[i] + e);
                o1.Store(outputs[i + 1] + e);
                o2.Store(outputs[i + 2] + e);
                o3.Store(outputs[i + 3] + e);
            }
            for (; i < count; i++)
            {
                var o = Vector256<float>.Zero;
                var w = weights + i * stride;
                for (var j = 0; j < reach;)
                {
                    var v = pages[j / KvPage.Positions].Values(layer, kvHead) + e;
                    for (var end = Math.Min(reach, j + KvPage.Positions); j < end; j++, v += shape.HeadWidth)
                        o = Vector256.MultiplyAddEstimate(Vector256.Load(v), Vector256.Create(w[j]), o);
                }
                o.Store(outputs[i] + e);
            }
        }
    }

    private float* Scratch(int worker, long floats)
    {
        if (scratch[worker] is not { } buffer || buffer.Length < floats)
        {
            scratch[worker]?.Dispose();
            scratch[worker] = buffer = new NativeBuffer<float>(floats + floats / 2);
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
    private static void Store(float* to, Vector256<float> s, Vector256<float> t)
    {
        s.Store(to);
        t.Store(to + 8);
    }
}
