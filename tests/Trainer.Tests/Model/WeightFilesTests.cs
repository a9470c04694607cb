using ChatBot.Models.Files;
using ChatBot.TestKit.Llama;
using ChatBot.Trainer.Model;
using Xunit.Abstractions;

namespace ChatBot.Trainer.Tests.Model;

/// <summary>Weights of every kind and from both kinds of places; files that cannot be used say why in one line.</summary>
public sealed class WeightFilesTests(ITestOutputHelper output) : IDisposable
{
    private static readonly int[] Tokens = [1, 77, 260, 261, 5, 5, 290, 14, 3, 9, 199, 280, 281, 282, 30, 31, 32, 33];

    private readonly string _folder = Directory.CreateTempSubdirectory("weights").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_kind_is_unpacked_to_what_was_packed()
    {
        var values = RandomWeights.Normal(new Random(5), 1024, 1);
        foreach (var kind in Quantiser.Kinds)
        {
            var packed = Quantiser.Pack(kind, values);
            var unpacked = new float[values.Length];
            Unpacking.Unpack(kind, packed, unpacked);
            var coarse = kind switch
            {
                TensorKind.F32 => 0,
                TensorKind.F16 => 0.002f,
                TensorKind.BF16 or TensorKind.Q8_0 => 0.02f,
                TensorKind.Q6_K or TensorKind.Q5_K or TensorKind.Q5_0 or TensorKind.Q5_1 => 0.15f,
                _ => 0.5f,
            };
            Assert.InRange(Families.Difference(values, unpacked), 0, coarse);
        }
    }

    /// <summary>
    /// llama.cpp unpacks embeddings exactly, while it multiplies matrices by activations that it rounds to 8 bits: an embedding of the kind
    /// in a model that is F32 otherwise shows every bit of the layout.
    /// </summary>
    [TorchFact]
    public void Every_kind_is_unpacked_as_the_runtime_unpacks_it()
    {
        var tiny = TinyModel.Quantised(TensorKind.F32) with { Layers = 1 };
        var values = RandomWeights.Normal(new Random(6), tiny.Width * tiny.Vocabulary, 1);
        foreach (var kind in Quantiser.Kinds)
        {
            var path = tiny.Write().Tensor("token_embd.weight", kind, [tiny.Width, tiny.Vocabulary], values).Save(At($"{kind}.gguf"));
            var (tokens, served) = Families.Served(path);
            using var model = CausalModel.Load(path);
            var difference = Families.Difference(served, Families.Trained(model, tokens));
            output.WriteLine($"{kind}: {difference:E1}");
            Assert.InRange(difference, 0, 1e-3f);
        }
    }

    [TorchFact]
    public void A_base_that_stays_packed_computes_what_the_unpacked_one_does()
    {
        foreach (var kind in Quantiser.Kinds)
        {
            var path = (TinyModel.Quantised(kind) with { Layers = 1 }).Save(At($"{kind}.gguf"));
            using var unpacked = CausalModel.Load(path);
            using var packed = CausalModel.Load(path, new CausalModelOptions { Storage = BaseStorage.AsStored });
            Assert.InRange(Families.Difference(Families.Trained(unpacked, Tokens), Families.Trained(packed, Tokens)), 0, 1e-5f);
            Assert.Equal(kind == TensorKind.F32, packed.BaseBytes == unpacked.BaseBytes);
        }
    }

    [TorchFact]
    public void A_base_in_sixteen_bits_is_near_the_one_in_thirty_two()
    {
        var path = new TinyModel().Save(At("model.gguf"));
        using var whole = CausalModel.Load(path);
        using var halved = CausalModel.Load(path, new CausalModelOptions { Storage = BaseStorage.BFloat16 });
        Assert.InRange(Families.Difference(Families.Trained(whole, Tokens), Families.Trained(halved, Tokens)), 1e-5f, 0.1f);
    }

