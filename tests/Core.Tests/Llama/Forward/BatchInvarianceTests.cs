using ChatBot.Llama.Files;
using ChatBot.Llama.Forward;
using ChatBot.Llama.Kernels;
using ChatBot.TestKit.Llama;

namespace ChatBot.Core.Tests.Llama.Forward;

/// <summary>What lets conversations share batches and prefixes: a token's logits are the same bits however it was computed.</summary>
public sealed class BatchInvarianceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("invariance").FullName;

    public static TheoryData<TensorKind> Kinds => [.. Enum.GetValues<TensorKind>()];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(Kinds))]
    public void Cutting_a_prompt_otherwise_changes_no_bit(TensorKind kind)
    {
        using var model = LlamaModel.Open((TinyModel.Quantised(kind) with { Layers = 1 }).Save(Path.Combine(_folder, "m.gguf")));
        var tokens = GoldenLogits.Tokens[..41];
        var whole = Evaluation.Logits(model, tokens);
        Assert.Equal(whole, Evaluation.Logits(model, tokens, together: 1, workers: 1));
        Assert.Equal(whole, Evaluation.Logits(model, tokens, together: 7));
    }

    [Fact]
    public void Company_in_the_batch_changes_no_bit()
    {
        using var model = LlamaModel.Open((new TinyModel { Kind = TensorKind.Q8_0 }).Save(Path.Combine(_folder, "m.gguf")));
        var tokens = GoldenLogits.Tokens[..40];
        var alone = Evaluation.Logits(model, tokens)[^1];

        using var pool = new WorkerPool(2);
        using var transformer = new Transformer(model, pool, 100, 2);
        using var kv = new KvPool(model.Shape, 8);
        using var first = new KvSequence(kv);
        using var second = new KvSequence(kv);
        first.TryReserve(40);
        second.TryReserve(60);
        transformer.Run([
            new Segment(second, GoldenLogits.Tokens.AsMemory(10, 33), LogitsWanted.Last),
            new Segment(first, tokens.AsMemory(0, 39), LogitsWanted.None),
        ]);
        transformer.Run([
            new Segment(second, GoldenLogits.Tokens.AsMemory(43, 9), LogitsWanted.Last),
            new Segment(first, tokens.AsMemory(39, 1), LogitsWanted.Last),
        ]);
        Assert.Equal(alone, transformer.Logits(1).ToArray());
    }
}
