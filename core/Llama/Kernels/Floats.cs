using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChatBot.Llama.Kernels;

/// <summary>16-bit floats to 32 bits without a table and without F16C, which .NET does not expose.</summary>
internal static class Floats
{
    private const float TwoTo112 = 5.192296858534828e33f; // the difference of the exponent biases, 127 − 15

    /// <summary>IEEE half to single, subnormals included; an infinity or NaN becomes a large finite number, which weights never hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float FromHalf(ushort half) =>
        BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(BitConverter.UInt32BitsToSingle((half & 0x7FFFu) << 13) * TwoTo112)
            | (half & 0x8000u) << 16);

    /// <summary>Eight halves at once, exactly as <see cref="FromHalf(ushort)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> FromHalf(Vector128<ushort> halves)
    {
        var wide = Widen(halves);
        var magnitude = Vector256.ShiftLeft(wide & Vector256.Create(0x7FFFu), 13).AsSingle() * TwoTo112;
        return (magnitude.AsUInt32() | Vector256.ShiftLeft(wide & Vector256.Create(0x8000u), 16)).AsSingle();
    }

    /// <summary>Eight bfloat16 values: the upper halves of singles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> FromBFloat(Vector128<ushort> values) => Vector256.ShiftLeft(Widen(values), 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Widen(Vector128<ushort> values) =>
        Vector256.Create(Vector128.WidenLower(values), Vector128.WidenUpper(values));
}
