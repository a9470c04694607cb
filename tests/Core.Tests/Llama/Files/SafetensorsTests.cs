using ChatBot.Llama.Adapters;
using ChatBot.Llama.Forward;
using ChatBot.TestKit.Llama;

namespace ChatBot.Core.Tests.Llama.Files;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("safetensors").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("llama")]
    [InlineData("llama-tied")]
    [InlineData("llama-biased")]
    [InlineData("qwen2")]
    [InlineData("qwen3")]
    public void A_hugging_face_folder_gives_the_logits_of_its_gguf_file(string variant)
    {
        var tiny = TinyModel.Variants[variant];
        using var gguf = LlamaModel.Open(tiny.Save(Path.Combine(folder, "m.gguf")));
        using var safetensors = LlamaModel.Open(HuggingFaceFolder.SaveModel(tiny, Path.Combine(folder, "hf")));
        int[] tokens = [5, 77, 200, 12];
        Assert.Equal(Evaluation.Logits(gguf, tokens)[^1], Evaluation.Logits(safetensors, tokens)[^1]);
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("qwen2")]
    public void A_peft_adapter_gives_the_logits_of_its_gguf_file(string variant)
    {
        var tiny = TinyModel.Variants[variant];
        using var model = LlamaModel.Open(tiny.Save(Path.Combine(folder, "m.gguf")));
        var tinyAdapter = new TinyAdapter(tiny) { Head = true };
        using var gguf = LoraAdapter.Open(tinyAdapter.Save(Path.Combine(folder, "a.gguf")), model);
        using var peft = LoraAdapter.Open(HuggingFaceFolder.SaveAdapter(tinyAdapter, Path.Combine(folder, "peft")), model);
        int[] tokens = [5, 77, 200, 12];
        Assert.Equal(Evaluation.Logits(model, tokens, gguf)[^1], Evaluation.Logits(model, tokens, peft)[^1]);
        Assert.NotEqual(Evaluation.Logits(model, tokens)[^1], Evaluation.Logits(model, tokens, peft)[^1]);
    }
}
