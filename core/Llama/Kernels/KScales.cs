using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// The 16-byte head that Q4_K and Q5_K share: f16 d, f16 dmin, and eight 6-bit scales and minima in 12 bytes.
/// Scales 0–3 and minima 0–3 are the low six bits of bytes 0–7; those of 4–7 have their low four bits in bytes 8–11 and the upper two above
/// the first eight.
/// </summary>
[SkipLocalsInit] // the scratch vectors are written before they are read
internal static unsafe class KScales
{
    /// <summary>Unpacks the heads of eight rows at byte <paramref name="at"/> into eight groups of scales and minima.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(byte** rows, long at, float* scales, float* minima)
    {
        var head = stackalloc Vector256<uint>[8]; // words 0–3 are the head
        WordColumns.Transpose(rows, at, new StoreColumns((byte*)head, sizeof(Vector256<uint>)));
        var d = Floats.FromHalf(head[0] & Vector256.Create(0xFFFFu));
        var dmin = Floats.FromHalf(Vector256.ShiftRightLogical(head[0], 16));
        var low = Vector256.Create((byte)0x0F).AsUInt32();
        var upper = Vector256.Create((byte)0x30).AsUInt32();
        var scalesLow = WordColumns.Bits(head[1], 0, 63);
        var minimaLow = WordColumns.Bits(head[2], 0, 63);
        var scalesHigh = (head[3] & low) | (Vector256.ShiftRightLogical(head[1], 2) & upper);
        var minimaHigh = (Vector256.ShiftRightLogical(head[3], 4) & low) | (Vector256.ShiftRightLogical(head[2], 2) & upper);
        Four(d, scalesLow, scales);
        Four(d, scalesHigh, scales + 4 * Panel.Rows);
        Four(dmin, minimaLow, minima);
        Four(dmin, minimaHigh, minima + 4 * Panel.Rows);
    }

    /// <summary>Each byte of the words times <paramref name="factor"/>: four groups.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(Vector256<float> factor, Vector256<uint> bytes, float* to)
    {
        var mask = Vector256.Create(255u);
        (factor * Vector256.ConvertToSingle((bytes & mask).AsInt32())).Store(to);
        (factor * Vector256.ConvertToSingle((Vector256.ShiftRightLogical(bytes, 8) & mask).AsInt32())).Store(to + Panel.Rows);
        (factor * Vector256.ConvertToSingle((Vector256.ShiftRightLogical(bytes, 16) & mask).AsInt32())).Store(to + 2 * Panel.Rows);
        (factor * Vector256.ConvertToSingle(Vector256.ShiftRightLogical(bytes, 24).AsInt32())).Store(to + 3 * Panel.Rows);
    }
}
