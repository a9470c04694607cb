using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// y[token, 16 rows] += panel · x[token]. Within a group of 16 or 32 columns the sum is exact in integers; groups are added in float in
/// the order of the columns. One token or four together, in any batch: the same bits, which is what lets conversations share batches and
/// prefixes.
/// Kernels are compiled optimised at once: the first answer should not wait for the runtime to notice that they are hot.
/// </summary>
internal static unsafe class CodeKernel<TScheme, TDot>
    where TScheme : struct, ICodeScheme
    where TDot : struct, IByteDot
{
    /// <summary>Four tokens from <paramref name="token"/>, <paramref name="runs"/> × 32 columns from <paramref name="column"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Four(Panel panel, int runs, Activations x, int token, int column, float* y, long stride)
    {
        var codes = panel.Codes;
        float* scales = panel.Scales,
            minima = panel.Minima;
        sbyte* a0 = x.Codes(token) + column,
            a1 = x.Codes(token + 1) + column,
            a2 = x.Codes(token + 2) + column,
            a3 = x.Codes(token + 3) + column;
        int* s0 = x.Sums(token) + column / 16,
            s1 = x.Sums(token + 1) + column / 16,
            s2 = x.Sums(token + 2) + column / 16,
            s3 = x.Sums(token + 3) + column / 16;
        float* d0 = x.Scales(token) + column / 32,
            d1 = x.Scales(token + 1) + column / 32,
            d2 = x.Scales(token + 2) + column / 32,
            d3 = x.Scales(token + 3) + column / 32;
        float* y0 = y,
            y1 = y + stride,
            y2 = y + 2 * stride,
            y3 = y + 3 * stride;
        Vector256<float> t0 = Vector256.Load(y0),
            t1 = Vector256.Load(y1),
            t2 = Vector256.Load(y2),
            t3 = Vector256.Load(y3);
        Vector256<float> u0 = Vector256.Load(y0 + 8),
            u1 = Vector256.Load(y1 + 8),
            u2 = Vector256.Load(y2 + 8),
            u3 = Vector256.Load(y3 + 8);

        for (var run = 0; run < runs; run++)
        {
            for (var group = 0; group < 32 / TScheme.Group; group++)
            {
                Vector256<int> c0 = Start(s0 + group),
                    c1 = Start(s1 + group),
                    c2 = Start(s2 + group),
                    c3 = Start(s3 + group);
                Vector256<int> e0 = c0,
                    e1 = c1,
                    e2 = c2,
                    e3 = c3;
                for (var four = 0; four < TScheme.Group; four += 4)
                {
                    Vector256<byte> left = Vector256.Load(codes),
                        right = Vector256.Load(codes + 32);
                    codes += Panel.Rows * 4;
                    var b = Broadcast(a0);
                    c0 = TDot.Add(c0, left, b);
                    e0 = TDot.Add(e0, right, b);
                    b = Broadcast(a1);
                    c1 = TDot.Add(c1, left, b);
                    e1 = TDot.Add(e1, right, b);
                    b = Broadcast(a2);
                    c2 = TDot.Add(c2, left, b);
                    e2 = TDot.Add(e2, right, b);
                    b = Broadcast(a3);
                    c3 = TDot.Add(c3, left, b);
                    e3 = TDot.Add(e3, right, b);
                    a0 += 4;
                    a1 += 4;
                    a2 += 4;
                    a3 += 4;
                }
                Vector256<float> leftScale = Vector256.Load(scales),
                    rightScale = Vector256.Load(scales + 8);
                scales += Panel.Rows;
                t0 = Scaled(t0, c0, leftScale, d0[run]);
                u0 = Scaled(u0, e0, rightScale, d0[run]);
                t1 = Scaled(t1, c1, leftScale, d1[run]);
                u1 = Scaled(u1, e1, rightScale, d1[run]);
                t2 = Scaled(t2, c2, leftScale, d2[run]);
                u2 = Scaled(u2, e2, rightScale, d2[run]);
                t3 = Scaled(t3, c3, leftScale, d3[run]);
                u3 = Scaled(u3, e3, rightScale, d3[run]);
            }
            if (TScheme.HasMinima)
            {
                Vector256<float> leftMinimum = Vector256.Load(minima),
                    rightMinimum = Vector256.Load(minima + 8);
                minima += Panel.Rows;
                t0 = Lowered(t0, leftMinimum, s0, d0[run]);
                u0 = Lowered(u0, rightMinimum, s0, d0[run]);
                t1 = Lowered(t1, leftMinimum, s1, d1[run]);
                u1 = Lowered(u1, rightMinimum, s1, d1[run]);
                t2 = Lowered(t2, leftMinimum, s2, d2[run]);
                u2 = Lowered(u2, rightMinimum, s2, d2[run]);
                t3 = Lowered(t3, leftMinimum, s3, d3[run]);
                u3 = Lowered(u3, rightMinimum, s3, d3[run]);
            }
            s0 += 2;
            s1 += 2;
            s2 += 2;
            s3 += 2;
        }
        t0.Store(y0);
        u0.Store(y0 + 8);
        t1.Store(y1);
        u1.Store(y1 + 8);
        t2.Store(y2);
        u2.Store(y2 + 8);
        t3.Store(y3);
        u3.Store(y3 + 8);
    }

    /// <summary>One token.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void One(Panel panel, int runs, Activations x, int token, int column, float* y)
    {
        var codes = panel.Codes;
        float* scales = panel.Scales,
            minima = panel.Minima;
        var a = x.Codes(token) + column;
        var s = x.Sums(token) + column / 16;
        var d = x.Scales(token) + column / 32;
        Vector256<float> t = Vector256.Load(y),
            u = Vector256.Load(y + 8);
        for (var run = 0; run < runs; run++)
        {
            for (var group = 0; group < 32 / TScheme.Group; group++)
            {
                Vector256<int> c = Start(s + group),
                    e = c;
                for (var four = 0; four < TScheme.Group; four += 4)
                {
                    var b = Broadcast(a);
                    c = TDot.Add(c, Vector256.Load(codes), b);
                    e = TDot.Add(e, Vector256.Load(codes + 32), b);
                    codes += Panel.Rows * 4;
                    a += 4;
                }
                t = Scaled(t, c, Vector256.Load(scales), d[run]);
                u = Scaled(u, e, Vector256.Load(scales + 8), d[run]);
                scales += Panel.Rows;
            }
            if (TScheme.HasMinima)
            {
                t = Lowered(t, Vector256.Load(minima), s, d[run]);
                u = Lowered(u, Vector256.Load(minima + 8), s, d[run]);
                minima += Panel.Rows;
            }
            s += 2;
        }
        t.Store(y);
        u.Store(y + 8);
    }

    /// <summary>Σ(code − offset)·a = −offset·Σa + Σ code·a, exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Start(int* sums) =>
        TScheme.OffsetShift == 0
            ? Vector256<int>.Zero
            : Vector256.Create(-(TScheme.Group == 32 ? sums[0] + sums[1] : sums[0]) << TScheme.OffsetShift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Broadcast(sbyte* four) => Vector256.Create(*(int*)four).AsSByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Scaled(Vector256<float> total, Vector256<int> sum, Vector256<float> scale, float d) =>
        Vector256.MultiplyAddEstimate(Vector256.ConvertToSingle(sum) * Vector256.Create(d), scale, total);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Lowered(Vector256<float> total, Vector256<float> minimum, int* sums, float d) =>
        Vector256.MultiplyAddEstimate(Vector256.Create(-(sums[0] + sums[1]) * d), minimum, total);
}
