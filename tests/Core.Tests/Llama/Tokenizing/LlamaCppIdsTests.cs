using ChatBot.Llama.Files;
using ChatBot.Llama.Tokenizing;
using ChatBot.TestKit;
using ChatBot.TestKit.Llama;

namespace ChatBot.Core.Tests.Llama.Tokenizing;

/// <summary>The same ids as llama.cpp, on lines of everything.</summary>
public sealed class LlamaCppIdsTests : IDisposable
{
    private const int Lines = 10_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vocabulary");

    public void Dispose() => _folder.Delete(recursive: true);

    [CounterpartFact(LlamaCpp.Variable)]
    public Task A_gpt2_vocabulary_gives_the_ids_of_llama_cpp() => Compare("gpt-2");

    [CounterpartFact(LlamaCpp.Variable)]
    public Task A_smollm_vocabulary_gives_the_ids_of_llama_cpp() => Compare("smollm");

    [CounterpartFact(LlamaCpp.Variable)]
    public Task A_llama_bpe_vocabulary_gives_the_ids_of_llama_cpp() => Compare("llama-bpe");

    [CounterpartFact(LlamaCpp.Variable)]
    public Task A_qwen2_vocabulary_gives_the_ids_of_llama_cpp() => Compare("qwen2");

    [CounterpartFact(LlamaCpp.Variable)]
    public Task A_sentencepiece_vocabulary_gives_the_ids_of_llama_cpp() => Compare("spm");

    private async Task Compare(string kind)
    {
        var path = TrainedVocabulary.Save(TrainedVocabulary.Metadata(kind, merges: 2000), Path.Combine(_folder.FullName, kind + ".gguf"));
        using var file = GgufFile.Open(path);
        var tokenizer = Tokenizer.FromMetadata(file.Metadata);
        var lines = new MixedText(7).Lines(Lines);
        foreach (var special in (bool[])[false, true])
        {
            var expected = await LlamaCpp.AskAsync<int[][]>(
                Path.Combine(SharedData.RepositoryRoot!, "tests/Core.Tests/Llama/Tokenizing/llama-tokenize.mjs"),
                lines,
                path,
                special ? "true" : "false"
            );
            var wrong = lines
                .Index()
                .Where(line => !tokenizer.Encode(line.Item, addSpecial: false, special).SequenceEqual(expected[line.Index]))
                .ToList();
            Assert.True(
                wrong.Count == 0,
                $"{wrong.Count} of {Lines} lines differ (special: {special}), first {string.Join(" | ", wrong.Take(3).Select(line =>
                $"{System.Text.Json.JsonSerializer.Serialize(line.Item)} ours "
                    + $"{string.Join(' ', tokenizer.Encode(line.Item, false, special).Select(tokenizer.Vocabulary.TextOf))} theirs "
                    + $"{string.Join(' ', expected[line.Index].Select(tokenizer.Vocabulary.TextOf))}"))}"
            );
        }
    }
}
