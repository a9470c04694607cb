using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ChatBot.Llama.Kernels;

/// <summary>Takes the columns of eight transposed rows.</summary>
internal interface IColumnSink
{
    /// <summary>Column <paramref name="index"/> (0–7): the 32-bit word of each of eight rows.</summary>
    void Put(int index, Vector256<uint> words);
}

/// <summary>
/// Turns eight rows of eight 32-bit words into columns, which is how eight weight rows come to lie side by side in a vector.
/// 24 shuffles with AVX2, all in registers (a struct of eight vectors would live on the stack); a plain loop elsewhere.
/// </summary>
internal static unsafe class WordColumns
{
    /// <summary>32 bytes of each row at <paramref name="at"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose<TSink>(byte** rows, long at, TSink sink)
        where TSink : struct, IColumnSink =>
        Transpose(
            Vector256.Load((uint*)(rows[0] + at)),
            Vector256.Load((uint*)(rows[1] + at)),
            Vector256.Load((uint*)(rows[2] + at)),
            Vector256.Load((uint*)(rows[3] + at)),
            Vector256.Load((uint*)(rows[4] + at)),
            Vector256.Load((uint*)(rows[5] + at)),
            Vector256.Load((uint*)(rows[6] + at)),
            Vector256.Load((uint*)(rows[7] + at)),
            sink
        );

    /// <summary>16 bytes of each row at <paramref name="at"/>, then 16 at <paramref name="then"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose<TSink>(byte** rows, long at, long then, TSink sink)
        where TSink : struct, IColumnSink =>
        Transpose(
            Pair(rows[0], at, then),
            Pair(rows[1], at, then),
            Pair(rows[2], at, then),
            Pair(rows[3], at, then),
            Pair(rows[4], at, then),
            Pair(rows[5], at, then),
            Pair(rows[6], at, then),
            Pair(rows[7], at, then),
            sink
        );

