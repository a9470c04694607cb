using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ChatBot.Llama.Kernels;

/// <summary>16-bit floats to 32 bits without a table and without F16C, which .NET does not expose.</summary>
internal static class Floats
{
    /// <summary>
    /// Eight IEEE halves in the low parts of words. Subnormals are converted as integers: multiplying them as subnormal singles costs a
    /// hundred cycles.
    /// An infinity or NaN becomes a large finite number, which weights never hold.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> FromHalf(Vector256<uint> halves)
    {
        var magnitude = halves & Vector256.Create(0x7FFFu);
        var normal = Vector256.ShiftLeft(magnitude, 13) + Vector256.Create((127u - 15) << 23);
        var subnormal = (Vector256.ConvertToSingle(magnitude.AsInt32()) * Vector256.Create(1f / (1 << 24))).AsUInt32();
        var value = Vector256.ConditionalSelect(
            Vector256.LessThan(magnitude.AsInt32(), Vector256.Create(0x400)).AsUInt32(),
            subnormal,
            normal
        );
        return (value | Vector256.ShiftLeft(halves & Vector256.Create(0x8000u), 16)).AsSingle();
    }

    /// <summary>Eight bfloat16 values in the low parts of words: the upper halves of singles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> FromBFloat(Vector256<uint> values) => Vector256.ShiftLeft(values, 16).AsSingle();

    /// <summary>Eight 16-bit values, each in a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<uint> Widen(ushort* values)
    {
        var eight = Vector128.Load(values);
        return Avx2.IsSupported
            ? Avx2.ConvertToVector256Int32(eight).AsUInt32()
            : Vector256.Create(Vector128.WidenLower(eight), Vector128.WidenUpper(eight));
    }
}
