using System.Collections.Frozen;

namespace ChatBot.Models.Files;

/// <summary>How a tensor's elements are stored: llama.cpp's <c>ggml_type</c>.</summary>
public enum TensorKind : uint
{
    F32 = 0,
    F16 = 1,
    Q4_0 = 2,
    Q4_1 = 3,
    Q5_0 = 6,
    Q5_1 = 7,
    Q8_0 = 8,
    Q2_K = 10,
    Q3_K = 11,
    Q4_K = 12,
    Q5_K = 13,
    Q6_K = 14,
    IQ2_XXS = 16,
    IQ2_XS = 17,
    IQ3_XXS = 18,
    IQ1_S = 19,
    IQ4_NL = 20,
    IQ3_S = 21,
    IQ2_S = 22,
    IQ4_XS = 23,
    IQ1_M = 29,
    BF16 = 30,
    TQ1_0 = 34,
    TQ2_0 = 35,
    MXFP4 = 39,
}

/// <summary>The kinds' blocks. Those missing here (whole numbers, F64) hold no weights, and llama.cpp ends the process over them.</summary>
public static class TensorKinds
{
    private static readonly FrozenDictionary<TensorKind, (int Elements, int Bytes)> Blocks = new Dictionary<TensorKind, (int, int)>
    {
        [TensorKind.F32] = (1, 4),
        [TensorKind.F16] = (1, 2),
        [TensorKind.BF16] = (1, 2),
        [TensorKind.Q4_0] = (32, 18),
        [TensorKind.Q4_1] = (32, 20),
        [TensorKind.Q5_0] = (32, 22),
        [TensorKind.Q5_1] = (32, 24),
        [TensorKind.Q8_0] = (32, 34),
        [TensorKind.IQ4_NL] = (32, 18),
        [TensorKind.MXFP4] = (32, 17),
        [TensorKind.Q2_K] = (256, 84),
        [TensorKind.Q3_K] = (256, 110),
        [TensorKind.Q4_K] = (256, 144),
        [TensorKind.Q5_K] = (256, 176),
        [TensorKind.Q6_K] = (256, 210),
        [TensorKind.IQ1_S] = (256, 50),
        [TensorKind.IQ1_M] = (256, 56),
        [TensorKind.IQ2_XXS] = (256, 66),
        [TensorKind.IQ2_XS] = (256, 74),
        [TensorKind.IQ2_S] = (256, 82),
        [TensorKind.IQ3_XXS] = (256, 98),
        [TensorKind.IQ3_S] = (256, 110),
        [TensorKind.IQ4_XS] = (256, 136),
        [TensorKind.TQ1_0] = (256, 54),
        [TensorKind.TQ2_0] = (256, 66),
    }.ToFrozenDictionary();

    /// <summary>Elements in one block; 0 for a kind that holds no weights.</summary>
    public static int BlockElements(this TensorKind kind) => Blocks.GetValueOrDefault(kind).Elements;

    /// <summary>Bytes of <paramref name="elements"/>, whole blocks of them.</summary>
    public static long Bytes(this TensorKind kind, long elements) => elements / Blocks[kind].Elements * Blocks[kind].Bytes;
}
