using ChatBot.Llama.Adapters;
using ChatBot.Llama.Files;
using ChatBot.Llama.Forward;
using ChatBot.TestKit;
using ChatBot.TestKit.Llama;
using Xunit.Abstractions;

namespace ChatBot.Core.Tests.Llama.Forward;

/// <summary>
/// Beside a real llama.cpp. What it said is kept in golden-logits.json, against which <see cref="GoldenLogitsTests"/> checks everywhere.
/// </summary>
public sealed class LlamaCppLogitsTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("llama-cpp").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [CounterpartFact(LlamaCpp.Variable)]
    public async Task Logits_equal_those_of_llama_cpp_in_every_variant_and_with_an_adapter()
    {
        var cases = new List<(string Name, string Model, string? Adapter)>();
        foreach (var (name, tiny) in TinyModel.Variants)
        {
            var model = tiny.Save(Path.Combine(_folder, name + ".gguf"));
            cases.Add((name, model, null));
            cases.Add(
                (name + "+adapter", model, new TinyAdapter(tiny) { Head = !tiny.Tied }.Save(Path.Combine(_folder, name + "-adapter.gguf")))
            );
        }
        var theirs = await LlamaCppModel.EvaluateAsync([
            .. cases.Select(c => new LlamaCppModel.Evaluation(c.Model, GoldenLogits.Tokens, GoldenLogits.Positions, c.Adapter)),
        ]);
        foreach (var ((name, modelPath, adapterPath), reference) in cases.Zip(theirs))
        {
            using var model = LlamaModel.Open(modelPath);
            using var adapter = adapterPath is null ? null : LoraAdapter.Open(adapterPath, model);
            var ours = Evaluation.Logits(model, GoldenLogits.Tokens, adapter);
            var difference = GoldenLogits
                .Positions.Select((position, i) => Evaluation.Difference(ours[position], reference.Logits[i]))
                .Max();
            output.WriteLine($"{name}: {difference:E2}");
            Assert.True(difference <= 1e-4f, $"{name}: logits differ by {difference}");
        }
        GoldenLogits.Write(cases.Zip(theirs).ToDictionary(pair => pair.First.Name, pair => pair.Second.Logits[^1]), GoldenLogits.Exact);
    }

    [CounterpartFact(LlamaCpp.Variable)]
    public async Task Quantised_logits_lie_within_the_error_of_llama_cpps_own_kernels()
    {
        var golden = new Dictionary<string, float[]>();
        foreach (var kind in Enum.GetValues<TensorKind>())
        {
            var models = Seeds(TinyModel.Quantised(kind));
            golden[kind.ToString()] = await CompareAsync(
                kind.ToString(),
                models,
                [.. models.Select((tiny, i) => tiny.Save(Path.Combine(_folder, $"{kind}-{i}.gguf")))]
            );
        }
        GoldenLogits.Write(golden, GoldenLogits.Quantised);
    }

    /// <summary>Rows of 288 are no whole blocks of 256, as SmolLM's 576 are not: such matrices fall back to other kinds.</summary>
    [CounterpartFact(LlamaCpp.Variable)]
    public async Task Files_that_llama_cpp_quantised_are_answered_as_by_llama_cpp()
    {
        var models = Seeds(
            new TinyModel
            {
                Width = 288,
                Heads = 9,
                KvHeads = 3,
                HeadWidth = 32,
                FeedForward = 512,
                Tied = true,
            }
        );
        foreach (
            var (mix, fallback) in new[]
            {
                (LlamaCppQuantiser.Mix.Q4_K_M, TensorKind.Q5_0),
                (LlamaCppQuantiser.Mix.Q5_K_M, TensorKind.Q5_1),
                (LlamaCppQuantiser.Mix.Q6_K, TensorKind.Q8_0),
                (LlamaCppQuantiser.Mix.IQ4_NL, TensorKind.IQ4_NL),
            }
        )
        {
            string[] paths = [.. models.Select((_, i) => Path.Combine(_folder, $"{mix}-{i}.gguf"))];
            for (var i = 0; i < models.Length; i++)
                LlamaCppQuantiser.Quantise(models[i].Save(Path.Combine(_folder, $"{i}.gguf")), paths[i], mix);
            using (var model = LlamaModel.Open(paths[0]))
            {
                output.WriteLine(
                    string.Join(", ", model.File.Tensors.Values.Where(tensor => tensor.Dims.Count > 1).CountBy(tensor => tensor.Kind))
                );
                Assert.Contains(model.File.Tensors.Values, tensor => tensor.Kind == fallback);
            }
            await CompareAsync(mix.ToString(), models, paths);
        }
    }

    private static TinyModel[] Seeds(TinyModel tiny) => [.. Enumerable.Range(1, 4).Select(seed => tiny with { Seed = seed })];

    /// <summary>
    /// Rounding inputs to 8 bits is chance: for one model either program may come out some percent nearer to the exact result. Over the
    /// positions
    /// of several models the errors of two programs that round alike are alike. Returns llama.cpp's last logits of the first model.
    /// </summary>
    private async Task<float[]> CompareAsync(string name, TinyModel[] models, string[] paths)
    {
        int[] positions = [.. Enumerable.Range(0, GoldenLogits.Tokens.Length)];
        var theirs = await LlamaCppModel.EvaluateAsync([
            .. paths.Select(path => new LlamaCppModel.Evaluation(path, GoldenLogits.Tokens, positions)),
        ]);
        double our = 0,
            their = 0;
        for (var i = 0; i < models.Length; i++)
        {
            using var model = LlamaModel.Open(paths[i]);
            // The same weights without the rounding of activations: what both approximate.
            using var exactModel = LlamaModel.Open(DequantisedModel.Save(models[i], model, Path.Combine(_folder, "exact.gguf")));
            var exact = Evaluation.Logits(exactModel, GoldenLogits.Tokens);
            our += SquaredError(Evaluation.Logits(model, GoldenLogits.Tokens), exact) / models.Length;
            their += SquaredError(theirs[i].Logits, exact) / models.Length;
        }
        (our, their) = (Math.Sqrt(our), Math.Sqrt(their));
        output.WriteLine($"{name}: rms error ours {our:E2}, llama.cpp {their:E2}, ratio {our / their:F3}");
        Assert.True(our <= Math.Max(their * 1.03, 1e-5), $"{name}: our error {our} against llama.cpp's {their}");
        return theirs[0].Logits[^1];

        static double SquaredError(float[][] some, float[][] exact) =>
            some.Zip(exact, (a, b) => a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Average()).Average();
    }
}
