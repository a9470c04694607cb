using System.Text.Json;
using ChatBot.Bot.Commands;
using ChatBot.TestKit.Learning;
using ChatBot.TestKit.Llama;

namespace ChatBot.Bot.Tests.Commands;

/// <summary>
/// <c>Model:Provider=llama</c> through the real program: models that recite what a test gives them, in the form of a reply.
/// </summary>
public sealed class AskWithModelTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ask");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_model_that_talks_nonsense_is_not_believed_and_the_sources_speak_instead()
    {
        string[] words =
        [
            "{\"no_answer\": false, \"sentences\": [{\"text\": \"Purple",
            " elephants",
            " dance",
            ".",
            "\", \"sources\": [1]}]}",
        ];
        var (code, output, _) = await AskAsync("--Model:Path", RecitingModel.Save(Path.Combine(_folder.FullName, "reciting.gguf"), words));

        Assert.Equal(CommandLine.Done, code);
        using var answer = JsonDocument.Parse(output);
        Assert.Equal("answered", answer.RootElement.GetProperty("outcome").GetString());
        var receipt = answer.RootElement.GetProperty("receipt");
        Assert.Equal("extractive", receipt.GetProperty("generator").GetString());
        Assert.Equal("extractive", receipt.GetProperty("rule").GetString());
        Assert.Contains("revert", answer.RootElement.GetProperty("answer").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_a_model_says_from_the_sources_is_the_answer()
    {
        var (code, output, _) = await AskAsync(
            "--Model:Path",
            RecitingModel.Save(Path.Combine(_folder.FullName, "reciting.gguf"), RecitingAdapters.Words)
        );

        Assert.Equal(CommandLine.Done, code);
        using var answer = JsonDocument.Parse(output);
        var receipt = answer.RootElement.GetProperty("receipt");
        Assert.Equal(
            ("llama", "first", "reciting"),
            (
                receipt.GetProperty("generator").GetString(),
                receipt.GetProperty("rule").GetString(),
                receipt.GetProperty("model").GetString()
            )
        );
        Assert.Contains(
            "A revert adds a new commit and leaves the old one in the history.",
            answer.RootElement.GetProperty("answer").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal(1, answer.RootElement.GetProperty("sources").GetArrayLength());
    }

    [Fact]
    public async Task A_model_that_finds_no_answer_says_so_for_everybody()
    {
        var (_, output, _) = await AskAsync(
            "--Model:Path",
            RecitingModel.Save(Path.Combine(_folder.FullName, "reciting.gguf"), "{\"no_answer\": true,", " \"sentences\": []}")
        );

        using var answer = JsonDocument.Parse(output);
        Assert.Equal("no_answer", answer.RootElement.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_model_that_does_not_fit_is_refused_with_what_it_takes()
    {
        var path = TinyChatModel.Save(Path.Combine(_folder.FullName, "tiny.gguf"));
        var (code, _, error) = await AskAsync("--Model:Path", path, "--Model:MemoryLimit", "100000");

        Assert.Equal(CommandLine.Failed, code);
        Assert.Contains("The model takes", error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_model_is_one_line_that_says_what_to_set()
    {
        var (code, _, error) = await AskAsync();

        Assert.Equal(CommandLine.Failed, code);
        Assert.Contains("Model:Path", error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Error)> AskAsync(params string[] settings) =>
        Verb.RunAsync([
            "ask",
            "How do I undo a commit that I already pushed?",
            "--json",
            "--Data:Directory",
            Path.Combine(_folder.FullName, "data"),
            "--Model:Provider",
            "llama",
            "--Model:Threads",
            "1",
            "--Model:Conversations",
            "1",
            "--Model:Context",
            "8192",
            .. settings,
        ]);
}
