using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// Blocks of 32 in 18 bytes, packed as in <see cref="Q4_0Scheme"/>, but a nibble is an index into sixteen values that lie closer around
/// zero;
/// weight = d·value.
/// </summary>
internal readonly unsafe struct IQ4_NLScheme : ICodeScheme
{
    private const int Bytes = 18;

    /// <summary>ggml's <c>kvalues_iq4nl</c> plus 128: −127 −104 −83 −65 −49 −35 −22 −10 1 13 25 38 53 69 89 113.</summary>
    private static readonly Vector256<byte> Values = Vector256.Create(
        Vector128.Create((byte)1, 24, 45, 63, 79, 93, 106, 118, 129, 141, 153, 166, 181, 197, 217, 241)
    );

    public static int Group => 32;
    public static int OffsetShift => 7;
    public static bool HasMinima => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(byte** rows, int blocks, byte* codes, float* scales, float* minima)
    {
        Q4_0Scheme.Unpack(rows, blocks, codes, scales, minima);
        for (var four = 0; four < blocks * 8; four++, codes += Panel.WordStride)
            Look(Vector256.Load(codes)).Store(codes);
    }

    /// <summary>Both halves of the table are the same, so it does not matter in which half an index looks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Look(Vector256<byte> nibbles) =>
        Avx2.IsSupported ? Avx2.Shuffle(Values, nibbles) : Vector256.Shuffle(Values, nibbles);
}
