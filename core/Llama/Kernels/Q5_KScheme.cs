using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// Blocks of 256 in 176 bytes: the head of <see cref="KScales"/>, 32 bytes of fifth bits (bit g of byte i belongs to column i of group g),
/// then nibbles as in <see cref="Q4_KScheme"/>; weight = d·sc·q − dmin·m.
/// </summary>
internal readonly unsafe struct Q5_KScheme : ICodeScheme
{
    private const int Bytes = 176;

    public static int Group => 32;
    public static int OffsetShift => 0;
    public static bool HasMinima => true;

    public static void Unpack(byte** rows, int blocks, byte* codes, float* scales, float* minima)
    {
        for (var block = 0; block < blocks; block++)
        {
            long at = (long)block * Bytes;
            KScales.Unpack(rows, at, scales + block * 8 * Panel.Rows, minima + block * 8 * Panel.Rows);
            var fifths = CodeWords.Load(rows, at + 16);
            fifths.Transpose();
            for (var pair = 0; pair < 4; pair++)
            {
                var words = CodeWords.Load(rows, at + 48 + pair * 32);
                words.Transpose();
                var target = codes + (block * 256 + pair * 64) * Panel.Rows;
                CodeWords.Store(WithFifth(words, fifths, 0, 2 * pair), Vector256<uint>.Zero, target);
                CodeWords.Store(WithFifth(words, fifths, 4, 2 * pair + 1), Vector256<uint>.Zero, target + 32 * Panel.Rows);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Words8x8 WithFifth(in Words8x8 words, in Words8x8 fifths, int from, int bit) => new()
    {
        R0 = Join(words.R0, fifths.R0, from, bit),
        R1 = Join(words.R1, fifths.R1, from, bit),
        R2 = Join(words.R2, fifths.R2, from, bit),
        R3 = Join(words.R3, fifths.R3, from, bit),
        R4 = Join(words.R4, fifths.R4, from, bit),
        R5 = Join(words.R5, fifths.R5, from, bit),
        R6 = Join(words.R6, fifths.R6, from, bit),
        R7 = Join(words.R7, fifths.R7, from, bit),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Join(Vector256<uint> nibbles, Vector256<uint> fifths, int from, int bit) =>
        CodeWords.Bits(nibbles, from, 15) | Vector256.ShiftLeft(CodeWords.Bits(fifths, bit, 1), 4);
}
