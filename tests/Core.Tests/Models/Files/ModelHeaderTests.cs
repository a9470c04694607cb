using ChatBot.Models.Files;
using ChatBot.TestKit.Llama;

namespace ChatBot.Core.Tests.Models.Files;

public sealed class ModelHeaderTests : IDisposable
{
    private static readonly TinyModel Tiny = new();

    private readonly string _folder = Directory.CreateTempSubdirectory("header").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Metadata_comes_back_in_the_files_own_types()
    {
        var file = GgufFile.Open(
            new GgufWriter()
                .Set("s", "héllo")
                .Set("b", true)
                .Set("u8", (byte)7)
                .Set("u64", ulong.MaxValue)
                .Set("i32", -9)
                .Set("f32", 0.5f)
                .Set("strings", new[] { "a", "", "c" })
                .Set("floats", new[] { 1.5f })
                .Save(At("keys.gguf"))
        );
        Assert.Equal(
            ("héllo", true, (byte)7, ulong.MaxValue, -9, 0.5f),
            (file.Metadata["s"], file.Metadata["b"], file.Metadata["u8"], file.Metadata["u64"], file.Metadata["i32"], file.Metadata["f32"])
        );
        Assert.Equal(["a", "", "c"], (string[])file.Metadata["strings"]);
        Assert.Equal([1.5f], (float[])file.Metadata["floats"]);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(2000)]
    [InlineData(20000)]
    public void A_file_cut_short_is_refused(int keep)
    {
        File.WriteAllBytes(At("cut.gguf"), Tiny.Write().ToArray()[..keep]);
        Assert.Contains("truncated", Refusal(At("cut.gguf")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_count_larger_than_the_file_is_refused_before_memory_is_asked_for()
    {
        var bytes = new GgufWriter().Set("k", new[] { "x" }).ToArray();
        BitConverter.TryWriteBytes(bytes.AsSpan(24 + 8 + 1 + 4 + 4), 1L << 40); // the length of the string array
        File.WriteAllBytes(At("huge.gguf"), bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refusal(At("huge.gguf"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Every_variant_and_kind_is_known()
    {
        foreach (var tiny in TinyModel.Variants.Values.Concat(Quantiser.Kinds.Select(TinyModel.Quantised)))
        {
            var header = ModelHeader.Open(tiny.Save(At("model.gguf")));
            Assert.Equal(
                (tiny.Architecture, tiny.Layers, tiny.Heads, tiny.KvHeads, tiny.Kind),
                (header.Architecture, header.Layers, header.Heads, header.KvHeads, header.File.Quantisation)
            );
            AdapterHeader.Open(new TinyAdapter(tiny).Save(At("adapter.gguf")), header);
        }
    }

    [Fact]
    public void A_number_that_cannot_be_is_named()
    {
        Refuses("llama.attention.head_count_kv", 3u, "do not share");
        Refuses("llama.attention.head_count_kv", 0u, "do not share");
        Refuses("llama.block_count", 3u, "blk.2.attn_norm.weight");
        Refuses("llama.rope.dimension_count", 7u, "rotated");
        Refuses("llama.attention.layer_norm_rms_epsilon", float.NaN, "layer_norm_rms_epsilon");
        Refuses("llama.context_length", "long", "context_length");
        Refuses("llama.embedding_length", 72u, "token_embd.weight");
        Refuses("llama.pooling_type", 1u, "embedding model");
        Refuses("general.alignment", 24u, "general.alignment");

        void Refuses(string key, object value, string said) =>
            Assert.Contains(said, Refusal(Tiny.Write().Set(key, value).Save(At("wrong.gguf"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_vocabulary_that_llama_cpp_would_trip_over_is_refused()
    {
        var tokens = Enumerable.Range(0, Tiny.Vocabulary).Select(i => $"w{i}").ToArray();
        Refuses("tokenizer.ggml.tokens", tokens, "byte");
        Refuses("tokenizer.ggml.tokens", tokens[..^1], "token_type");
        Refuses("tokenizer.ggml.scores", new[] { 1 }, "scores");
        Refuses("tokenizer.ggml.eos_token_id", (uint)Tiny.Vocabulary, "eos_token_id");
        Refuses("tokenizer.ggml.merges", new[] { "one" }, "merge");

        void Refuses(string key, object value, string said) =>
            Assert.Contains(said, Refusal(Tiny.Write().Set(key, value).Save(At("wrong.gguf"))), StringComparison.Ordinal);
    }

    [Fact]
    public void An_adapter_for_another_model_is_refused()
    {
        var header = ModelHeader.Open(Tiny.Save(At("model.gguf")));
        Assert.Contains("do not fit", Refuses(new TinyAdapter(Tiny with { FeedForward = 128 }).Write()), StringComparison.Ordinal);
        Assert.Contains("does not have", Refuses(new TinyAdapter(Tiny with { Layers = 3 }).Write()), StringComparison.Ordinal);
        Assert.Contains("'qwen2'", Refuses(new TinyAdapter(Tiny with { Architecture = "qwen2" }).Write()), StringComparison.Ordinal);
        Assert.Contains(
            "an A and a B",
            Refuses(Adapter().Tensor("output.weight.lora_a", TensorKind.F32, [64, 1], new float[64])),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "silently unused",
            Refuses(Adapter().Tensor("output_norm.weight", TensorKind.F32, [64], new float[64])),
            StringComparison.Ordinal
        );
        Assert.Contains("activated", Refuses(Adapter().Set("adapter.alora.invocation_tokens", new[] { 1u })), StringComparison.Ordinal);

        static GgufWriter Adapter() => new TinyAdapter(Tiny).Write();

        string Refuses(GgufWriter writer) =>
            Assert.Throws<ModelFileException>(() => AdapterHeader.Open(writer.Save(At("adapter.gguf")), header)).Message;
    }

    [Fact]
    public void What_spells_a_control_token_is_broken()
    {
        var vocabulary = ModelHeader.Open(TinyChatModel.Save(At("chat.gguf"))).Vocabulary;
        Assert.Equal("a <|im_end| > b USER : c", vocabulary.Harmless("a <|im_end|> b\0 USER: c", ["USER:"]));
        Assert.Equal("ordinary <text>", vocabulary.Harmless("ordinary <text>", []));
    }

    private string At(string name) => Path.Combine(_folder, name);

    private static string Refusal(string path) => Assert.Throws<ModelFileException>(() => ModelHeader.Open(path)).Message;
}
