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
        var size = kind.BlockBytes();
        var whole = columns / 8 * 8;
        for (var k = 0; k < whole; k += 8)
        {
            long at = (long)(first + k) * size;
            var words = new Words8x8
            {
                R0 = Eight(kind, rows[0] + at).AsUInt32(),
                R1 = Eight(kind, rows[1] + at).AsUInt32(),
                R2 = Eight(kind, rows[2] + at).AsUInt32(),
                R3 = Eight(kind, rows[3] + at).AsUInt32(),
                R4 = Eight(kind, rows[4] + at).AsUInt32(),
                R5 = Eight(kind, rows[5] + at).AsUInt32(),
                R6 = Eight(kind, rows[6] + at).AsUInt32(),
                R7 = Eight(kind, rows[7] + at).AsUInt32(),
            };
            words.Transpose();
            var to = (uint*)(floats + k * Panel.Rows);
            words.R0.Store(to);
            words.R1.Store(to + Panel.Rows);
            words.R2.Store(to + 2 * Panel.Rows);
            words.R3.Store(to + 3 * Panel.Rows);
            words.R4.Store(to + 4 * Panel.Rows);
            words.R5.Store(to + 5 * Panel.Rows);
            words.R6.Store(to + 6 * Panel.Rows);
            words.R7.Store(to + 7 * Panel.Rows);
        }
        for (var k = whole; k < (columns + 31) / 32 * 32; k++)
            for (var row = 0; row < 8; row++)
                floats[k * Panel.Rows + row] = k < columns ? Single(kind, rows[row], first + k) : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Eight(TensorKind kind, byte* at) => kind switch
    {
        TensorKind.F32 => Vector256.Load((float*)at),
        TensorKind.F16 => Floats.FromHalf(Vector128.Load((ushort*)at)),
        _ => Floats.FromBFloat(Vector128.Load((ushort*)at)),
    };

    private static float Single(TensorKind kind, byte* row, int column) => kind switch
    {
        TensorKind.F32 => ((float*)row)[column],
        TensorKind.F16 => Floats.FromHalf(((ushort*)row)[column]),
        _ => BitConverter.UInt32BitsToSingle((uint)((ushort*)row)[column] << 16),
    };
}
