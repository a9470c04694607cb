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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(byte** rows, int blocks, byte* codes, float* scales, float* minima)
    {
        for (var block = 0; block < blocks; block++)
        {
            long at = (long)block * Bytes;
            KScales.Unpack(rows, at, scales + block * 8 * Panel.Rows, minima + block * 8 * Panel.Rows);
            for (var pair = 0; pair < 4; pair++)
                WordColumns.Transpose(rows, at + 16 + pair * 32, new Nibbles(codes + (block * 256 + pair * 64) * Panel.Rows));
        }
    }

    private readonly struct Nibbles(byte* codes) : IColumnSink
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Put(int index, Vector256<uint> words)
        {
            WordColumns.Bits(words, 0, 15).Store((uint*)(codes + index * Panel.WordStride));
            WordColumns.Bits(words, 4, 15).Store((uint*)(codes + (index + 8) * Panel.WordStride));
        }
    }
}
