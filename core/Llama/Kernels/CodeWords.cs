using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChatBot.Llama.Kernels;

/// <summary>Moves between eight weight rows and the panel, shared by the schemes.</summary>
internal static unsafe class CodeWords
{
    private const int Stride = Panel.Rows * 4; // bytes between the words of one row in a panel

    /// <summary>32 bytes of each of eight rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8x8 Load(byte** rows, long at) => new()
    {
        R0 = Vector256.Load((uint*)(rows[0] + at)),
        R1 = Vector256.Load((uint*)(rows[1] + at)),
        R2 = Vector256.Load((uint*)(rows[2] + at)),
        R3 = Vector256.Load((uint*)(rows[3] + at)),
        R4 = Vector256.Load((uint*)(rows[4] + at)),
        R5 = Vector256.Load((uint*)(rows[5] + at)),
        R6 = Vector256.Load((uint*)(rows[6] + at)),
        R7 = Vector256.Load((uint*)(rows[7] + at)),
    };

    /// <summary>16 bytes of each of eight rows at <paramref name="at"/>, then 16 at <paramref name="then"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8x8 Load(byte** rows, long at, long then) => new()
    {
        R0 = Pair(rows[0], at, then),
        R1 = Pair(rows[1], at, then),
        R2 = Pair(rows[2], at, then),
        R3 = Pair(rows[3], at, then),
        R4 = Pair(rows[4], at, then),
        R5 = Pair(rows[5], at, then),
        R6 = Pair(rows[6], at, then),
        R7 = Pair(rows[7], at, then),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Pair(byte* row, long at, long then) =>
        Vector256.Create(Vector128.Load((uint*)(row + at)), Vector128.Load((uint*)(row + then)));

    /// <summary>Stores a run of 32 columns, each word first changed by xor with <paramref name="flip"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(in Words8x8 words, Vector256<uint> flip, byte* codes)
    {
        (words.R0 ^ flip).Store((uint*)codes);
        (words.R1 ^ flip).Store((uint*)(codes + Stride));
        (words.R2 ^ flip).Store((uint*)(codes + 2 * Stride));
        (words.R3 ^ flip).Store((uint*)(codes + 3 * Stride));
        (words.R4 ^ flip).Store((uint*)(codes + 4 * Stride));
        (words.R5 ^ flip).Store((uint*)(codes + 5 * Stride));
        (words.R6 ^ flip).Store((uint*)(codes + 6 * Stride));
        (words.R7 ^ flip).Store((uint*)(codes + 7 * Stride));
    }

    /// <summary>Bits <paramref name="from"/> to <paramref name="from"/> + width of every byte, the mask choosing the width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Bits(Vector256<uint> words, int from, byte mask) =>
        Vector256.ShiftRightLogical(words, from) & Vector256.Create(mask).AsUInt32();

    /// <summary>The half at <paramref name="at"/> of each of eight rows, as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Halves(byte** rows, long at) => Floats.FromHalf(Vector128.Create(
        *(ushort*)(rows[0] + at), *(ushort*)(rows[1] + at), *(ushort*)(rows[2] + at), *(ushort*)(rows[3] + at),
        *(ushort*)(rows[4] + at), *(ushort*)(rows[5] + at), *(ushort*)(rows[6] + at), *(ushort*)(rows[7] + at)));
}
