using ChatBot.Llama.Adapters;
using ChatBot.Llama.Files;
using ChatBot.Llama.Forward;
using ChatBot.TestKit;
using ChatBot.TestKit.Llama;
using Xunit.Abstractions;

namespace ChatBot.Core.Tests.Llama.Forward;

/// <summary>Beside a real llama.cpp. What it said is kept in golden-logits.json, against which <see cref="GoldenLogitsTests"/> checks everywhere.</summary>
public sealed class LlamaCppLogitsTests(ITestOutputHelper output) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("llama-cpp").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [CounterpartFact(LlamaCpp.Variable)]
    public async Task Logits_equal_those_of_llama_cpp_in_every_variant_and_with_an_adapter()
    {
        var cases = new List<(string Name, string Model, string? Adapter)>();
        foreach (var (name, tiny) in TinyModel.Variants)
        {
            var model = tiny.Save(Path.Combine(folder, name + ".gguf"));
            cases.Add((name, model, null));
            cases.Add((name + "+adapter", model, new TinyAdapter(tiny) { Head = !tiny.Tied }.Save(Path.Combine(folder, name + "-adapter.gguf"))));
        }
        var theirs = await LlamaCppModel.EvaluateAsync([.. cases.Select(c => new LlamaCppModel.Evaluation(c.Model, GoldenLogits.Tokens, GoldenLogits.Positions, c.Adapter))]);
        foreach (var ((name, modelPath, adapterPath), reference) in cases.Zip(theirs))
        {
            using var model = LlamaModel.Open(modelPath);
            using var adapter = adapterPath is null ? null : LoraAdapter.Open(adapterPath, model);
            var ours = Evaluation.Logits(model, GoldenLogits.Tokens, adapter);
            var difference = GoldenLogits.Positions.Select((position, i) => Evaluation.Difference(ours[position], reference.Logits[i])).Max();
            output.WriteLine($"{name}: {difference:E2}");
            Assert.True(difference <= 1e-4f, $"{name}: logits differ by {difference}");
        }
        GoldenLogits.Write(cases.Zip(theirs).ToDictionary(pair => pair.First.Name, pair => pair.Second.Logits[^1]), GoldenLogits.Exact);
    }

    [CounterpartFact(LlamaCpp.Variable)]
    public async Task Quantised_logits_lie_within_the_error_of_llama_cpps_own_kernels()
    {
        var kinds = Enum.GetValues<TensorKind>();
        var paths = kinds.Select(kind => TinyModel.Quantised(kind).Save(Path.Combine(folder, $"{kind}.gguf"))).ToArray();
        var theirs = await LlamaCppModel.EvaluateAsync([.. paths.Select(path => new LlamaCppModel.Evaluation(path, GoldenLogits.Tokens, GoldenLogits.Positions))]);
        for (var i = 0; i < kinds.Length; i++)
        {
            using var model = LlamaModel.Open(paths[i]);
            var ours = Evaluation.Logits(model, GoldenLogits.Tokens);
            // The same weights without the rounding of activations: what both approximate.
            using var exactModel = LlamaModel.Open(DequantisedModel.Save(TinyModel.Quantised(kinds[i]), model, Path.Combine(folder, $"{kinds[i]}-exact.gguf")));
            var exact = Evaluation.Logits(exactModel, GoldenLogits.Tokens);

            var (our, their) = (Error(ours, exact), Error(GoldenLogits.Spread(theirs[i].Logits), exact));
            output.WriteLine($"{kinds[i]}: rms error ours {our:E2}, llama.cpp {their:E2}");
            Assert.True(our <= Math.Max(their * 1.1, 1e-5), $"{kinds[i]}: our error {our} against llama.cpp's {their}");
        }
        GoldenLogits.Write(kinds.Zip(theirs).ToDictionary(pair => pair.First.ToString(), pair => pair.Second.Logits[^1]), GoldenLogits.Quantised);

        static double Error(float[][] some, float[][] exact) => Math.Sqrt(GoldenLogits.Positions
            .SelectMany(p => some[p].Zip(exact[p], (a, b) => (double)(a - b) * (a - b))).Average());
    }
}
