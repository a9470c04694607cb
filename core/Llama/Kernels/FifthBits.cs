using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// Adds the fifth bits of Q5_0 and Q5_1 to the nibbles of a panel. A block has 32 of them in one word, bit i for column i: the four bits of
/// columns 4j to 4j + 3 are spread to bit 4 of four bytes.
/// </summary>
internal static unsafe class FifthBits
{
    /// <summary>
    /// The words of eight rows lie <paramref name="at"/> bytes after <paramref name="rows"/>; <paramref name="codes"/> are those of the
    /// block.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(byte** rows, long at, byte* codes)
    {
        var words = Vector256.Create(
            *(uint*)(rows[0] + at),
            *(uint*)(rows[1] + at),
            *(uint*)(rows[2] + at),
            *(uint*)(rows[3] + at),
            *(uint*)(rows[4] + at),
            *(uint*)(rows[5] + at),
            *(uint*)(rows[6] + at),
            *(uint*)(rows[7] + at)
        );
        for (var four = 0; four < 8; four++, codes += Panel.WordStride)
        {
            // Bits 0–3 times 1 + 2⁷ + 2¹⁴ + 2²¹ put bit b of them at bit 8b, among others that the mask drops.
            var bits = Vector256.ShiftRightLogical(words, 4 * four) & Vector256.Create(15u);
            var spread = (bits * Vector256.Create(0x00204081u)) & Vector256.Create(0x01010101u);
            (Vector256.Load((uint*)codes) | Vector256.ShiftLeft(spread, 4)).Store((uint*)codes);
        }
    }
}
