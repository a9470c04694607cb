namespace ChatBot.Llama.Files;

/// <summary>How a tensor's elements are stored. The numbers are those of <c>ggml_type</c> in the GGUF specification.</summary>
public enum TensorKind : uint
{
    F32 = 0,
    F16 = 1,
    Q4_0 = 2,
    Q4_1 = 3,
    Q5_0 = 6,
    Q5_1 = 7,
    Q8_0 = 8,
    Q4_K = 12,
    Q5_K = 13,
    Q6_K = 14,
    IQ4_NL = 20,
    BF16 = 30,
}

/// <summary>Block sizes of the kinds: a row is stored as whole blocks of <see cref="BlockElements"/> in <see cref="BlockBytes"/>.</summary>
public static class TensorKinds
{
    /// <summary>The kinds this engine computes with, for messages.</summary>
    public const string Supported = "F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q4_K, Q5_K, Q6_K, IQ4_NL";

    /// <summary>
    /// Elements in one block: 1 for floats, 32 for the legacy kinds, 256 for the K kinds; 0 for a kind that is not supported.
    /// </summary>
    public static int BlockElements(this TensorKind kind) =>
        kind switch
        {
            TensorKind.F32 or TensorKind.F16 or TensorKind.BF16 => 1,
            TensorKind.Q4_0 or TensorKind.Q4_1 or TensorKind.Q5_0 or TensorKind.Q5_1 or TensorKind.Q8_0 or TensorKind.IQ4_NL => 32,
            TensorKind.Q4_K or TensorKind.Q5_K or TensorKind.Q6_K => 256,
            _ => 0,
        };

    /// <summary>Bytes in one block; 0 for a kind that is not supported.</summary>
    public static int BlockBytes(this TensorKind kind) =>
        kind switch
        {
            TensorKind.F32 => 4,
            TensorKind.F16 or TensorKind.BF16 => 2,
            TensorKind.Q4_0 => 18, // f16 d, 16 × 2 nibbles
            TensorKind.Q4_1 => 20, // f16 d, f16 m, 16 × 2 nibbles
            TensorKind.Q5_0 => 22, // f16 d, 32 fifth bits, 16 × 2 nibbles
            TensorKind.Q5_1 => 24, // f16 d, f16 m, 32 fifth bits, 16 × 2 nibbles
            TensorKind.IQ4_NL => 18, // f16 d, 16 × 2 nibbles that look up a table
            TensorKind.Q8_0 => 34, // f16 d, 32 × int8
            TensorKind.Q4_K => 144, // f16 d, f16 dmin, 12 bytes of 6-bit scales and mins, 128 × 2 nibbles
            TensorKind.Q5_K => 176, // as Q4_K with 32 bytes of fifth bits
            TensorKind.Q6_K => 210, // 128 low nibble pairs, 64 × 4 high bit pairs, 16 × int8 scales, f16 d
            _ => 0,
        };

    /// <summary>Bytes of a row of <paramref name="elements"/>, which is a multiple of <see cref="BlockElements"/>.</summary>
    public static long RowBytes(this TensorKind kind, long elements) => elements / kind.BlockElements() * kind.BlockBytes();
}
