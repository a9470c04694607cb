using ChatBot.Llama.Adapters;
using ChatBot.Llama.Files;
using ChatBot.Llama.Forward;
using ChatBot.TestKit.Llama;

namespace ChatBot.Core.Tests.Llama.Forward;

/// <summary>Beside what llama.cpp said when <see cref="LlamaCppLogitsTests"/> last ran with it.</summary>
public sealed class GoldenLogitsTests : IDisposable
{
    private static readonly IReadOnlyDictionary<string, float[]> Exact = GoldenLogits.Read(
        typeof(GoldenLogitsTests).Assembly,
        GoldenLogits.Exact
    );
    private static readonly IReadOnlyDictionary<string, float[]> Quantised = GoldenLogits.Read(
        typeof(GoldenLogitsTests).Assembly,
        GoldenLogits.Quantised
    );

    private readonly string _folder = Directory.CreateTempSubdirectory("golden").FullName;

    public static TheoryData<string> Variants => [.. TinyModel.Variants.Keys];

    public static TheoryData<TensorKind> Kinds => [.. Enum.GetValues<TensorKind>()];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(Variants))]
    public void Logits_equal_the_reference(string variant)
    {
        var tiny = TinyModel.Variants[variant];
        using var model = LlamaModel.Open(tiny.Save(Path.Combine(_folder, "model.gguf")));
        Assert.InRange(Difference(Exact[variant], Evaluation.Logits(model, GoldenLogits.Tokens)[^1]), 0, 1e-4f);
    }

    [Theory, MemberData(nameof(Variants))]
    public void Logits_with_an_adapter_equal_the_reference(string variant)
    {
        var tiny = TinyModel.Variants[variant];
        using var model = LlamaModel.Open(tiny.Save(Path.Combine(_folder, "model.gguf")));
        using var adapter = LoraAdapter.Open(
            new TinyAdapter(tiny) { Head = !tiny.Tied }.Save(Path.Combine(_folder, "adapter.gguf")),
            model
        );
        var logits = Evaluation.Logits(model, GoldenLogits.Tokens, adapter)[^1];
        Assert.InRange(Difference(Exact[variant + "+adapter"], logits), 0, 1e-4f);
        Assert.True(Difference(Exact[variant], logits) > 0.05, "the adapter changed nothing");
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Quantised_logits_lie_near_the_reference(TensorKind kind)
    {
        using var model = LlamaModel.Open(TinyModel.Quantised(kind).Save(Path.Combine(_folder, "model.gguf")));
        var (golden, ours) = (Quantised[kind.ToString()], Evaluation.Logits(model, GoldenLogits.Tokens)[^1]);
        var error = Math.Sqrt(golden.Zip(ours, (a, b) => (double)(a - b) * (a - b)).Average());
        Assert.InRange(error, 0, kind == TensorKind.F32 ? 1e-5 : 0.12); // both round their inputs, each in its own way, by 0.04 to 0.06
    }

    private static float Difference(float[] golden, float[] logits) => Evaluation.Difference(golden, logits.AsSpan(0, golden.Length));
}
