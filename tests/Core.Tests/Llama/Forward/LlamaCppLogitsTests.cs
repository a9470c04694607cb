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

    /// <summary>
    /// Rounding inputs to 8 bits is chance: for one model either program may come out some percent nearer to the exact result. Over the positions
    /// of several models the errors of two programs that round alike are alike.
    /// </summary>
    [CounterpartFact(LlamaCpp.Variable)]
    public async Task Quantised_logits_lie_within_the_error_of_llama_cpps_own_kernels()
    {
        const int Models = 4;
        int[] positions = [.. Enumerable.Range(0, GoldenLogits.Tokens.Length)];
        var golden = new Dictionary<string, float[]>();
        foreach (var kind in Enum.GetValues<TensorKind>())
        {
            TinyModel[] models = [.. Enumerable.Range(1, Models).Select(seed => TinyModel.Quantised(kind) with { Seed = seed })];
            string[] paths = [.. models.Select((tiny, i) => tiny.Save(Path.Combine(folder, $"{kind}-{i}.gguf")))];
            var theirs = await LlamaCppModel.EvaluateAsync([.. paths.Select(path => new LlamaCppModel.Evaluation(path, GoldenLogits.Tokens, positions))]);
            double our = 0, their = 0;
            for (var i = 0; i < Models; i++)
            {
                using var model = LlamaModel.Open(paths[i]);
                // The same weights without the rounding of activations: what both approximate.
                using var exactModel = LlamaModel.Open(DequantisedModel.Save(models[i], model, Path.Combine(folder, $"{kind}-{i}-exact.gguf")));
                var exact = Evaluation.Logits(exactModel, GoldenLogits.Tokens);
                our += SquaredError(Evaluation.Logits(model, GoldenLogits.Tokens), exact) / Models;
                their += SquaredError(theirs[i].Logits, exact) / Models;
            }
            (our, their) = (Math.Sqrt(our), Math.Sqrt(their));
            output.WriteLine($"{kind}: rms error ours {our:E2}, llama.cpp {their:E2}, ratio {our / their:F3}");
            Assert.True(our <= Math.Max(their * 1.03, 1e-5), $"{kind}: our error {our} against llama.cpp's {their}");
            golden[kind.ToString()] = theirs[0].Logits[^1];
        }
        GoldenLogits.Write(golden, GoldenLogits.Quantised);

        static double SquaredError(float[][] some, float[][] exact) =>
            some.Zip(exact, (a, b) => a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Average()).Average();
    }
}
