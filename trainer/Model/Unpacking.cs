using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using ChatBot.Models.Files;

namespace ChatBot.Trainer.Model;

/// <summary>
/// Turns ggml's blocks into floats, number for number as llama.cpp's <c>dequantize_row_*</c> does
/// (<c>github.com/ggml-org/llama.cpp/blob/master/ggml/src/ggml-quants.c</c>).
/// </summary>
internal static class Unpacking
{
    private static ReadOnlySpan<sbyte> Nonlinear => [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];

    /// <summary>The kinds that can be unpacked.</summary>
    public static bool Knows(TensorKind kind) =>
        kind
            is TensorKind.F32
                or TensorKind.F16
                or TensorKind.BF16
                or TensorKind.Q8_0
                or TensorKind.Q4_0
                or TensorKind.Q4_1
                or TensorKind.Q5_0
                or TensorKind.Q5_1
                or TensorKind.IQ4_NL
                or TensorKind.Q4_K
                or TensorKind.Q5_K
                or TensorKind.Q6_K;

    /// <summary>Unpacks whole blocks.</summary>
    /// <param name="kind">One that <see cref="Knows"/> accepts.</param>
    /// <param name="packed">The blocks.</param>
    /// <param name="values">As many floats as they hold.</param>
    public static void Unpack(TensorKind kind, ReadOnlySpan<byte> packed, Span<float> values)
    {
        switch (kind)
        {
            case TensorKind.F32:
                MemoryMarshal.Cast<byte, float>(packed).CopyTo(values);
                return;
            case TensorKind.F16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(packed), values);
                return;
            case TensorKind.BF16:
                var halves = MemoryMarshal.Cast<byte, ushort>(packed);
                for (var i = 0; i < halves.Length; i++)
                    values[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
                return;
        }
        var (elements, bytes) = (kind.BlockElements(), (int)kind.Bytes(kind.BlockElements()));
        for (int at = 0, from = 0; at < values.Length; at += elements, from += bytes)
            UnpackBlock(kind, packed.Slice(from, bytes), values.Slice(at, elements));
    }

    private static void UnpackBlock(TensorKind kind, ReadOnlySpan<byte> block, Span<float> y)
    {
        switch (kind)
        {
            case TensorKind.Q8_0:
                var scale = HalfAt(block, 0);
                for (var i = 0; i < 32; i++)
                    y[i] = (sbyte)block[2 + i] * scale;
                break;
            case TensorKind.Q4_0:
                Nibbles(block[2..], HalfAt(block, 0), -8, 0, 0, y);
                break;
            case TensorKind.Q4_1:
                Nibbles(block[4..], HalfAt(block, 0), 0, HalfAt(block, 2), 0, y);
                break;
            case TensorKind.Q5_0:
                Nibbles(block[6..], HalfAt(block, 0), -16, 0, BinaryPrimitives.ReadUInt32LittleEndian(block[2..]), y);
                break;
            case TensorKind.Q5_1:
                Nibbles(block[8..], HalfAt(block, 0), 0, HalfAt(block, 2), BinaryPrimitives.ReadUInt32LittleEndian(block[4..]), y);
                break;
            case TensorKind.IQ4_NL:
                var d = HalfAt(block, 0);
                for (var i = 0; i < 16; i++)
                    (y[i], y[i + 16]) = (d * Nonlinear[block[2 + i] & 15], d * Nonlinear[block[2 + i] >> 4]);
                break;
            case TensorKind.Q4_K:
                Halves(block, block[16..], [], y);
                break;
            case TensorKind.Q5_K:
                Halves(block, block[48..], block.Slice(16, 32), y);
                break;
            case TensorKind.Q6_K:
                Sixes(block, y);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind of weights cannot be unpacked.");
        }
    }

    /// <summary>Blocks of 32: d·(q + offset) + m, where <paramref name="fifths"/> holds a fifth bit of each q.</summary>
    private static void Nibbles(ReadOnlySpan<byte> nibbles, float d, int offset, float m, uint fifths, Span<float> y)
    {
        for (var i = 0; i < 16; i++)
        {
            var low = nibbles[i] & 15 | (int)(fifths >> i & 1) << 4;
            var high = nibbles[i] >> 4 | (int)(fifths >> (i + 16) & 1) << 4;
            (y[i], y[i + 16]) = ((low + offset) * d + m, (high + offset) * d + m);
        }
    }

    /// <summary>Q4_K and Q5_K: eight sub-blocks of 32, d·sc·q − dmin·m; two of them share 32 bytes.</summary>
    private static void Halves(ReadOnlySpan<byte> block, ReadOnlySpan<byte> nibbles, ReadOnlySpan<byte> fifths, Span<float> y)
    {
        var (d, dmin) = (HalfAt(block, 0), HalfAt(block, 2));
        var scales = block.Slice(4, 12);
        for (var s = 0; s < 8; s++)
        {
            // The upper two bits of sub-blocks 4–7 sit above those of 0–3.
            var scale = s < 4 ? scales[s] & 63 : scales[s + 4] & 15 | scales[s - 4] >> 6 << 4;
            var least = s < 4 ? scales[s + 4] & 63 : scales[s + 4] >> 4 | scales[s] >> 6 << 4;
            var (step, offset) = (d * scale, dmin * least);
            var bytes = nibbles.Slice(s / 2 * 32, 32);
            var shift = s % 2 * 4;
            for (var i = 0; i < 32; i++)
            {
                var q = bytes[i] >> shift & 15;
                if (fifths.Length > 0)
                    q |= (fifths[i] >> s & 1) << 4;
                y[s * 32 + i] = step * q - offset;
            }
        }
    }

    /// <summary>Q6_K: sixteen sub-blocks of 16, d·sc·(q − 32).</summary>
    private static void Sixes(ReadOnlySpan<byte> block, Span<float> y)
    {
        var d = HalfAt(block, 208);
        for (var part = 0; part < 8; part++) // 32 elements each: four to a half of the block
        {
            var (half, quarter) = (part / 4, part % 4);
            var low = block.Slice(half * 64 + quarter % 2 * 32, 32);
            var high = block.Slice(128 + half * 32, 32);
            for (var i = 0; i < 32; i++)
            {
                var q = (low[i] >> (quarter / 2 * 4) & 15 | (high[i] >> (quarter * 2) & 3) << 4) - 32;
                y[part * 32 + i] = d * (sbyte)block[192 + part * 2 + i / 16] * q;
            }
        }
    }

    private static float HalfAt(ReadOnlySpan<byte> block, int at) => (float)BinaryPrimitives.ReadHalfLittleEndian(block[at..]);
}
