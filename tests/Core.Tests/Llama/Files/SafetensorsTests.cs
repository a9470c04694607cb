using System.Text.Json.Nodes;
using ChatBot.Llama.Adapters;
using ChatBot.Llama.Files;
using ChatBot.Llama.Forward;
using ChatBot.TestKit.Llama;

namespace ChatBot.Core.Tests.Llama.Files;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("safetensors").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("llama")]
    [InlineData("llama-tied")]
    [InlineData("llama-biased")]
    [InlineData("qwen2")]
    [InlineData("qwen3")]
    public void A_hugging_face_folder_gives_the_logits_of_its_gguf_file(string variant)
    {
        var tiny = TinyModel.Variants[variant];
        using var gguf = LlamaModel.Open(tiny.Save(Path.Combine(_folder, "m.gguf")));
        using var safetensors = LlamaModel.Open(HuggingFaceFolder.SaveModel(tiny, Path.Combine(_folder, "hf")));
        int[] tokens = [5, 77, 200, 12];
        Assert.Equal(Evaluation.Logits(gguf, tokens)[^1], Evaluation.Logits(safetensors, tokens)[^1]);
    }

    [Fact]
    public void Shards_are_one_model()
    {
        var tiny = TinyModel.Variants["llama"];
        using var whole = LlamaModel.Open(HuggingFaceFolder.SaveModel(tiny, Path.Combine(_folder, "whole")));
        var shards = HuggingFaceFolder.SaveModel(tiny, Path.Combine(_folder, "shards"), shards: 3);
        using (var model = LlamaModel.Open(shards))
            Assert.Equal(Evaluation.Logits(whole, [5, 77, 200])[^1], Evaluation.Logits(model, [5, 77, 200])[^1]);
        File.Delete(Path.Combine(shards, "model-00002-of-00003.safetensors"));
        Assert.Contains("model-00002-of-00003", Assert.Throws<ModelFileException>(() => LlamaModel.Open(shards)).Message);
    }

    /// <summary>Fast pairs keep their frequency, slow ones turn slower by the whole factor, between lies a ramp.</summary>
    [Fact]
    public unsafe void Llama_3s_scaling_becomes_the_factors_that_a_gguf_file_carries()
    {
        var hf = HuggingFaceFolder.SaveModel(TinyModel.Variants["llama"], Path.Combine(_folder, "hf"));
        Change(
            hf,
            config =>
                config["rope_scaling"] = JsonNode.Parse(
                    """
                    {
                      "rope_type": "llama3",
                      "factor": 8.0,
                      "low_freq_factor": 1.0,
                      "high_freq_factor": 4.0,
                      "original_max_position_embeddings": 2048
                    }
                    """
                )
        );
        using var model = LlamaModel.Open(hf);
        var tensor = model.File.Tensors["rope_freqs.weight"];
        var factors = new ReadOnlySpan<float>(model.File.Data(tensor), 8).ToArray();
        // Wavelengths 2π·10000^(i/8): below 512 kept, above 2048 divided by 8; pair 5's 1987 lies 0.0103 up the ramp.
        Assert.Equal([1, 1, 1, 1], factors[..4]);
        Assert.Equal([8, 8], factors[6..]);
        Assert.Equal(1 / (0.9897 / 8 + 0.0103), factors[5], 0.01);
        Assert.InRange(factors[4], 1, factors[5]);
    }

    [Theory]
    [InlineData("architectures", """["PhiForCausalLM"]""", "PhiForCausalLM")]
    [InlineData("hidden_act", "\"gelu\"", "gelu")]
    [InlineData("partial_rotary_factor", "0.5", "rotated")]
    [InlineData("sliding_window", "16", "sliding window")]
    [InlineData("rope_scaling", """{ "rope_type": "longrope", "short_factor": [1], "long_factor": [1] }""", "longrope")]
    [InlineData("rope_scaling", """{ "type": "dynamic", "factor": 2 }""", "dynamic")]
    [InlineData("rope_scaling", """{ "rope_type": "yarn", "factor": 4, "mscale": 0.7 }""", "mscale")]
    public void Settings_that_would_change_the_answers_are_refused_by_name(string key, string value, string named)
    {
        var hf = HuggingFaceFolder.SaveModel(TinyModel.Variants["llama"], Path.Combine(_folder, "hf"));
        Change(hf, config => config[key] = JsonNode.Parse(value));
        Assert.Contains(named, Assert.Throws<ModelFileException>(() => LlamaModel.Open(hf)).Message);
    }

    [Fact]
    public void A_head_that_is_neither_there_nor_tied_is_refused()
    {
        var hf = HuggingFaceFolder.SaveModel(TinyModel.Variants["llama-tied"], Path.Combine(_folder, "hf"));
        Change(hf, config => config["tie_word_embeddings"] = false);
        Assert.Contains("lm_head.weight", Assert.Throws<ModelFileException>(() => LlamaModel.Open(hf)).Message);
    }

    [Theory]
    [InlineData("llama.rope.scaling.type", "longrope", "longrope")]
    [InlineData("llama.expert_count", 8u, "experts")]
    [InlineData("split.count", (ushort)3, "--merge")]
    [InlineData("general.architecture", "phi3", "phi3")]
    public void So_they_are_in_a_gguf_file(string key, object value, string named)
    {
        var path = (TinyModel.Variants["llama"] with { Extra = new Dictionary<string, object> { [key] = value } }).Save(
            Path.Combine(_folder, "m.gguf")
        );
        Assert.Contains(named, Assert.Throws<ModelFileException>(() => LlamaModel.Open(path)).Message);
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("qwen2")]
    public void A_peft_adapter_gives_the_logits_of_its_gguf_file(string variant)
    {
        var tiny = TinyModel.Variants[variant];
        using var model = LlamaModel.Open(tiny.Save(Path.Combine(_folder, "m.gguf")));
        var tinyAdapter = new TinyAdapter(tiny) { Head = true };
        using var gguf = LoraAdapter.Open(tinyAdapter.Save(Path.Combine(_folder, "a.gguf")), model);
        using var peft = LoraAdapter.Open(HuggingFaceFolder.SaveAdapter(tinyAdapter, Path.Combine(_folder, "peft")), model);
        int[] tokens = [5, 77, 200, 12];
        Assert.Equal(Evaluation.Logits(model, tokens, gguf)[^1], Evaluation.Logits(model, tokens, peft)[^1]);
        Assert.NotEqual(Evaluation.Logits(model, tokens)[^1], Evaluation.Logits(model, tokens, peft)[^1]);
    }

    private static void Change(string hf, Action<JsonObject> change)
    {
        var path = Path.Combine(hf, "config.json");
        var config = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        change(config);
        File.WriteAllText(path, config.ToJsonString());
    }
}
