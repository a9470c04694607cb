using System.Runtime.CompilerServices;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// Blocks of 32 in 24 bytes: f16 d, f16 m, 32 fifth bits, 16 bytes of nibbles as in <see cref="Q4_0Scheme"/>; weight = d·q + m. Published
/// files hold it where the rows of a Q5_K mix are no multiple of 256.
/// </summary>
internal readonly unsafe struct Q5_1Scheme : ICodeScheme
{
    private const int Bytes = 24;

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
                block * Bytes + 8,
                second * Bytes + 8,
                new NibbleColumns(codes + block * 32 * Panel.Rows, codes + second * 32 * Panel.Rows)
            );
        }
        for (var block = 0; block < blocks; block++)
        {
            FifthBits.Add(rows, block * Bytes + 4, codes + block * 32 * Panel.Rows);
            WordColumns.PutWords(rows, block * Bytes, scales + block * Panel.Rows);
        }
        WordColumns.ConvertPairs(scales, minima, blocks);
    }
}
