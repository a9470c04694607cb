using System.Runtime.Intrinsics;

namespace ChatBot.Llama.Kernels;

/// <summary>Blocks of 32 in 34 bytes: f16 d, int8 q[32]; weight = d·q. Flipping the sign bit makes the code unsigned with zero at 128.</summary>
internal readonly unsafe struct Q8_0Scheme : ICodeScheme
{
    private const int Bytes = 34;

    public static int Group => 32;
    public static int OffsetShift => 7;
    public static bool HasMinima => false;

    public static void Unpack(byte** rows, int blocks, byte* codes, float* scales, float* minima)
    {
        var flip = Vector256.Create((byte)0x80).AsUInt32();
        for (var block = 0; block < blocks; block++)
        {
            var words = CodeWords.Load(rows, block * Bytes + 2);
            words.Transpose();
            CodeWords.Store(words, flip, codes + block * 32 * Panel.Rows);
            CodeWords.Halves(rows, block * Bytes).Store(scales + block * Panel.Rows);
        }
    }
}
