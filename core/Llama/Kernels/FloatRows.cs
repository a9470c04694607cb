using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ChatBot.Llama.Files;

namespace ChatBot.Llama.Kernels;

/// <summary>Unpacks eight rows of F32, F16 or BF16 into a panel.</summary>
internal static unsafe class FloatRows
{
    /// <summary>Eight rows, <paramref name="columns"/> from <paramref name="first"/>, to floats [columns padded to 32][16 rows].</summary>
    public static void Unpack(TensorKind kind, byte** rows, int first, int columns, float* floats)
    {
        switch (kind)
        {
            case TensorKind.F32:
                Unpack<Singles>(rows, first, columns, floats);
                break;
            case TensorKind.F16:
                Unpack<HalfFloats>(rows, first, columns, floats);
                break;
            case TensorKind.BF16:
                Unpack<BrainFloats>(rows, first, columns, floats);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Unpack<TFloats>(byte** rows, int first, int columns, float* floats)
        where TFloats : struct, IFloats
    {
        var whole = columns / 8 * 8;
        for (var k = 0; k < whole; k += 8)
        {
            var at = (long)(first + k) * TFloats.Bytes;
            WordColumns.Transpose(
                TFloats.Load(rows[0] + at),
                TFloats.Load(rows[1] + at),
                TFloats.Load(rows[2] + at),
                TFloats.Load(rows[3] + at),
                TFloats.Load(rows[4] + at),
                TFloats.Load(rows[5] + at),
                TFloats.Load(rows[6] + at),
                TFloats.Load(rows[7] + at),
                new StoreColumns((byte*)(floats + k * Panel.Rows), Panel.WordStride)
            );
        }
        // The last few columns one by one, for a vector there would run past the row; then zeros to a whole run.
        var eight = stackalloc byte[32];
        for (var k = whole; k < (columns + 31) / 32 * 32; k++)
        for (var row = 0; row < 8; row++)
        {
            Unsafe.InitBlock(eight, 0, 32);
            if (k < columns)
                Unsafe.CopyBlockUnaligned(eight, rows[row] + (long)(first + k) * TFloats.Bytes, (uint)TFloats.Bytes);
            floats[k * Panel.Rows + row] = TFloats.Load(eight).AsSingle()[0];
        }
    }

    private interface IFloats
    {
        static abstract int Bytes { get; }

        /// <summary>Eight values as the bits of singles.</summary>
        static abstract Vector256<uint> Load(byte* at);
    }

    private readonly struct Singles : IFloats
    {
        public static int Bytes => 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<uint> Load(byte* at) => Vector256.Load((uint*)at);
    }

    private readonly struct HalfFloats : IFloats
    {
        public static int Bytes => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<uint> Load(byte* at) => Floats.FromHalf(Floats.Widen((ushort*)at)).AsUInt32();
    }

    private readonly struct BrainFloats : IFloats
    {
        public static int Bytes => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<uint> Load(byte* at) => Floats.FromBFloat(Floats.Widen((ushort*)at)).AsUInt32();
    }
}
