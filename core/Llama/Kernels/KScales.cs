using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// The 16-byte head that Q4_K and Q5_K share: f16 d, f16 dmin, and eight 6-bit scales and minima in 12 bytes.
/// Scales 0–3 and minima 0–3 are the low six bits of bytes 0–7; those of 4–7 have their low four bits in bytes 8–11 and the upper two above
/// the first eight.
/// </summary>
internal static unsafe class KScales
{
    /// <summary>Unpacks the heads of eight rows at byte <paramref name="at"/> into eight groups of scales and minima.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Unpack(byte** rows, long at, float* scales, float* minima)
    {
        var head = CodeWords.Load(rows, at); // words 0–3 are the head
        head.Transpose();
        var d = Floats.FromHalf(LowHalves(head.R0));
        var dmin = Floats.FromHalf(LowHalves(Vector256.ShiftRightLogical(head.R0, 16)));
        var low = Vector256.Create((byte)0x0F).AsUInt32();
        var upper = Vector256.Create((byte)0x30).AsUInt32();
        var scalesLow = CodeWords.Bits(head.R1, 0, 63);
        var minimaLow = CodeWords.Bits(head.R2, 0, 63);
        var scalesHigh = (head.R3 & low) | (Vector256.ShiftRightLogical(head.R1, 2) & upper);
        var minimaHigh = (Vector256.ShiftRightLogical(head.R3, 4) & low) | (Vector256.ShiftRightLogical(head.R2, 2) & upper);
        for (var i = 0; i < 4; i++)
        {
            (d * Byte(scalesLow, i)).Store(scales + i * Panel.Rows);
            (d * Byte(scalesHigh, i)).Store(scales + (i + 4) * Panel.Rows);
            (dmin * Byte(minimaLow, i)).Store(minima + i * Panel.Rows);
            (dmin * Byte(minimaHigh, i)).Store(minima + (i + 4) * Panel.Rows);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Byte(Vector256<uint> words, int index) =>
        Vector256.ConvertToSingle((Vector256.ShiftRightLogical(words, index * 8) & Vector256.Create(255u)).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> LowHalves(Vector256<uint> words)
    {
        var halves = words & Vector256.Create(0xFFFFu);
        return Vector128.Narrow(halves.GetLower(), halves.GetUpper());
    }
}