    /// <summary>Eight rows that are in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose<TSink>(
        Vector256<uint> r0,
        Vector256<uint> r1,
        Vector256<uint> r2,
        Vector256<uint> r3,
        Vector256<uint> r4,
        Vector256<uint> r5,
        Vector256<uint> r6,
        Vector256<uint> r7,
        TSink sink
    )
        where TSink : struct, IColumnSink
    {
        if (!Avx2.IsSupported)
        {
            for (var column = 0; column < 8; column++)
                sink.Put(
                    column,
                    Vector256.Create(r0[column], r1[column], r2[column], r3[column], r4[column], r5[column], r6[column], r7[column])
                );
            return;
        }
        var a0 = Avx2.UnpackLow(r0, r1);
        var a1 = Avx2.UnpackHigh(r0, r1);
        var a2 = Avx2.UnpackLow(r2, r3);
        var a3 = Avx2.UnpackHigh(r2, r3);
        var a4 = Avx2.UnpackLow(r4, r5);
        var a5 = Avx2.UnpackHigh(r4, r5);
        var a6 = Avx2.UnpackLow(r6, r7);
        var a7 = Avx2.UnpackHigh(r6, r7);
        Vector256<uint> b0 = Low64(a0, a2),
            b4 = Low64(a4, a6); // words 0 and 4, of rows 0–3 and of rows 4–7
        sink.Put(0, Avx2.Permute2x128(b0, b4, 0x20));
        sink.Put(4, Avx2.Permute2x128(b0, b4, 0x31));
        Vector256<uint> b1 = High64(a0, a2),
            b5 = High64(a4, a6); // words 1 and 5
        sink.Put(1, Avx2.Permute2x128(b1, b5, 0x20));
        sink.Put(5, Avx2.Permute2x128(b1, b5, 0x31));
        Vector256<uint> b2 = Low64(a1, a3),
            b6 = Low64(a5, a7); // words 2 and 6
        sink.Put(2, Avx2.Permute2x128(b2, b6, 0x20));
        sink.Put(6, Avx2.Permute2x128(b2, b6, 0x31));
        Vector256<uint> b3 = High64(a1, a3),
            b7 = High64(a5, a7); // words 3 and 7
        sink.Put(3, Avx2.Permute2x128(b3, b7, 0x20));
        sink.Put(7, Avx2.Permute2x128(b3, b7, 0x31));
    }

    /// <summary>The half at <paramref name="at"/> of each of eight rows, as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Halves(byte** rows, long at) =>
        Floats.FromHalf(
            Vector256.Create(
                (uint)*(ushort*)(rows[0] + at),
                *(ushort*)(rows[1] + at),
                *(ushort*)(rows[2] + at),
                *(ushort*)(rows[3] + at),
                *(ushort*)(rows[4] + at),
                *(ushort*)(rows[5] + at),
                *(ushort*)(rows[6] + at),
                *(ushort*)(rows[7] + at)
            )
        );

    /// <summary>
    /// The same for blocks that come thick: writes the bits only. Scalar stores now and <see cref="ConvertHalves"/> over all of them later
    /// cost
    /// half of gathering eight halves into a vector at once.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PutHalves(byte** rows, long at, float* bits)
    {
        var to = (uint*)bits;
        to[0] = *(ushort*)(rows[0] + at);
        to[1] = *(ushort*)(rows[1] + at);
        to[2] = *(ushort*)(rows[2] + at);
        to[3] = *(ushort*)(rows[3] + at);
        to[4] = *(ushort*)(rows[4] + at);
        to[5] = *(ushort*)(rows[5] + at);
        to[6] = *(ushort*)(rows[6] + at);
        to[7] = *(ushort*)(rows[7] + at);
    }

    /// <summary>The same for two halves side by side, a scale and a minimum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PutWords(byte** rows, long at, float* bits)
    {
        var to = (uint*)bits;
        for (var row = 0; row < 8; row++)
            to[row] = *(uint*)(rows[row] + at);
    }

    /// <summary>Turns what <see cref="PutHalves"/> wrote for <paramref name="groups"/> groups of 16 rows into floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ConvertHalves(float* bits, int groups)
    {
        for (var group = 0; group < groups; group++, bits += Panel.Rows)
            Floats.FromHalf(Vector256.Load((uint*)bits)).Store(bits);
    }

    /// <summary>
    /// Turns what <see cref="PutWords"/> wrote to <paramref name="scales"/> into scales and minima; the file adds its minima, a panel
    /// subtracts them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ConvertPairs(float* scales, float* minima, int groups)
    {
        for (var group = 0; group < groups; group++, scales += Panel.Rows, minima += Panel.Rows)
        {
            var pair = Vector256.Load((uint*)scales);
            Floats.FromHalf(pair & Vector256.Create(0xFFFFu)).Store(scales);
            (-Floats.FromHalf(Vector256.ShiftRightLogical(pair, 16))).Store(minima);
        }
    }

    /// <summary>The bits of every byte that <paramref name="mask"/> leaves after shifting down by <paramref name="from"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Bits(Vector256<uint> words, int from, byte mask) =>
        Vector256.ShiftRightLogical(words, from) & Vector256.Create(mask).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Pair(byte* row, long at, long then) =>
        Vector256.Create(Vector128.Load((uint*)(row + at)), Vector128.Load((uint*)(row + then)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Low64(Vector256<uint> a, Vector256<uint> b) => Avx2.UnpackLow(a.AsUInt64(), b.AsUInt64()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> High64(Vector256<uint> a, Vector256<uint> b) => Avx2.UnpackHigh(a.AsUInt64(), b.AsUInt64()).AsUInt32();
}

/// <summary>Stores columns one after the other, <paramref name="stride"/> bytes apart.</summary>
internal readonly unsafe struct StoreColumns(byte* to, int stride) : IColumnSink
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(int index, Vector256<uint> words) => words.Store((uint*)(to + index * stride));
}
