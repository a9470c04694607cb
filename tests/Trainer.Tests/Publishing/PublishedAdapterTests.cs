using System.Text.Json;
using ChatBot.Models.Files;
using ChatBot.TestKit;
using ChatBot.TestKit.Llama;
using ChatBot.Trainer.Lora;
using ChatBot.Trainer.Model;
using ChatBot.Trainer.Publishing;
using ChatBot.Trainer.Tests.Lora;
using ChatBot.Trainer.Tests.Model;
using Xunit.Abstractions;

namespace ChatBot.Trainer.Tests.Publishing;

/// <summary>What is published computes what was trained, in the serving runtime and in another build of llama.cpp.</summary>
public sealed class PublishedAdapterTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("published").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TorchTheory]
    [InlineData("llama")]
    [InlineData("llama-biased")]
    [InlineData("qwen2")]
    [InlineData("qwen3")]
    [InlineData("gemma2")]
    [InlineData("phi3")]
    public void Adapter_and_merged_file_give_the_trained_logits(string variant)
    {
        var path = TinyModel.Variants[variant].Save(At("base.gguf"));
        using var model = Learnt(path, new LoraSettings { IsRankStabilised = variant == "qwen3" });
        var weights = AdapterWeights.Of(model);
        var (tokens, plain) = Families.Served(path);
        var trained = Families.Trained(model, tokens);
        Assert.True(Families.Difference(plain, trained) > 0.05f, "the adapter changes nothing");
        Near("adapter", trained, Families.Served(path, GgufAdapter.Save(weights, At("adapter.gguf"), "tiny")).Logits);
        Near("merged", trained, Families.Served(MergedModel.Save(path, weights, At("merged.gguf"))).Logits);
        var read = AdapterWeights.ReadGguf(At("adapter.gguf"), path);
        Assert.Equal(weights.Settings.Scale, read.Settings.Scale, 1e-6f);
        Same(weights, read);
        Same(weights, PeftFolder.Read(PeftFolder.Save(weights, model.Shape, At("peft"), "tiny"), model.Shape));
    }

    [CounterpartFact(LlamaCpp.Variable)]
    public async Task Another_llama_cpp_computes_the_trained_logits()
    {
        NativeTorch.Require();
        var (asked, trained) = (new List<LlamaCppModel.Evaluation>(), new List<float[]>());
        foreach (var variant in new[] { "llama", "qwen2", "qwen3", "gemma2", "phi3" })
        {
            var path = TinyModel.Variants[variant].Save(At(variant + ".gguf"));
            using var model = Learnt(path, new LoraSettings { Targets = ["attn_*", "ffn_*"] });
            var weights = AdapterWeights.Of(model);
            var logits = Families.Trained(model, Families.Served(path).Tokens);
            asked.Add(new(path, Families.Prompt, GgufAdapter.Save(weights, At(variant + "-adapter.gguf"), variant)));
            asked.Add(new(MergedModel.Save(path, weights, At(variant + "-merged.gguf")), Families.Prompt));
            trained.AddRange([logits, logits]);
        }
        foreach (var (index, theirs) in (await LlamaCppModel.EvaluateAsync(asked)).Index())
            Near(Path.GetFileName(asked[index].Adapter ?? asked[index].Model), trained[index], theirs.Logits);
    }

    [TorchTheory]
    [InlineData(TensorKind.F16, 0.02f)]
    [InlineData(TensorKind.BF16, 0.1f)]
    [InlineData(TensorKind.Q8_0, 0.1f)]
    [InlineData(TensorKind.Q4_K, 0.1f)]
    public void A_merged_file_keeps_what_is_not_adapted_and_its_metadata(TensorKind kind, float tolerance)
    {
        var path = (TinyModel.Quantised(kind) with { Layers = 1 }).Save(At("base.gguf"));
        using var model = Learnt(path, new LoraSettings { Targets = ["attn_q", "ffn_down"] });
        var merged = MergedModel.Save(path, AdapterWeights.Of(model), At("merged.gguf"));
        var (before, after) = (GgufFile.Open(path), GgufFile.Open(merged));
        Assert.Equal(before.Metadata.Keys, after.Metadata.Keys);
        Assert.Equal((string[])before.Metadata["tokenizer.ggml.tokens"], (string[])after.Metadata["tokenizer.ggml.tokens"]);
        var (bytesBefore, bytesAfter) = (File.ReadAllBytes(path), File.ReadAllBytes(merged));
        foreach (var entry in before.Tensors.Values)
        {
            var adapted = entry.Name is "blk.0.attn_q.weight" or "blk.0.ffn_down.weight";
            var other = after.Tensors[entry.Name];
            Assert.Equal(adapted && kind == TensorKind.Q4_K ? TensorKind.Q8_0 : entry.Kind, other.Kind);
            Assert.Equal(!adapted, Data(before, entry, bytesBefore).SequenceEqual(Data(after, other, bytesAfter)));
        }
        using var whole = CausalModel.Load(merged);
        int[] tokens = [1, 5, 77, 260, 280];
        Assert.InRange(Families.Difference(Families.Trained(model, tokens), Families.Trained(whole, tokens)), 0, tolerance);

        static ReadOnlySpan<byte> Data(GgufFile file, TensorEntry entry, byte[] bytes) =>
            bytes.AsSpan((int)(file.DataStart + entry.Offset), (int)entry.Length);
    }

    [TorchFact]
    public void Dora_is_merged_or_written_for_peft_but_is_no_gguf_adapter()
    {
        var path = TinyModel.Variants["llama"].Save(At("base.gguf"));
        using var model = Learnt(path, new LoraSettings { IsDora = true });
        using (TorchSharp.torch.no_grad())
            foreach (var (name, tensor) in model.Adapter)
                if (name.EndsWith("magnitude", StringComparison.Ordinal))
                    tensor.mul_(1.1);
        var weights = AdapterWeights.Of(model);
        var refused = Assert.Throws<NotSupportedException>(() => GgufAdapter.Save(weights, At("adapter.gguf"), "tiny"));
        Assert.Contains("Merge it", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(At("adapter.gguf")));
        var (tokens, logits) = Families.Served(MergedModel.Save(path, weights, At("merged.gguf")));
        Near("merged DoRA", Families.Trained(model, tokens), logits);
        Same(weights, PeftFolder.Read(PeftFolder.Save(weights, model.Shape, At("peft"), "tiny"), model.Shape));
    }

    [TorchFact]
    public void A_peft_folder_has_hugging_faces_names_and_its_order_of_rows()
    {
        var tiny = TinyModel.Variants["llama"];
        var path = tiny.Save(At("base.gguf"));
        using var model = Learnt(path, new LoraSettings { Rank = 4, Alpha = 8 });
        var weights = AdapterWeights.Of(model);
        PeftFolder.Save(weights, model.Shape, At("peft"), "org/tiny");
        using var written = SafetensorsFile.Open(Path.Combine(At("peft"), "adapter_model.safetensors"));
        Assert.Equal(16, written.Tensors.Count);
        var b = weights.Tensors["blk.1.attn_k.weight.lora_b"];
        Assert.Equal(
            HuggingFaceFolder.Unpermuted(b.Values, b.Rows, tiny.KvHeads),
            written.Values("base_model.model.model.layers.1.self_attn.k_proj.lora_B.weight")
        );
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(At("peft"), "adapter_config.json")));
        var (rank, alpha) = (config.RootElement.GetProperty("r").GetInt32(), config.RootElement.GetProperty("lora_alpha").GetSingle());
        Assert.Equal((4, 8f), (rank, alpha));
        Assert.Equal(
            ["k_proj", "o_proj", "q_proj", "v_proj"],
            config.RootElement.GetProperty("target_modules").EnumerateArray().Select(name => name.GetString())
        );
    }

    [TorchFact]
    public void A_peft_folder_that_computes_something_else_is_refused_in_one_line()
    {
        var path = TinyModel.Variants["qwen2"].Save(At("base.gguf"));
        using var model = Learnt(path, new LoraSettings { Rank = 4 });
        var folder = PeftFolder.Save(AdapterWeights.Of(model), model.Shape, At("peft"), "tiny");
        var config = Path.Combine(folder, "adapter_config.json");
        var whole = File.ReadAllText(config);
        Refused("'IA3'", whole.Replace("LORA", "IA3", StringComparison.Ordinal));
        Refused("biases", whole.Replace("\"bias\": \"none\"", "\"bias\": \"all\"", StringComparison.Ordinal));
        Refused("rank", whole.Replace("\"r\": 4", "\"r\": 5", StringComparison.Ordinal));
        Refused("'modules_to_save'", whole.Replace("\"r\": 4", "\"r\": 4, \"modules_to_save\": [\"lm_head\"]", StringComparison.Ordinal));
        Refused("cannot be read", "{");
        File.WriteAllText(config, whole);
        var tensors = Path.Combine(folder, "adapter_model.safetensors");
        File.WriteAllBytes(tensors, File.ReadAllBytes(tensors)[..^100]);
        Refused("truncated", whole);

        void Refused(string what, string configuration)
        {
            File.WriteAllText(config, configuration);
            var refused = Assert.Throws<ModelFileException>(() => PeftFolder.Read(folder, model.Shape));
            Assert.Contains(what, refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', refused.Message);
        }
    }

    private static CausalModel Learnt(string path, LoraSettings lora)
    {
        var model = CausalModel.Load(path, new CausalModelOptions { Lora = lora });
        LoraTests.Learn(model, 4);
        return model;
    }

    private static void Same(AdapterWeights expected, AdapterWeights actual)
    {
        Assert.Equal(expected.Tensors.Keys.Order(), actual.Tensors.Keys.Order());
        foreach (var (name, tensor) in expected.Tensors)
            Assert.Equal(tensor.Values, actual.Tensors[name].Values);
        Assert.Equal(expected.Settings.Scale, actual.Settings.Scale, 1e-6f);
    }

    private void Near(string what, float[] trained, float[] served)
    {
        var difference = Families.Difference(trained, served);
        output.WriteLine($"{what}: {difference:E1}");
        Assert.True(difference <= 1e-3f, $"{what}: logits differ by {difference}");
    }

    private string At(string name) => Path.Combine(_folder, name);
}
