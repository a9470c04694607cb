using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// Blocks of 256 in 210 bytes: low nibbles (128), upper bit pairs (64), sixteen int8 scales for 16 columns each, f16 d;
/// weight = d·sc·(q − 32). Each half of 128 columns: nibbles 0–31 low are columns 0–31, 32–63 low are 32–63, then the high nibbles 64–127;
/// byte i of the pairs holds the upper bits of columns i, i + 32, i + 64, i + 96.
/// </summary>
internal readonly unsafe struct Q6_KScheme : ICodeScheme
{
    private const int Bytes = 210;

    public static int Group => 16;
    public static int OffsetShift => 5;
    public static bool HasMinima => false;

    public static void Unpack(byte** rows, int blocks, byte* codes, float* scales, float* minima)
    {
        for (var block = 0; block < blocks; block++)
        {
            long at = (long)block * Bytes;
            UnpackScales(rows, at, scales + block * 16 * Panel.Rows);
            for (var half = 0; half < 2; half++)
            {
                var first = CodeWords.Load(rows, at + half * 64);
                var second = CodeWords.Load(rows, at + half * 64 + 32);
                var upper = CodeWords.Load(rows, at + 128 + half * 32);
                first.Transpose();
                second.Transpose();
                upper.Transpose();
                var target = codes + (block * 256 + half * 128) * Panel.Rows;
                CodeWords.Store(WithUpper(first, upper, 0, 0), Vector256<uint>.Zero, target);
                CodeWords.Store(WithUpper(second, upper, 0, 2), Vector256<uint>.Zero, target + 32 * Panel.Rows);
                CodeWords.Store(WithUpper(first, upper, 4, 4), Vector256<uint>.Zero, target + 64 * Panel.Rows);
                CodeWords.Store(WithUpper(second, upper, 4, 6), Vector256<uint>.Zero, target + 96 * Panel.Rows);
            }
        }
    }

    private static void UnpackScales(byte** rows, long at, float* scales)
    {
        var words = CodeWords.Load(rows, at + 192, at + 192); // the 16 scales, twice: 32 bytes would run past the block
        words.Transpose();
        var d = CodeWords.Halves(rows, at + 208);
        for (var i = 0; i < 4; i++) // byte i of each word, sign-extended
        {
            (d * SignedByte(words.R0, i)).Store(scales + i * Panel.Rows);
            (d * SignedByte(words.R1, i)).Store(scales + (i + 4) * Panel.Rows);
            (d * SignedByte(words.R2, i)).Store(scales + (i + 8) * Panel.Rows);
            (d * SignedByte(words.R3, i)).Store(scales + (i + 12) * Panel.Rows);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> SignedByte(Vector256<uint> words, int index) =>
        Vector256.ConvertToSingle(Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(words, 24 - index * 8).AsInt32(), 24));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Words8x8 WithUpper(in Words8x8 words, in Words8x8 upper, int from, int pair) => new()
    {
        R0 = Join(words.R0, upper.R0, from, pair),
        R1 = Join(words.R1, upper.R1, from, pair),
        R2 = Join(words.R2, upper.R2, from, pair),
        R3 = Join(words.R3, upper.R3, from, pair),
        R4 = Join(words.R4, upper.R4, from, pair),
        R5 = Join(words.R5, upper.R5, from, pair),
        R6 = Join(words.R6, upper.R6, from, pair),
        R7 = Join(words.R7, upper.R7, from, pair),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Join(Vector256<uint> nibbles, Vector256<uint> upper, int from, int pair) =>
        CodeWords.Bits(nibbles, from, 15) | Vector256.ShiftLeft(CodeWords.Bits(upper, pair, 3), 4);
}
