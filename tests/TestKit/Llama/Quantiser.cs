using System.Buffers.Binary;
using ChatBot.Models.Files;

namespace ChatBot.TestKit.Llama;

/// <summary>
/// Packs floats into the GGUF block formats. The scales are chosen plainly (largest magnitude, or minimum and range);
/// the layout is exact, which is what the tests need.
/// </summary>
public static class Quantiser
{
    /// <summary>The kinds that it packs.</summary>
    public static IReadOnlyList<TensorKind> Kinds { get; } =
    [
        TensorKind.F32,
        TensorKind.F16,
        TensorKind.BF16,
        TensorKind.Q8_0,
        TensorKind.Q4_0,
        TensorKind.Q4_1,
        TensorKind.Q5_0,
        TensorKind.Q5_1,
        TensorKind.IQ4_NL,
        TensorKind.Q4_K,
        TensorKind.Q5_K,
        TensorKind.Q6_K,
    ];

    /// <summary>The bytes of <paramref name="values"/> (whole blocks) in <paramref name="kind"/>.</summary>
    public static byte[] Pack(TensorKind kind, ReadOnlySpan<float> values)
    {
        var elements = kind.BlockElements();
        var bytes = (int)kind.Bytes(elements);
        var packed = new byte[(long)values.Length / elements * bytes];
        for (int i = 0, o = 0; i < values.Length; i += elements, o += bytes)
            PackBlock(kind, values.Slice(i, elements), packed.AsSpan(o, bytes));
        return packed;
    }

    private static void PackBlock(TensorKind kind, ReadOnlySpan<float> x, Span<byte> block)
    {
        switch (kind)
        {
            case TensorKind.F32:
                BinaryPrimitives.WriteSingleLittleEndian(block, x[0]);
                break;
            case TensorKind.F16:
                WriteHalf(block, x[0]);
                break;
            case TensorKind.BF16:
                BinaryPrimitives.WriteUInt16LittleEndian(block, BFloat16(x[0]));
                break;
            case TensorKind.Q8_0:
                PackQ8_0(x, block);
                break;
            case TensorKind.Q4_0:
                PackQ4_0(x, block);
                break;
            case TensorKind.Q4_1:
                PackWithMinimum(x, 15, block, fifths: null, block[4..]);
                break;
            case TensorKind.Q5_0:
                PackQ5_0(x, block);
                break;
            case TensorKind.Q5_1:
                PackWithMinimum(x, 31, block, fifths: 4, block[8..]);
                break;
            case TensorKind.IQ4_NL:
                PackIQ4_NL(x, block);
                break;
            case TensorKind.Q4_K:
                PackQ4_K(x, block);
                break;
            case TensorKind.Q5_K:
                PackQ5_K(x, block);
                break;
            case TensorKind.Q6_K:
                PackQ6_K(x, block);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }

    /// <summary>Round to nearest even, as hardware does.</summary>
    private static ushort BFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    private static float WriteHalf(Span<byte> to, float value)
    {
        BinaryPrimitives.WriteHalfLittleEndian(to, (Half)value);
        return (float)(Half)value;
    }

    private static int Round(float value, int min, int max) => Math.Clamp((int)MathF.Round(value), min, max);

    private static float Ratio(float value, float scale) => scale == 0 ? 0 : value / scale;

    private static void PackQ8_0(ReadOnlySpan<float> x, Span<byte> block)
    {
        var d = WriteHalf(block, Magnitude(x) / 127);
        for (var i = 0; i < 32; i++)
            block[2 + i] = (byte)(sbyte)Round(Ratio(x[i], d), -127, 127);
    }

    private static void PackQ4_0(ReadOnlySpan<float> x, Span<byte> block)
    {
        var d = WriteHalf(block, Magnitude(x) / 7);
        for (var i = 0; i < 16; i++)
            block[2 + i] = (byte)(Round(Ratio(x[i], d) + 8, 0, 15) | Round(Ratio(x[i + 16], d) + 8, 0, 15) << 4);
    }

    private static void PackQ5_0(ReadOnlySpan<float> x, Span<byte> block)
    {
        var d = WriteHalf(block, Magnitude(x) / 15);
        var q = new int[32];
        for (var i = 0; i < 32; i++)
            q[i] = Round(Ratio(x[i], d) + 16, 0, 31);
        PutNibbles(q, block[6..]);
        PutFifths(q, block[2..]);
    }

    /// <summary>x ≈ d·q + m: Q4_1 and Q5_1, which has its fifth bits at byte <paramref name="fifths"/>.</summary>
    private static void PackWithMinimum(ReadOnlySpan<float> x, int levels, Span<byte> block, int? fifths, Span<byte> nibbles)
    {
        var d = WriteHalf(block, (Largest(x) - Smallest(x)) / levels);
        var m = WriteHalf(block[2..], Smallest(x));
        var q = new int[32];
        for (var i = 0; i < 32; i++)
            q[i] = Round(Ratio(x[i] - m, d), 0, levels);
        PutNibbles(q, nibbles);
        if (fifths is { } at)
            PutFifths(q, block[at..]);
    }

    private static void PackIQ4_NL(ReadOnlySpan<float> x, Span<byte> block)
    {
        int[] values = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];
        var d = WriteHalf(block, Magnitude(x) / 113);
        var q = new int[32];
        for (var i = 0; i < 32; i++)
        {
            var ratio = Ratio(x[i], d);
            q[i] = Array.IndexOf(values, values.MinBy(value => Math.Abs(value - ratio)));
        }
        PutNibbles(q, block[2..]);
    }

