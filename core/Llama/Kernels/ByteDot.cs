using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// Each 32-bit lane adds the products of its four unsigned and four signed bytes. Exact in every implementation, so results do not depend
/// on the machine.
/// </summary>
internal interface IByteDot
{
    static abstract Vector256<int> Add(Vector256<int> sum, Vector256<byte> unsigned, Vector256<sbyte> signed);
}

/// <summary>One instruction (AVX-VNNI vpdpbusd).</summary>
internal readonly struct VnniDot : IByteDot
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> unsigned, Vector256<sbyte> signed) =>
        AvxVnni.MultiplyWideningAndAdd(sum, unsigned, signed);
}

/// <summary>AVX2: widened to 16 bits, because vpmaddubsw saturates where codes reach 255.</summary>
internal readonly struct Avx2Dot : IByteDot
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> unsigned, Vector256<sbyte> signed)
    {
        var low = Avx2.MultiplyAddAdjacent(
            Avx2.ConvertToVector256Int16(unsigned.GetLower()),
            Avx2.ConvertToVector256Int16(signed.GetLower())
        );
        var high = Avx2.MultiplyAddAdjacent(
            Avx2.ConvertToVector256Int16(unsigned.GetUpper()),
            Avx2.ConvertToVector256Int16(signed.GetUpper())
        );
        // HorizontalAdd interleaves its operands in 64-bit quarters: 0 2 1 3 restores the order.
        return sum + Avx2.Permute4x64(Avx2.HorizontalAdd(low, high).AsInt64(), 0b11_01_10_00).AsInt32();
    }
}

/// <summary>Any hardware: a product of an unsigned and a signed byte fits 16 bits.</summary>
internal readonly struct PortableDot : IByteDot
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> unsigned, Vector256<sbyte> signed)
    {
        var low = Vector256.WidenLower(unsigned).AsInt16() * Vector256.WidenLower(signed);
        var high = Vector256.WidenUpper(unsigned).AsInt16() * Vector256.WidenUpper(signed);
        return sum + Vector256.Narrow(Pairs(Pairs(low)), Pairs(Pairs(high)));
    }

    private static Vector256<int> Pairs(Vector256<short> values) =>
        Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(values.AsInt32(), 16), 16)
        + Vector256.ShiftRightArithmetic(values.AsInt32(), 16);

    private static Vector256<long> Pairs(Vector256<int> values) =>
        Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(values.AsInt64(), 32), 32)
        + Vector256.ShiftRightArithmetic(values.AsInt64(), 32);
}
