using System.Text;
using ChatBot.Models.Files;
using ChatBot.TestKit.Llama;

namespace ChatBot.Core.Tests.Models.Files;

public sealed class WrongFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wrong").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 134515008\n", "git lfs pull")]
    [InlineData("\n<!DOCTYPE html><html><head><title>Sign in</title>", "HTML page")]
    [InlineData("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code>", "XML")]
    [InlineData("\u0008\0\0\0\0\0\0\0{\"a\":1} ", "convert_hf_to_gguf.py")]
    [InlineData("{\"architectures\": [\"LlamaForCausalLM\"]}", "JSON")]
    [InlineData("PK\u0003\u0004\u0014\0", "zip archive")]
    [InlineData("tjgg\u0003\0\0\0", "came before GGUF")]
    [InlineData("no model", "not a GGUF file")]
    [InlineData("", "empty")]
    public void What_is_no_model_is_called_by_its_name(string content, string said)
    {
        var path = Path.Combine(_folder, "model.gguf");
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(content));
        Assert.Contains(said, Refusal(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.json", "convert_hf_to_gguf.py")]
    [InlineData("adapter_config.json", "convert_lora_to_gguf.py")]
    [InlineData("model.gguf", "name the GGUF file")]
    public void A_folder_is_told_what_to_do(string file, string said)
    {
        File.WriteAllText(Path.Combine(_folder, file), "{}");
        Assert.Contains(said, Refusal(_folder), StringComparison.Ordinal);
    }

    [Fact]
    public void An_adapter_is_no_model_and_a_model_no_adapter()
    {
        var tiny = new TinyModel();
        var model = tiny.Save(Path.Combine(_folder, "model.gguf"));
        var adapter = new TinyAdapter(tiny).Save(Path.Combine(_folder, "adapter.gguf"));
        Assert.Contains("this is an adapter", Refusal(adapter), StringComparison.Ordinal);
        var refusal = Assert.Throws<ModelFileException>(() => AdapterHeader.Open(model, ModelHeader.Open(model)));
        Assert.Contains("this is a model", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_part_of_a_split_model_is_told_to_be_joined()
    {
        var path = new TinyModel().Write().Set("split.count", (ushort)3).Save(Path.Combine(_folder, "part.gguf"));
        Assert.Contains("llama-gguf-split --merge", Refusal(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_one_line()
    {
        var path = Path.Combine(_folder, "absent.gguf");
        Assert.StartsWith(path, Refusal(path), StringComparison.Ordinal);
    }

    private static string Refusal(string path)
    {
        var message = Assert.Throws<ModelFileException>(() => ModelHeader.Open(path)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
