using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// What happens to single rows between the matrix products. Sums run in a fixed order, so a row's result does not depend on its address or
/// company.
/// </summary>
public static unsafe class RowMath
{
    /// <summary>y = w · x / √(mean(x²) + ε). All [n]; x and y may be the same.</summary>
    public static void RmsNorm(float* x, ReadOnlySpan<float> weight, float epsilon, float* y)
    {
        var n = weight.Length;
        var factor = 1 / MathF.Sqrt(SumOfSquares(x, n) / n + epsilon);
        TensorPrimitives.Multiply(new ReadOnlySpan<float>(x, n), factor, new Span<float>(y, n));
        TensorPrimitives.Multiply(new ReadOnlySpan<float>(y, n), weight, new Span<float>(y, n));
    }

    /// <summary>y = silu(gate) · up, silu(v) = v / (1 + e⁻ᵛ). All [n].</summary>
    public static void SwiGlu(ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> y)
    {
        TensorPrimitives.Sigmoid(gate, y);
        TensorPrimitives.Multiply(y, gate, y);
        TensorPrimitives.Multiply(y, up, y);
    }

    /// <summary>Turns scores [n] into probabilities in place: e^(x − max) / Σ.</summary>
    public static void SoftMax(float* x, int n)
    {
        var span = new Span<float>(x, n);
        TensorPrimitives.Subtract(span, TensorPrimitives.Max<float>(span), span);
        TensorPrimitives.Exp(span, span);
        TensorPrimitives.Multiply(span, 1 / Sum(x, n), span);
    }

    private static float SumOfSquares(float* x, int n)
    {
        var sums = Vector256<float>.Zero;
        var i = 0;
        for (; i + 8 <= n; i += 8)
        {
            var v = Vector256.Load(x + i);
            sums = Vector256.MultiplyAddEstimate(v, v, sums);
        }
        var sum = Vector256.Sum(sums);
        for (; i < n; i++)
            sum += x[i] * x[i];
        return sum;
    }

    private static float Sum(float* x, int n)
    {
        var sums = Vector256<float>.Zero;
        var i = 0;
        for (; i + 8 <= n; i += 8)
            sums += Vector256.Load(x + i);
        var sum = Vector256.Sum(sums);
        for (; i < n; i++)
            sum += x[i];
        return sum;
    }
}
