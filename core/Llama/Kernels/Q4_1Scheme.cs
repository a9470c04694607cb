using System.Runtime.CompilerServices;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// Blocks of 32 in 20 bytes: f16 d, f16 m, 16 bytes whose low nibbles are columns 0–15 and high nibbles 16–31; weight = d·q + m.
/// </summary>
internal readonly unsafe struct Q4_1Scheme : ICodeScheme
{
    private const int Bytes = 20;

    public static int Group => 32;
    public static int OffsetShift => 0;
    public static bool HasMinima => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(byte** rows, int blocks, byte* codes, float* scales, float* minima)
    {
        for (var block = 0; block < blocks; block += 2)
        {
            var second = Math.Min(block + 1, blocks - 1); // as in Q4_0
            WordColumns.Transpose(
                rows,
                block * Bytes + 4,
                second * Bytes + 4,
                new NibbleColumns(codes + block * 32 * Panel.Rows, codes + second * 32 * Panel.Rows)
            );
            WordColumns.PutWords(rows, block * Bytes, scales + block * Panel.Rows);
            WordColumns.PutWords(rows, second * Bytes, scales + second * Panel.Rows);
        }
        WordColumns.ConvertPairs(scales, minima, blocks);
    }
}