    [TorchFact]
    public void A_hugging_face_folder_is_the_gguf_file_of_the_same_weights()
    {
        foreach (var (name, tiny) in TinyModel.Variants.Where(variant => variant.Key != "llama3-factors"))
        {
            var gguf = tiny.Save(At(name + ".gguf"));
            var folder = HuggingFaceFolder.Save(tiny, gguf, At(name), sharded: name.Contains("tied", StringComparison.Ordinal));
            using var one = CausalModel.Load(gguf);
            using var other = CausalModel.Load(folder);
            Assert.Equal(one.Shape with { Rotary = other.Shape.Rotary }, other.Shape);
            var difference = Families.Difference(Families.Trained(one, Tokens), Families.Trained(other, Tokens));
            Assert.True(difference <= 1e-5f, $"{name}: {difference}");
        }
    }

    [Fact]
    public void Llama_3_folders_stretch_positions_as_its_reference_does()
    {
        using var config = System.Text.Json.JsonDocument.Parse(
            """
            {"max_position_embeddings": 131072, "rope_theta": 500000.0, "rope_scaling": {"rope_type": "llama3", "factor": 8.0,
             "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192}}
            """
        );
        var factors = HuggingFaceRotary.Of(config.RootElement, "llama", 128, "config.json").Factors!;
        // Of Llama 3.1's rope_freqs: 29 frequencies are kept, the last 29 divided by 8, those between mixed in order.
        Assert.Equal(29, factors.Count(factor => factor == 1));
        Assert.Equal(29, factors.Count(factor => factor == 8));
        Assert.Equal(factors.Order(), factors);
    }

    [TorchFact]
    public void What_cannot_be_used_says_why_in_one_line()
    {
        var tiny = new TinyModel { Layers = 1 };
        var gguf = tiny.Save(At("model.gguf"));
        var folder = HuggingFaceFolder.Save(tiny, gguf, At("whole"));
        var weights = File.ReadAllBytes(Path.Combine(folder, "model.safetensors"));
        Says("truncated", Folder("cut", "model.safetensors", weights[..(weights.Length / 2)]));
        Says("truncated or no safetensors", Folder("tiny", "model.safetensors", [.. weights[..8], 1, 2]));
        Says("safetensors", Folder("text", "model.safetensors", "hello, not weights"u8.ToArray()));
        Says("cannot be read", Folder("json", "config.json", "{"u8.ToArray()));
        Says("'bert'", Folder("bert", "config.json", """{"model_type": "bert"}"""u8.ToArray()));
        Says("belongs", Folder("narrow", "config.json", Changed("\"intermediate_size\":96", "\"intermediate_size\":98")));
        Says("missing", Folder("deep", "config.json", Changed("\"num_hidden_layers\":1", "\"num_hidden_layers\":2")));
        Says("without config.json", Directory.CreateDirectory(At("empty")).FullName);

        File.WriteAllBytes(At("cut.gguf"), File.ReadAllBytes(gguf)[..20000]);
        Says("truncated", At("cut.gguf"));
        Says("cannot be trained", new TinyModel { Architecture = "starcoder2" }.Save(At("other.gguf")));
        Says("does not know", tiny.Write().Tensor("blk.0.attn_rot_embd.weight", TensorKind.F32, [64], new float[64]).Save(At("more.gguf")));
        var coarse = TinyModel
            .Quantised(TensorKind.Q4_K)
            .Write()
            .Raw("blk.0.ffn_down.weight", TensorKind.IQ4_XS, [512, 256], new byte[512 * 136]);
        Says("IQ4_XS", coarse.Save(At("kind.gguf")));

        void Says(string what, string path)
        {
            var refused = Assert.Throws<ModelFileException>(() => CausalModel.Load(path).Dispose());
            Assert.Contains(what, refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', refused.Message);
        }

        byte[] Changed(string from, string to) =>
            System.Text.Encoding.UTF8.GetBytes(
                File.ReadAllText(Path.Combine(folder, "config.json")).Replace(from, to, StringComparison.Ordinal)
            );

        string Folder(string name, string changed, byte[] contents)
        {
            var copy = Directory.CreateDirectory(At(name)).FullName;
            foreach (var file in Directory.GetFiles(folder))
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            File.WriteAllBytes(Path.Combine(copy, changed), contents);
            return copy;
        }
    }

    private string At(string name) => Path.Combine(_folder, name);
}
