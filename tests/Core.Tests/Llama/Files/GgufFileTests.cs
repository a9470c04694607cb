using ChatBot.Llama.Files;
using ChatBot.TestKit.Llama;

namespace ChatBot.Core.Tests.Llama.Files;

public sealed class GgufFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gguf").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Metadata_comes_back_typed()
    {
        using var file = Open(
            new GgufWriter()
                .Set("s", "héllo")
                .Set("b", true)
                .Set("u8", (byte)7)
                .Set("u32", 8u)
                .Set("u64", ulong.MaxValue)
                .Set("i32", -9)
                .Set("f32", 0.5f)
                .Set("f64", 0.25)
                .Set("strings", new[] { "a", "", "c" })
                .Set("ints", new[] { 1, -2 })
                .Set("floats", new[] { 1.5f })
        );

        Assert.Equal("héllo", file.Metadata["s"]);
        Assert.Equal(true, file.Metadata["b"]);
        Assert.Equal(7ul, file.Metadata["u8"]);
        Assert.Equal(8ul, file.Metadata["u32"]);
        Assert.Equal(ulong.MaxValue, file.Metadata["u64"]);
        Assert.Equal(-9L, file.Metadata["i32"]);
        Assert.Equal(0.5, file.Metadata["f32"]);
        Assert.Equal(0.25, file.Metadata["f64"]);
        Assert.Equal(["a", "", "c"], (string[])file.Metadata["strings"]);
        Assert.Equal([1, -2], (int[])file.Metadata["ints"]);
        Assert.Equal([1.5f], (float[])file.Metadata["floats"]);
    }

    [Fact]
    public unsafe void Tensors_lie_where_the_header_says()
    {
        using var file = Open(
            new GgufWriter()
                .Tensor("first", TensorKind.F32, [3], [1, 2, 3])
                .Tensor("second", TensorKind.Q8_0, [32, 2], new float[64])
                .Tensor("third", TensorKind.F32, [2], [4, 5])
        );

        Assert.Equal([32, 2], file.Tensors["second"].Dims);
        Assert.Equal(68, file.Tensors["second"].Length);
        Assert.Equal([1, 2, 3], new ReadOnlySpan<float>(file.Data(file.Tensors["first"]), 3));
        Assert.Equal([4, 5], new ReadOnlySpan<float>(file.Data(file.Tensors["third"]), 2));
    }

    [Theory]
    [InlineData(0, "is not a GGUF file")]
    [InlineData(30, "truncated")]
    [InlineData(200, "truncated")]
    public void A_file_cut_short_is_refused(int keep, string reason)
    {
        var whole = new GgufWriter().Set("general.architecture", "llama").Tensor("t", TensorKind.F32, [64], new float[64]).ToArray();
        var bytes = keep == 0 ? "not a model"u8.ToArray() : whole[..keep];
        var refusal = Assert.Throws<ModelFileException>(() => OpenBytes(bytes));
        Assert.Contains(reason, refusal.Message);
    }

    [Fact]
    public void A_count_larger_than_the_file_is_refused_before_memory_is_asked_for()
    {
        var bytes = new GgufWriter().Set("k", new[] { "x" }).ToArray();
        BitConverter.TryWriteBytes(bytes.AsSpan(24 + 8 + 1 + 4 + 4), 1L << 40); // the length of the string array

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ModelFileException>(() => OpenBytes(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Overlapping_tensors_are_refused()
    {
        var bytes = new GgufWriter()
            .Tensor("aa", TensorKind.F32, [16], new float[16])
            .Tensor("bb", TensorKind.F32, [16], new float[16])
            .ToArray();
        var secondOffset = 24 + (8 + 2 + 4 + 8 + 4 + 8) * 2 - 8;
        Assert.Equal(64, BitConverter.ToInt64(bytes, secondOffset));
        BitConverter.TryWriteBytes(bytes.AsSpan(secondOffset), 32L);

        Assert.Contains("overlaps", Assert.Throws<ModelFileException>(() => OpenBytes(bytes)).Message);
    }

    [Fact]
    public void An_unsupported_kind_is_named()
    {
        var bytes = new GgufWriter().Raw("t", (TensorKind)10, [256], new byte[84]).ToArray(); // Q2_K
        Assert.Contains("kind 10", Assert.Throws<ModelFileException>(() => OpenBytes(bytes)).Message);
    }

    private GgufFile Open(GgufWriter writer) => GgufFile.Open(writer.Save(Path.Combine(_folder, "m.gguf")));

    private GgufFile OpenBytes(byte[] bytes)
    {
        var path = Path.Combine(_folder, "bytes.gguf");
        File.WriteAllBytes(path, bytes);
        return GgufFile.Open(path);
    }
}
