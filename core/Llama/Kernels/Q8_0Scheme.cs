using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// Blocks of 32 in 34 bytes: f16 d, int8 q[32]; weight = d·q. Flipping the sign bit makes the code unsigned with zero at 128.
/// </summary>
internal readonly unsafe struct Q8_0Scheme : ICodeScheme
{
    private const int Bytes = 34;

    public static int Group => 32;
    public static int OffsetShift => 7;
    public static bool HasMinima => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(byte** rows, int blocks, byte* codes, float* scales, float* minima)
    {
        for (var block = 0; block < blocks; block++)
        {
            WordColumns.Transpose(rows, block * Bytes + 2, new Flipped(codes + block * 32 * Panel.Rows));
            WordColumns.PutHalves(rows, block * Bytes, scales + block * Panel.Rows);
        }
        WordColumns.ConvertHalves(scales, blocks);
    }

    private readonly struct Flipped(byte* codes) : IColumnSink
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Put(int index, Vector256<uint> words) =>
            (words ^ Vector256.Create(0x80808080u)).Store((uint*)(codes + index * Panel.WordStride));
    }
}
