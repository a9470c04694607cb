using System.Runtime.CompilerServices;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// Blocks of 32 in 22 bytes: f16 d, 32 fifth bits, 16 bytes of nibbles as in <see cref="Q4_0Scheme"/>; weight = d·(q − 16). Published files
/// hold it where the rows of a Q4_K mix are no multiple of 256.
/// </summary>
internal readonly unsafe struct Q5_0Scheme : ICodeScheme
{
    private const int Bytes = 22;

    public static int Group => 32;
    public static int OffsetShift => 4;
    public static bool HasMinima => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(byte** rows, int blocks, byte* codes, float* scales, float* minima)
    {
        for (var block = 0; block < blocks; block += 2)
        {
            var second = Math.Min(block + 1, blocks - 1); // as in Q4_0
            WordColumns.Transpose(
                rows,
                block * Bytes + 6,
                second * Bytes + 6,
                new NibbleColumns(codes + block * 32 * Panel.Rows, codes + second * 32 * Panel.Rows)
            );
        }
        for (var block = 0; block < blocks; block++)
        {
            FifthBits.Add(rows, block * Bytes + 2, codes + block * 32 * Panel.Rows);
            WordColumns.PutHalves(rows, block * Bytes, scales + block * Panel.Rows);
        }
        WordColumns.ConvertHalves(scales, blocks);
    }
}
