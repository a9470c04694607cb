using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChatBot.Llama.Kernels;

/// <summary>Blocks of 32 in 18 bytes: f16 d, 16 bytes whose low nibbles are columns 0–15 and high nibbles 16–31; weight = d·(q − 8).</summary>
internal readonly unsafe struct Q4_0Scheme : ICodeScheme
{
    private const int Bytes = 18;

    public static int Group => 32;
    public static int OffsetShift => 3;
    public static bool HasMinima => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(byte** rows, int blocks, byte* codes, float* scales, float* minima)
    {
        for (var block = 0; block < blocks; block += 2)
        {
            // Two blocks fill a vector. An odd last block is taken twice, the second time into the same place.
            var second = Math.Min(block + 1, blocks - 1);
            WordColumns.Transpose(rows, block * Bytes + 2, second * Bytes + 2,
                new Nibbles(codes + block * 32 * Panel.Rows, codes + second * 32 * Panel.Rows));
            WordColumns.PutHalves(rows, block * Bytes, scales + block * Panel.Rows);
            WordColumns.PutHalves(rows, second * Bytes, scales + second * Panel.Rows);
        }
        WordColumns.ConvertHalves(scales, blocks);
    }

    /// <summary>Columns 0–3 are the first block's bytes, 4–7 the second's.</summary>
    private readonly struct Nibbles(byte* first, byte* second) : IColumnSink
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Put(int index, Vector256<uint> words)
        {
            var to = (index < 4 ? first : second) + index % 4 * Panel.WordStride;
            WordColumns.Bits(words, 0, 15).Store((uint*)to);
            WordColumns.Bits(words, 4, 15).Store((uint*)(to + 4 * Panel.WordStride));
        }
    }
}
