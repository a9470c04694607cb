using System.Runtime.CompilerServices;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// Blocks of 32 in 18 bytes: f16 d, 16 bytes whose low nibbles are columns 0–15 and high nibbles 16–31; weight = d·(q − 8).
/// </summary>
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
            WordColumns.Transpose(
                rows,
                block * Bytes + 2,
                second * Bytes + 2,
                new NibbleColumns(codes + block * 32 * Panel.Rows, codes + second * 32 * Panel.Rows)
            );
            WordColumns.PutHalves(rows, block * Bytes, scales + block * Panel.Rows);
            WordColumns.PutHalves(rows, second * Bytes, scales + second * Panel.Rows);
        }
        WordColumns.ConvertHalves(scales, blocks);
    }
}
