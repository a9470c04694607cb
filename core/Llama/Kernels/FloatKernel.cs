using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// y[token, 16 rows] += panel · x[token] in floats. Runs of 32 columns are summed by themselves and then added in order: shorter chains of
/// dependent additions, a smaller rounding error, and the same bits for one token as for four.
/// </summary>
internal static unsafe class FloatKernel
{
    /// <summary>Four tokens from <paramref name="token"/>, <paramref name="runs"/> × 32 columns from <paramref name="column"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Four(Panel panel, int runs, Activations x, int token, int column, float* y, long stride)
    {
        var w = panel.Floats;
        float* a0 = x.Row(token) + column,
            a1 = x.Row(token + 1) + column,
            a2 = x.Row(token + 2) + column,
            a3 = x.Row(token + 3) + column;
        for (var run = 0; run < runs; run++, a0 += 32, a1 += 32, a2 += 32, a3 += 32)
        {
            Vector256<float> t0 = default,
                t1 = default,
                t2 = default,
                t3 = default,
                u0 = default,
                u1 = default,
                u2 = default,
                u3 = default;
            for (var k = 0; k < 32; k++, w += Panel.Rows)
            {
                Vector256<float> left = Vector256.Load(w),
                    right = Vector256.Load(w + 8);
                var b = Vector256.Create(a0[k]);
                t0 = Vector256.MultiplyAddEstimate(left, b, t0);
                u0 = Vector256.MultiplyAddEstimate(right, b, u0);
                b = Vector256.Create(a1[k]);
                t1 = Vector256.MultiplyAddEstimate(left, b, t1);
                u1 = Vector256.MultiplyAddEstimate(right, b, u1);
                b = Vector256.Create(a2[k]);
                t2 = Vector256.MultiplyAddEstimate(left, b, t2);
                u2 = Vector256.MultiplyAddEstimate(right, b, u2);
                b = Vector256.Create(a3[k]);
                t3 = Vector256.MultiplyAddEstimate(left, b, t3);
                u3 = Vector256.MultiplyAddEstimate(right, b, u3);
            }
            Add(y, t0, u0);
            Add(y + stride, t1, u1);
            Add(y + 2 * stride, t2, u2);
            Add(y + 3 * stride, t3, u3);
        }
    }

    /// <summary>One token.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void One(Panel panel, int runs, Activations x, int token, int column, float* y)
    {
        var w = panel.Floats;
        var a = x.Row(token) + column;
        for (var run = 0; run < runs; run++, a += 32)
        {
            Vector256<float> t = default,
                u = default;
            for (var k = 0; k < 32; k++, w += Panel.Rows)
            {
                var b = Vector256.Create(a[k]);
                t = Vector256.MultiplyAddEstimate(Vector256.Load(w), b, t);
                u = Vector256.MultiplyAddEstimate(Vector256.Load(w + 8), b, u);
            }
            Add(y, t, u);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* y, Vector256<float> left, Vector256<float> right)
    {
        (Vector256.Load(y) + left).Store(y);
        (Vector256.Load(y + 8) + right).Store(y + 8);
    }
}
