using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ChatBot.Llama.Files;
using ChatBot.Llama.Kernels;
using ChatBot.TestKit.Llama;

namespace ChatBot.Core.Tests.Llama.Kernels;

public sealed unsafe class MatrixProductTests
{
    public static TheoryData<TensorKind> Kinds => [.. Enum.GetValues<TensorKind>()];

    /// <summary>Written from the format's description alone, so that the panels' layout is checked against something else.</summary>
    private static readonly Dictionary<TensorKind, Func<byte[], int, float>> Decode = new()
    {
        [TensorKind.F32] = (b, i) => BitConverter.ToSingle(b, i * 4),
        [TensorKind.F16] = (b, i) => Half(b, i * 2),
        [TensorKind.BF16] = (b, i) => BitConverter.UInt32BitsToSingle((uint)BitConverter.ToUInt16(b, i * 2) << 16),
        [TensorKind.Q8_0] = (b, i) => Half(b, i / 32 * 34) * (sbyte)b[i / 32 * 34 + 2 + i % 32],
        [TensorKind.Q4_0] = (b, i) => Half(b, i / 32 * 18) * (Nibble(b, i / 32 * 18 + 2, i % 32) - 8),
        [TensorKind.Q4_1] = (b, i) => Half(b, i / 32 * 20) * Nibble(b, i / 32 * 20 + 4, i % 32) + Half(b, i / 32 * 20 + 2),
        [TensorKind.Q5_0] = (b, i) =>
            Half(b, i / 32 * 22) * ((Nibble(b, i / 32 * 22 + 6, i % 32) | Bit(b, i / 32 * 22 + 2, i % 32) << 4) - 16),
        [TensorKind.Q5_1] = (b, i) =>
            Half(b, i / 32 * 24) * (Nibble(b, i / 32 * 24 + 8, i % 32) | Bit(b, i / 32 * 24 + 4, i % 32) << 4) + Half(b, i / 32 * 24 + 2),
        [TensorKind.IQ4_NL] = (b, i) =>
            Half(b, i / 32 * 18)
            * new[] { -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113 }[Nibble(b, i / 32 * 18 + 2, i % 32)],
        [TensorKind.Q4_K] = (b, i) => K(b, i, 144, (block, at) => b[block + 16 + at / 64 * 32 + at % 32] >> (at / 32 % 2 * 4) & 15),
        [TensorKind.Q5_K] = (b, i) =>
            K(
                b,
                i,
                176,
                (block, at) =>
                    (b[block + 48 + at / 64 * 32 + at % 32] >> (at / 32 % 2 * 4) & 15) | (b[block + 16 + at % 32] >> (at / 32) & 1) << 4
            ),
        [TensorKind.Q6_K] = (b, i) =>
        {
            int block = i / 256 * 210,
                at = i % 256,
                half = at / 128,
                within = at % 128;
            var low = b[block + half * 64 + within % 64] >> (within / 64 * 4) & 15;
            var high = b[block + 128 + half * 32 + within % 32] >> (within / 32 * 2) & 3;
            return Half(b, block + 208) * (sbyte)b[block + 192 + at / 16] * ((low | high << 4) - 32);
        },
    };

    [Theory, MemberData(nameof(Kinds))]
    public void Weights_come_back_as_the_format_says(TensorKind kind)
    {
        const int Rows = 3,
            Columns = 512;
        var packed = Quantiser.Pack(kind, RandomWeights.Normal(new Random(4), Rows * Columns, 1));
        var values = new float[Rows * Columns];
        fixed (byte* data = packed)
        fixed (float* to = values)
            MatrixProduct.Dequantise(new WeightMatrix("w", (nint)data, kind, Rows, Columns), 0, Rows, to);
        for (var i = 0; i < values.Length; i++)
            Assert.Equal(Decode[kind](packed, i), values[i], 1e-6f);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Products_equal_the_plain_sum_for_any_number_of_rows_and_tokens(TensorKind kind)
    {
        const int Rows = 37,
            Columns = 1280,
            Tokens = 7; // past one panel of codes, a ragged last tile, four tokens and three
        var packed = Quantiser.Pack(kind, RandomWeights.Normal(new Random(5), Rows * Columns, 1));
        using var x = new Activations(Tokens, Columns);
        using var y = new RowBuffer(Tokens, Rows);
        using var pool = new WorkerPool(2);
        using var product = new MatrixProduct(pool);
        var inputs = RandomWeights.Normal(new Random(6), Tokens * Columns, 1);
        for (var t = 0; t < Tokens; t++)
        {
            inputs.AsSpan(t * Columns, Columns).CopyTo(new Span<float>(x.Row(t), Columns));
            x.Encode(t);
        }
        fixed (byte* data = packed)
        {
            var weights = new WeightMatrix("w", (nint)data, kind, Rows, Columns);
            product.Run(x, 0, Tokens, new Product(weights, y));
            for (var t = 0; t < Tokens; t++)
            for (var row = 0; row < Rows; row++)
            {
                double sum = 0;
                for (var k = 0; k < Columns; k++)
                    sum +=
                        Decode[kind](packed, row * Columns + k)
                        * (weights.IsQuantised ? (double)x.Codes(t)[k] * x.Scales(t)[k / 32] : inputs[t * Columns + k]);
                Assert.Equal(sum, y.Span(t)[row], 2e-4);
            }
        }
    }

    [Fact]
    public void Every_way_to_add_byte_products_gives_the_same_integers()
    {
        var random = new Random(7);
        var (unsigned, signed) = (new byte[32], new byte[32]);
        for (var round = 0; round < 200; round++)
        {
            random.NextBytes(unsigned);
            random.NextBytes(signed);
            if (round == 0) // the largest sums there are
                (unsigned, signed) = (Enumerable.Repeat((byte)255, 32).ToArray(), Enumerable.Repeat((byte)0x81, 32).ToArray());
            var expected = new int[8];
            for (var i = 0; i < 32; i++)
                expected[i / 4] += unsigned[i] * (sbyte)signed[i] + (i % 4 == 0 ? 5 : 0);
            var (u, s, five) = (Vector256.Create(unsigned), Vector256.Create(signed).AsSByte(), Vector256.Create(5));
            Assert.Equal(Vector256.Create(expected), PortableDot.Add(five, u, s));
            if (Avx2.IsSupported)
                Assert.Equal(Vector256.Create(expected), Avx2Dot.Add(five, u, s));
            if (AvxVnni.IsSupported)
                Assert.Equal(Vector256.Create(expected), VnniDot.Add(five, u, s));
        }
    }

    private static int Nibble(byte[] b, int at, int i) => b[at + i % 16] >> (i / 16 * 4) & 15;

    private static int Bit(byte[] b, int at, int i) => b[at + i / 8] >> (i % 8) & 1;

    private static float Half(byte[] bytes, int at) => (float)BitConverter.ToHalf(bytes, at);

    private static float K(byte[] b, int i, int bytes, Func<int, int, int> code)
    {
        int block = i / 256 * bytes,
            at = i % 256,
            s = at / 32;
        var head = block + 4;
        var scale = s < 4 ? b[head + s] & 63 : b[head + 4 + s] & 15 | b[head + s - 4] >> 6 << 4;
        var min = s < 4 ? b[head + 4 + s] & 63 : b[head + 4 + s] >> 4 | b[head + s] >> 6 << 4;
        return Half(b, block) * scale * code(block, at) - Half(b, block + 2) * min;
    }
}
