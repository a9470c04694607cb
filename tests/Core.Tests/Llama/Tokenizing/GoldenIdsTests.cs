using System.Text.Json;
using ChatBot.Llama.Tokenizing;
using ChatBot.TestKit;
using ChatBot.TestKit.Llama;

namespace ChatBot.Core.Tests.Llama.Tokenizing;

/// <summary>
/// Ids that llama.cpp gave for small vocabularies, kept in <c>golden-ids.json</c>, so that a machine without llama.cpp checks
/// them too. With llama.cpp, and <c>CHATBOT_WRITE_GOLDEN=true</c>, the file is written anew.
/// </summary>
public sealed class GoldenIdsTests
{
    private const int Merges = 300;

    private static string Beside(string file) => Path.Combine(SharedData.RepositoryRoot!, "tests/Core.Tests/Llama/Tokenizing", file);

    private static IReadOnlyList<string> Lines => new MixedText(99).Lines(60);

    [Theory]
    [InlineData("gpt-2")]
    [InlineData("smollm")]
    [InlineData("llama-bpe")]
    [InlineData("qwen2")]
    [InlineData("spm")]
    public void A_small_vocabulary_gives_the_kept_ids_of_llama_cpp(string kind)
    {
        var golden = JsonSerializer.Deserialize<Dictionary<string, int[][]>>(File.ReadAllText(Beside("golden-ids.json")))![kind];
        var tokenizer = Tokenizer.FromMetadata(TrainedVocabulary.Metadata(kind, Merges));
        Assert.Equal(Lines.Count, golden.Length);
        foreach (var (index, line) in Lines.Index())
            Assert.Equal(golden[index], tokenizer.Encode(line, addSpecial: false));
    }

    [CounterpartFact(LlamaCpp.Variable)]
    public async Task The_kept_ids_are_those_of_llama_cpp_today()
    {
        var golden = new Dictionary<string, int[][]>();
        var folder = Directory.CreateTempSubdirectory("golden");
        foreach (var kind in TrainedVocabulary.Kinds)
        {
            var path = TrainedVocabulary.Save(TrainedVocabulary.Metadata(kind, Merges), Path.Combine(folder.FullName, kind + ".gguf"));
            golden[kind] = await LlamaCpp.AskAsync<int[][]>(Beside("llama-tokenize.mjs"), Lines, path, "false");
        }

        folder.Delete(recursive: true);
        var text =
            "{\n"
            + string.Join(
                ",\n",
                golden.Select(pair =>
                    $"\"{pair.Key}\": [\n{string.Join(",\n", pair.Value.Select(ids => JsonSerializer.Serialize(ids)))}\n]"
                )
            )
            + "\n}\n";
        if (Counterpart.Find("CHATBOT_WRITE_GOLDEN") is "true")
            await File.WriteAllTextAsync(Beside("golden-ids.json"), text);
        Assert.Equal(await File.ReadAllTextAsync(Beside("golden-ids.json")), text);
    }
}
