using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// Blocks of 256 in 144 bytes: the head of <see cref="KScales"/>, then four times 32 bytes whose low nibbles are one group of 32 and high
/// nibbles the next; weight = d·sc·q − dmin·m.
/// </summary>
internal readonly unsafe struct Q4_KScheme : ICodeScheme
{
    private const int Bytes = 144;

    public static int Group => 32;
    public static int OffsetShift => 0;
    public static bool HasMinima => true;

    public static void Unpack(byte** rows, int blocks, byte* codes, float* scales, float* minima)
    {
        for (var block = 0; block < blocks; block++)
        {
            long at = (long)block * Bytes;
            KScales.Unpack(rows, at, scales + block * 8 * Panel.Rows, minima + block * 8 * Panel.Rows);
            for (var pair = 0; pair < 4; pair++)
            {
                var words = CodeWords.Load(rows, at + 16 + pair * 32);
                words.Transpose();
                var target = codes + (block * 256 + pair * 64) * Panel.Rows;
                CodeWords.Store(Nibbles(words, 0), Vector256<uint>.Zero, target);
                CodeWords.Store(Nibbles(words, 4), Vector256<uint>.Zero, target + 32 * Panel.Rows);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Words8x8 Nibbles(in Words8x8 words, int from) => new()
    {
        R0 = CodeWords.Bits(words.R0, from, 15),
        R1 = CodeWords.Bits(words.R1, from, 15),
        R2 = CodeWords.Bits(words.R2, from, 15),
        R3 = CodeWords.Bits(words.R3, from, 15),
        R4 = CodeWords.Bits(words.R4, from, 15),
        R5 = CodeWords.Bits(words.R5, from, 15),
        R6 = CodeWords.Bits(words.R6, from, 15),
        R7 = CodeWords.Bits(words.R7, from, 15),
    };
}
