using ChatBot.Models.Files;
using ChatBot.Models.Llama;
using ChatBot.TestKit;
using ChatBot.TestKit.Llama;
using Xunit.Abstractions;

namespace ChatBot.Core.Tests.Models.Llama;

/// <summary>Beside another build of llama.cpp: the same ids, logits and text.</summary>
public sealed class LlamaCppTests(ITestOutputHelper output) : IDisposable
{
    private const string Prompt = "Hi w260 w261, the 3 commits\nof w270 w299 é <s> w262";

    private readonly string _folder = Directory.CreateTempSubdirectory("llama-cpp").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [CounterpartFact(LlamaCpp.Variable)]
    public async Task Every_variant_says_what_llama_cpp_says_with_and_without_an_adapter()
    {
        var cases = new List<LlamaCppModel.Evaluation> { new(TinyChatModel.Save(At("chat.gguf")), Prompt, Greedy: 32) };
        foreach (var (name, tiny) in TinyModel.Variants)
        {
            var model = tiny.Save(At(name + ".gguf"));
            cases.Add(new(model, Prompt, Greedy: 32));
            cases.Add(new(model, Prompt, new TinyAdapter(tiny) { Head = !tiny.Tied }.Save(At(name + "+adapter.gguf")), 32));
        }
        await Compare(cases);
    }

    [CounterpartFact(LlamaCpp.Variable)]
    public Task Every_kind_of_weights_says_what_llama_cpp_says() =>
        Compare([
            .. Quantiser.Kinds.Select(kind => new LlamaCppModel.Evaluation(
                TinyModel.Quantised(kind).Save(At($"{kind}.gguf")),
                Prompt,
                Greedy: 32
            )),
        ]);

    [SharedCounterpartFact("stories260k", LlamaCpp.Variable)]
    public Task A_trained_model_tells_llama_cpps_story() =>
        Compare([new(Stories260kModel.Save(SharedData.PathOf("stories260k"), At("stories.gguf")), "Once upon a time", Greedy: 32)]);

    private async Task Compare(IReadOnlyList<LlamaCppModel.Evaluation> cases)
    {
        foreach (var (asked, theirs) in cases.Zip(await LlamaCppModel.EvaluateAsync(cases)))
        {
            var name = Path.GetFileNameWithoutExtension(asked.Adapter ?? asked.Model);
            var ours = ModelInspection.Of(asked.Model, asked.Prompt, asked.Adapter, TimeProvider.System);
            Assert.Equal(theirs.Tokens, ours.Tokens!);
            var difference = ours.Logits!.Zip(theirs.Logits, (a, b) => Math.Abs(a - b)).Max();
            output.WriteLine($"{name}: {difference:E1}");
            // Processors with instructions for BF16 multiply it otherwise than those without, and builds use them or not.
            Assert.True(difference <= (name == "BF16" ? 0.1f : 1e-3f), $"{name}: logits differ by {difference}");
            using var model = LoadedModel.Load(ModelHeader.Open(asked.Model));
            var text = model.Decoder();
            text.AddRange(theirs.Greedy.TakeWhile(token => !model.Ends(token)).Select(token => (LLama.Native.LLamaToken)token));
            Assert.Equal((name, text.Read()), (name, ours.Text));
        }
    }

    private string At(string name) => Path.Combine(_folder, name);
}
