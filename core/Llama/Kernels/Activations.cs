using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// The inputs of a matrix product: T rows of n floats, and the same rows as 8-bit codes for quantised weights. Each run of 32 has its own
/// scale d = max|x| / 127, x ≈ d·q, as llama.cpp's Q8_0, for the K kinds too (there llama.cpp shares one scale among 256, which is
/// coarser).
/// Rows are padded with zeros to whole runs.
/// </summary>
public sealed unsafe class Activations : IDisposable
{
    /// <summary>Elements that share a scale.</summary>
    public const int Run = 32;

    private readonly NativeBuffer<float> _values;
    private readonly NativeBuffer<sbyte> _codes;
    private readonly NativeBuffer<float> _scales;
    private readonly NativeBuffer<int> _sums;

    /// <summary>Room for <paramref name="capacity"/> rows of <paramref name="width"/>.</summary>
    public Activations(int capacity, int width)
    {
        Capacity = capacity;
        Width = width;
        Stride = (width + Run - 1) / Run * Run;
        _values = new((long)capacity * Stride);
        _codes = new((long)capacity * Stride);
        _scales = new((long)capacity * (Stride / Run));
        _sums = new((long)capacity * (Stride / (Run / 2)));
    }

    /// <summary>Rows there is room for.</summary>
    public int Capacity { get; }

    /// <summary>Elements in a row, n.</summary>
    public int Width { get; }

    /// <summary>Elements from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>Bytes held for each row, for the statement of memory.</summary>
    public static long BytesPerRow(int width) => (width + Run - 1) / Run * (Run * 5 + 12L);

    /// <summary>The floats of a row: [Stride], the elements past <see cref="Width"/> zero.</summary>
    public float* Row(int row) => _values.Pointer + (long)row * Stride;

    /// <summary>The codes of a row: [Stride].</summary>
    internal sbyte* Codes(int row) => _codes.Pointer + (long)row * Stride;

    /// <summary>The scales of a row: [Stride / 32].</summary>
    internal float* Scales(int row) => _scales.Pointer + (long)row * (Stride / Run);

    /// <summary>Sums of 16 codes each: [Stride / 16]. A weight's offset or minimum multiplies these instead of every element.</summary>
    internal int* Sums(int row) => _sums.Pointer + (long)row * (Stride / (Run / 2));

    /// <summary>Makes the codes of <paramref name="row"/> from its floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Encode(int row)
    {
        float* x = Row(row),
            d = Scales(row);
        var q = Codes(row);
        var sum = Sums(row);
        for (var run = 0; run < Stride / Run; run++, x += Run, q += Run, sum += 2)
        {
            var x0 = Vector256.Load(x);
            var x1 = Vector256.Load(x + 8);
            var x2 = Vector256.Load(x + 16);
            var x3 = Vector256.Load(x + 24);
            var largest = Largest(
                Vector256.Max(Vector256.Max(Vector256.Abs(x0), Vector256.Abs(x1)), Vector256.Max(Vector256.Abs(x2), Vector256.Abs(x3)))
            );
            d[run] = largest / 127;
            var toCode = largest > 0 ? 127 / largest : 0;
            var q0 = Vector256.ConvertToInt32(Vector256.Round(x0 * toCode, MidpointRounding.ToEven));
            var q1 = Vector256.ConvertToInt32(Vector256.Round(x1 * toCode, MidpointRounding.ToEven));
            var q2 = Vector256.ConvertToInt32(Vector256.Round(x2 * toCode, MidpointRounding.ToEven));
            var q3 = Vector256.ConvertToInt32(Vector256.Round(x3 * toCode, MidpointRounding.ToEven));
            sum[0] = Vector256.Sum(q0 + q1);
            sum[1] = Vector256.Sum(q2 + q3);
            Vector256.Narrow(Vector256.Narrow(q0, q1), Vector256.Narrow(q2, q3)).Store(q);
        }
    }

    public void Dispose()
    {
        _values.Dispose();
        _codes.Dispose();
        _scales.Dispose();
        _sums.Dispose();
    }

    private static float Largest(Vector256<float> v)
    {
        var half = Vector128.Max(v.GetLower(), v.GetUpper());
        half = Vector128.Max(half, Vector128.Shuffle(half, Vector128.Create(2, 3, 0, 1)));
        return Math.Max(half[0], half[1]);
    }
}
