using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ChatBot.Answering.Guarding;

/// <summary>
/// Of two rows of numbers, for what is learned as the program starts: the library's is as fast only once the runtime has compiled it for
/// the second time, and by then the topic is learned.
/// </summary>
internal static class InnerProduct
{
    /// <param name="a">As many numbers as <paramref name="b"/>, or fewer.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        b = b[..a.Length];
        var left = MemoryMarshal.Cast<float, Vector<float>>(a);
        var right = MemoryMarshal.Cast<float, Vector<float>>(b);
        var (even, odd) = (Vector<float>.Zero, Vector<float>.Zero);
        var i = 0;
        for (; i + 1 < left.Length; i += 2)
        {
            even += left[i] * right[i];
            odd += left[i + 1] * right[i + 1];
        }
        if (i < left.Length)
            even += left[i] * right[i];
        var product = Vector.Sum(even + odd);
        for (i = left.Length * Vector<float>.Count; i < a.Length; i++)
            product += a[i] * b[i];
        return product;
    }
}