    private static void PutNibbles(int[] q, Span<byte> to)
    {
        for (var i = 0; i < 16; i++)
            to[i] = (byte)(q[i] & 15 | (q[i + 16] & 15) << 4);
    }

    private static void PutFifths(int[] q, Span<byte> to)
    {
        uint bits = 0;
        for (var i = 0; i < 32; i++)
            bits |= (uint)(q[i] >> 4) << i;
        BinaryPrimitives.WriteUInt32LittleEndian(to, bits);
    }

    private static void PackQ4_K(ReadOnlySpan<float> x, Span<byte> block)
    {
        var q = ScalesAndMins(x, 15, block);
        for (var group = 0; group < 4; group++) // two sub-blocks of 32 share 32 bytes: low nibbles, then high
        for (var i = 0; i < 32; i++)
            block[16 + group * 32 + i] = (byte)(q[group * 64 + i] | q[group * 64 + 32 + i] << 4);
    }

    private static void PackQ5_K(ReadOnlySpan<float> x, Span<byte> block)
    {
        var q = ScalesAndMins(x, 31, block);
        var high = block.Slice(16, 32);
        high.Clear();
        for (var group = 0; group < 4; group++)
        for (var i = 0; i < 32; i++)
        {
            int low = q[group * 64 + i],
                upper = q[group * 64 + 32 + i];
            block[48 + group * 32 + i] = (byte)(low & 15 | (upper & 15) << 4);
            high[i] |= (byte)(low >> 4 << (2 * group) | upper >> 4 << (2 * group + 1));
        }
    }

    /// <summary>
    /// Eight sub-blocks of 32: x ≈ d·sc·q − dmin·m with 6-bit sc and m; writes the 16-byte head and returns the 256 codes.
    /// </summary>
    private static int[] ScalesAndMins(ReadOnlySpan<float> x, int levels, Span<byte> block)
    {
        var scale = new float[8];
        var min = new float[8];
        for (var s = 0; s < 8; s++)
        {
            float low = 0,
                high = 0;
            foreach (var v in x.Slice(s * 32, 32))
                (low, high) = (Math.Min(low, v), Math.Max(high, v));
            (scale[s], min[s]) = ((high - low) / levels, -low);
        }
        var d = WriteHalf(block, scale.Max() / 63);
        var dmin = WriteHalf(block[2..], min.Max() / 63);
        var sc = scale.Select(v => Round(Ratio(v, d), 0, 63)).ToArray();
        var mn = min.Select(v => Round(Ratio(v, dmin), 0, 63)).ToArray();
        for (var s = 0; s < 4; s++) // ggml's packing: the upper two bits of sub-blocks 4–7 sit above those of 0–3
        {
            block[4 + s] = (byte)(sc[s] | sc[s + 4] >> 4 << 6);
            block[8 + s] = (byte)(mn[s] | mn[s + 4] >> 4 << 6);
            block[12 + s] = (byte)(sc[s + 4] & 15 | (mn[s + 4] & 15) << 4);
        }
        var q = new int[256];
        for (var i = 0; i < 256; i++)
            q[i] = Round(Ratio(x[i] + dmin * mn[i / 32], d * sc[i / 32]), 0, levels);
        return q;
    }

    private static void PackQ6_K(ReadOnlySpan<float> x, Span<byte> block)
    {
        var scale = new float[16];
        for (var s = 0; s < 16; s++)
            scale[s] = Magnitude(x.Slice(s * 16, 16)) / 31;
        var d = WriteHalf(block[208..], scale.Max() / 127);
        var q = new int[256];
        for (var s = 0; s < 16; s++)
        {
            var sc = Round(Ratio(scale[s], d), -128, 127);
            block[192 + s] = (byte)(sbyte)sc;
            for (var i = 0; i < 16; i++)
                q[s * 16 + i] = Round(Ratio(x[s * 16 + i], d * sc) + 32, 0, 63);
        }
        for (var half = 0; half < 2; half++)
        for (var i = 0; i < 32; i++)
        {
            var at = half * 128 + i;
            block[half * 64 + i] = (byte)(q[at] & 15 | (q[at + 64] & 15) << 4);
            block[half * 64 + 32 + i] = (byte)(q[at + 32] & 15 | (q[at + 96] & 15) << 4);
            block[128 + half * 32 + i] = (byte)(q[at] >> 4 | q[at + 32] >> 4 << 2 | q[at + 64] >> 4 << 4 | q[at + 96] >> 4 << 6);
        }
    }

    private static float Largest(ReadOnlySpan<float> x) => System.Numerics.Tensors.TensorPrimitives.Max(x);

    private static float Smallest(ReadOnlySpan<float> x) => System.Numerics.Tensors.TensorPrimitives.Min(x);

    private static float Magnitude(ReadOnlySpan<float> x)
    {
        var largest = 0f;
        foreach (var v in x)
            largest = Math.Max(largest, Math.Abs(v));
        return largest;
    }
}
