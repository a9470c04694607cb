using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// The 16 bytes of two blocks of 32 codes side by side: columns 0–3 are the first block's, 4–7 the second's; low nibbles are codes 0–15 of
/// a block, high nibbles 16–31.
/// </summary>
internal readonly unsafe struct NibbleColumns(byte* first, byte* second) : IColumnSink
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(int index, Vector256<uint> words)
    {
        var to = (index < 4 ? first : second) + index % 4 * Panel.WordStride;
        WordColumns.Bits(words, 0, 15).Store((uint*)to);
        WordColumns.Bits(words, 4, 15).Store((uint*)(to + 4 * Panel.WordStride));
    }
}
