using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// Blocks of 256 in 176 bytes: the head of <see cref="KScales"/>, 32 bytes of fifth bits (bit g of byte i belongs to column i of group g),
/// then nibbles as in <see cref="Q4_KScheme"/>; weight = d·sc·q − dmin·m.
/// </summary>
[SkipLocalsInit] // the scratch vectors are written before they are read
internal readonly unsafe struct Q5_KScheme : ICodeScheme
{
    private const int Bytes = 176;

    public static int Group => 32;
    public static int OffsetShift => 0;
    public static bool HasMinima => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(byte** rows, int blocks, byte* codes, float* scales, float* minima)
    {
        var fifths = stackalloc Vector256<uint>[8];
        for (var block = 0; block < blocks; block++)
        {
            long at = (long)block * Bytes;
            KScales.Unpack(rows, at, scales + block * 8 * Panel.Rows, minima + block * 8 * Panel.Rows);
            WordColumns.Transpose(rows, at + 16, new StoreColumns((byte*)fifths, sizeof(Vector256<uint>)));
            for (var pair = 0; pair < 4; pair++)
                WordColumns.Transpose(
                    rows,
                    at + 48 + pair * 32,
                    new WithFifths(codes + (block * 256 + pair * 64) * Panel.Rows, fifths, 2 * pair)
                );
        }
    }

    private readonly struct WithFifths(byte* codes, Vector256<uint>* fifths, int bit) : IColumnSink
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Put(int index, Vector256<uint> words)
        {
            var upper = Vector256.ShiftRightLogical(fifths[index], bit);
            (WordColumns.Bits(words, 0, 15) | Vector256.ShiftLeft(upper & Vector256.Create(0x01010101u), 4)).Store(
                (uint*)(codes + index * Panel.WordStride)
            );
            (WordColumns.Bits(words, 4, 15) | Vector256.ShiftLeft(upper & Vector256.Create(0x02020202u), 3)).Store(
                (uint*)(codes + (index + 8) * Panel.WordStride)
            );
        }
    }
}
