using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ChatBot.Llama.Kernels;

/// <summary>Eight rows of eight 32-bit words.</summary>
internal struct Words8x8
{
    public Vector256<uint> R0, R1, R2, R3, R4, R5, R6, R7;

    /// <summary>Column j becomes row j. 24 shuffles with AVX2; a plain loop elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Transpose()
    {
        if (!Avx2.IsSupported)
        {
            TransposePortably();
            return;
        }
        var a0 = Avx2.UnpackLow(R0, R1);
        var a1 = Avx2.UnpackHigh(R0, R1);
        var a2 = Avx2.UnpackLow(R2, R3);
        var a3 = Avx2.UnpackHigh(R2, R3);
        var a4 = Avx2.UnpackLow(R4, R5);
        var a5 = Avx2.UnpackHigh(R4, R5);
        var a6 = Avx2.UnpackLow(R6, R7);
        var a7 = Avx2.UnpackHigh(R6, R7);
        var b0 = Low64(a0, a2);  // words 0 and 4 of rows 0–3
        var b1 = High64(a0, a2); // words 1 and 5
        var b2 = Low64(a1, a3);  // words 2 and 6
        var b3 = High64(a1, a3); // words 3 and 7
        var b4 = Low64(a4, a6);  // the same of rows 4–7
        var b5 = High64(a4, a6);
        var b6 = Low64(a5, a7);
        var b7 = High64(a5, a7);
        R0 = Avx2.Permute2x128(b0, b4, 0x20);
        R1 = Avx2.Permute2x128(b1, b5, 0x20);
        R2 = Avx2.Permute2x128(b2, b6, 0x20);
        R3 = Avx2.Permute2x128(b3, b7, 0x20);
        R4 = Avx2.Permute2x128(b0, b4, 0x31);
        R5 = Avx2.Permute2x128(b1, b5, 0x31);
        R6 = Avx2.Permute2x128(b2, b6, 0x31);
        R7 = Avx2.Permute2x128(b3, b7, 0x31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Low64(Vector256<uint> a, Vector256<uint> b) => Avx2.UnpackLow(a.AsUInt64(), b.AsUInt64()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> High64(Vector256<uint> a, Vector256<uint> b) => Avx2.UnpackHigh(a.AsUInt64(), b.AsUInt64()).AsUInt32();

    private unsafe void TransposePortably()
    {
        var from = this;
        fixed (Vector256<uint>* to = &R0)
        {
            uint* source = (uint*)&from, target = (uint*)to;
            for (var row = 0; row < 8; row++)
                for (var column = 0; column < 8; column++)
                    target[column * 8 + row] = source[row * 8 + column];
        }
    }
}
