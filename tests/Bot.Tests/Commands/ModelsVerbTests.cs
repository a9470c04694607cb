using System.Text.Json;
using ChatBot.Bot.Commands;
using ChatBot.TestKit.Llama;

namespace ChatBot.Bot.Tests.Commands;

public sealed class ModelsVerbTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("models");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Inspect_prints_one_json_object()
    {
        var path = new TinyModel().Save(Path.Combine(_folder.FullName, "tiny.gguf"));
        var (code, output, _) = await Verb.RunAsync("models", "inspect", path, "--prompt", "Hello");

        Assert.Equal(CommandLine.Done, code);
        using var printed = JsonDocument.Parse(output);
        Assert.Equal("llama", printed.RootElement.GetProperty("architecture").GetString());
        Assert.Equal("F32", printed.RootElement.GetProperty("quantisation").GetString());
        Assert.Equal(512, printed.RootElement.GetProperty("context").GetInt32());
        Assert.Equal(300, printed.RootElement.GetProperty("logits").GetArrayLength());
        Assert.Equal(8, printed.RootElement.GetProperty("tokens").GetArrayLength()); // ▁ in three bytes, then five letters
        Assert.True(printed.RootElement.GetProperty("tokensPerSecond").GetProperty("prefill").GetDouble() > 0);
        Assert.Equal(JsonValueKind.String, printed.RootElement.GetProperty("text").ValueKind);
    }

    [Fact]
    public async Task A_file_that_is_no_model_is_one_line_and_code_1()
    {
        var path = Path.Combine(_folder.FullName, "broken.gguf");
        await File.WriteAllTextAsync(path, "no model");
        var (code, output, error) = await Verb.RunAsync("models", "inspect", path);

        Assert.Equal(CommandLine.Failed, code);
        Assert.Empty(output);
        Assert.StartsWith(path, Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }
}
