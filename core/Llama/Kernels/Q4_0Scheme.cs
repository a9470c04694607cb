using System.Runtime.Intrinsics;

namespace ChatBot.Llama.Kernels;

/// <summary>Blocks of 32 in 18 bytes: f16 d, 16 bytes whose low nibbles are columns 0–15 and high nibbles 16–31; weight = d·(q − 8).</summary>
internal readonly unsafe struct Q4_0Scheme : ICodeScheme
{
    private const int Bytes = 18;

    public static int Group => 32;
    public static int OffsetShift => 3;
    public static bool HasMinima => false;

    public static void Unpack(byte** rows, int blocks, byte* codes, float* scales, float* minima)
    {
        for (var block = 0; block < blocks; block += 2)
        {
            // Two blocks fill a vector; an odd last block is loaded twice and stored once.
            var both = block + 1 < blocks;
            var words = CodeWords.Load(rows, block * Bytes + 2, (both ? block + 1 : block) * Bytes + 2);
            words.Transpose();
            StoreBlock(words.R0, words.R1, words.R2, words.R3, codes + block * 32 * Panel.Rows);
            CodeWords.Halves(rows, block * Bytes).Store(scales + block * Panel.Rows);
            if (!both)
                continue;
            StoreBlock(words.R4, words.R5, words.R6, words.R7, codes + (block + 1) * 32 * Panel.Rows);
            CodeWords.Halves(rows, (block + 1) * Bytes).Store(scales + (block + 1) * Panel.Rows);
        }
    }

    private static void StoreBlock(Vector256<uint> w0, Vector256<uint> w1, Vector256<uint> w2, Vector256<uint> w3, byte* codes) =>
        CodeWords.Store(
            new Words8x8
            {
                R0 = CodeWords.Bits(w0, 0, 15),
                R1 = CodeWords.Bits(w1, 0, 15),
                R2 = CodeWords.Bits(w2, 0, 15),
                R3 = CodeWords.Bits(w3, 0, 15),
                R4 = CodeWords.Bits(w0, 4, 15),
                R5 = CodeWords.Bits(w1, 4, 15),
                R6 = CodeWords.Bits(w2, 4, 15),
                R7 = CodeWords.Bits(w3, 4, 15),
            },
            Vector256<uint>.Zero, codes);
}
