using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// Blocks of 256 in 210 bytes: low nibbles (128), upper bit pairs (64), sixteen int8 scales for 16 columns each, f16 d;
/// weight = d·sc·(q − 32). Each half of 128 columns: nibbles 0–31 low are columns 0–31, 32–63 low are 32–63, then the high nibbles 64–127;
/// byte i of the pairs holds the upper bits of columns i, i + 32, i + 64, i + 96.
/// </summary>
[SkipLocalsInit] // the scratch vectors are written before they are read
internal readonly unsafe struct Q6_KScheme : ICodeScheme
{
    private const int Bytes = 210;

    public static int Group => 16;
    public static int OffsetShift => 5;
    public static bool HasMinima => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(byte** rows, int blocks, byte* codes, float* scales, float* minima)
    {
        var upper = stackalloc Vector256<uint>[8];
        for (var block = 0; block < blocks; block++)
        {
            long at = (long)block * Bytes;
            // The 16 scales, twice: 32 bytes would run past the block.
            WordColumns.Transpose(
                rows,
                at + 192,
                at + 192,
                new Scaled(WordColumns.Halves(rows, at + 208), scales + block * 16 * Panel.Rows)
            );
            for (var half = 0; half < 2; half++)
            {
                var target = codes + (block * 256 + half * 128) * Panel.Rows;
                WordColumns.Transpose(rows, at + 128 + half * 32, new StoreColumns((byte*)upper, sizeof(Vector256<uint>)));
                WordColumns.Transpose(rows, at + half * 64, new WithUpper(target, upper, 0));
                WordColumns.Transpose(rows, at + half * 64 + 32, new WithUpper(target + 32 * Panel.Rows, upper, 2));
            }
        }
    }

    /// <summary>Low nibbles with one pair of upper bits, high nibbles, 64 columns on, with the pair four bits above it.</summary>
    private readonly struct WithUpper(byte* codes, Vector256<uint>* upper, int pair) : IColumnSink
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Put(int index, Vector256<uint> words)
        {
            var bits = Vector256.ShiftRightLogical(upper[index], pair);
            (WordColumns.Bits(words, 0, 15) | Vector256.ShiftLeft(bits & Vector256.Create(0x03030303u), 4)).Store(
                (uint*)(codes + index * Panel.WordStride)
            );
            (WordColumns.Bits(words, 4, 15) | (bits & Vector256.Create(0x30303030u))).Store(
                (uint*)(codes + (index + 16) * Panel.WordStride)
            );
        }
    }

    /// <summary>Words 0–3 hold the scales of four groups each, signed bytes.</summary>
    private readonly struct Scaled(Vector256<float> d, float* scales) : IColumnSink
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Put(int index, Vector256<uint> words)
        {
            if (index >= 4)
                return;
            var to = scales + index * 4 * Panel.Rows;
            (d * Signed(Vector256.ShiftLeft(words, 24))).Store(to);
            (d * Signed(Vector256.ShiftLeft(words, 16))).Store(to + Panel.Rows);
            (d * Signed(Vector256.ShiftLeft(words, 8))).Store(to + 2 * Panel.Rows);
            (d * Signed(words)).Store(to + 3 * Panel.Rows);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<float> Signed(Vector256<uint> topBytes) =>
            Vector256.ConvertToSingle(Vector256.ShiftRightArithmetic(topBytes.AsInt32(), 24));
    }
}
