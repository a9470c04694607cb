using ChatBot.TestKit.Llama;
using ChatBot.Trainer.Lora;
using ChatBot.Trainer.Model;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Tests.Model;

/// <summary>Gradients beside finite differences, in 64 bits.</summary>
public sealed class GradientTests : IDisposable
{
    private const double Step = 3e-6,
        Tolerance = 1e-6;

    private readonly string _folder = Directory.CreateTempSubdirectory("gradient").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TorchFact]
    public void Of_root_mean_square_norm()
    {
        using var scope = NewDisposeScope();
        var (x, weight) = (Numbers(1, 5, 12), Numbers(2, 12));
        Check(x => Operations.RootMeanSquareNorm(x, weight, 1e-5f), x);
    }

    [TorchTheory]
    [InlineData(true, 8)]
    [InlineData(false, 8)]
    [InlineData(false, 6)] // two elements of each head stay as they are
    public void Of_rotary_embedding(bool interleaved, int turned)
    {
        using var scope = NewDisposeScope();
        using var rotary = new RotaryEmbedding(new RotaryShape(turned, 100, interleaved), CPU);
        var angles = rotary.Angles(arange(0, 5, ScalarType.Int64), ScalarType.Float64);
        var heads = Numbers(3, 5, 2, 8);
        Check(x => rotary.Turn(x, angles), heads);
        Assert.True(rotary.Turn(heads, angles).norm().allclose(heads.norm())); // turning changes no length
    }

    [TorchTheory]
    [InlineData(false, 0f, 0)]
    [InlineData(true, 0f, 0)]
    [InlineData(true, 3f, 0)]
    [InlineData(false, 0f, 3)]
    public void Of_attention(bool packed, float softCap, int window)
    {
        using var scope = NewDisposeScope();
        const int Length = 7;
        var segments = packed
            ? tensor(
                new long[,]
                {
                    { 0, 0, 0, 1, 1, 1, 1 },
                    { 0, 0, 0, 0, 0, 2, 2 },
                }
            )
            : null;
        var mask = Attention.Mask(Length, segments, window, ScalarType.Float64, CPU);
        Tensor[] inputs = [Numbers(4, 2, Length, 4, 6), Numbers(5, 2, Length, 2, 6), Numbers(6, 2, Length, 2, 6)];
        for (var which = 0; which < 3; which++)
        {
            var at = which;
            Check(
                x => Attention.Attend(at == 0 ? x : inputs[0], at == 1 ? x : inputs[1], at == 2 ? x : inputs[2], mask, 0.3f, softCap),
                inputs[at]
            );
        }
    }

    [TorchTheory]
    [InlineData("llama", false)]
    [InlineData("gemma2", false)]
    [InlineData("phi3", false)]
    [InlineData("llama", true)]
    public void Of_everything_that_is_learnt(string variant, bool checkpointed)
    {
        using var scope = NewDisposeScope();
        var tiny = TinyModel.Variants[variant] with { Width = 16, Heads = 2, KvHeads = 1, HeadWidth = 8, FeedForward = 24 };
        var extra = tiny.Extra.Where(key => !key.Key.EndsWith("dimension_count", StringComparison.Ordinal)).ToDictionary();
        using var model = CausalModel.Load(
            (tiny with { Extra = extra }).Save(Path.Combine(_folder, "model.gguf")),
            new CausalModelOptions
            {
                Computing = ScalarType.Float64,
                CheckpointedLayers = checkpointed ? 9 : 0,
                Lora = new LoraSettings
                {
                    Rank = 2,
                    Alpha = 2,
                    Dropout = 0.3f,
                    Targets = ["attn_*", "ffn_*"],
                },
            }
        );
        model.IsTraining = true;
        model.DropoutSeed = 5;
        using (no_grad())
            foreach (var (name, learnt) in model.Adapter)
                learnt.copy_(Numbers(name.Length + learnt.shape[0], learnt.shape) * 0.3);
        var tokens = tensor(
            new long[,]
            {
                { 3, 60, 9, 41, 7 },
                { 200, 12, 12, 99, 100 },
            }
        );
        var positions = tensor(
            new long[,]
            {
                { 0, 1, 2, 0, 1 },
                { 0, 1, 2, 3, 4 },
            }
        );
        var segments = tensor(
            new long[,]
            {
                { 0, 0, 0, 1, 1 },
                { 0, 0, 0, 0, 0 },
            }
        );
        var direction = Numbers(9, 10, tiny.Vocabulary);

        Loss().backward();
        foreach (var (name, learnt) in model.Adapter)
        {
            var gradient = learnt.grad!.clone();
            var way = Numbers(name.Length, learnt.shape);
            using var off = no_grad();
            learnt.add_(way, Step);
            var above = Loss().item<double>();
            learnt.add_(way, -2 * Step);
            var below = Loss().item<double>();
            learnt.add_(way, Step);
            Near((above - below) / (2 * Step), (gradient * way).sum().item<double>(), name);
        }

        Tensor Loss() => (model.Logits(model.Hidden(tokens, positions, segments).view(10, -1)) * direction).sum();
    }

    /// <summary>The derivative of a random sum of the outputs along ten random ways.</summary>
    private static void Check(Func<Tensor, Tensor> function, Tensor at)
    {
        using var direction = Numbers(7, function(at).shape);
        var leaf = at.detach().clone().requires_grad_(true);
        (function(leaf) * direction).sum().backward();
        for (var seed = 0; seed < 10; seed++)
        {
            using var off = no_grad();
            var way = Numbers(20 + seed, at.shape);
            var above = (function(at + way * Step) * direction).sum().item<double>();
            var below = (function(at - way * Step) * direction).sum().item<double>();
            Near((above - below) / (2 * Step), (leaf.grad! * way).sum().item<double>(), $"way {seed}");
        }
    }

    private static void Near(double expected, double actual, string what) =>
        Assert.True(
            Math.Abs(expected - actual) <= Tolerance * Math.Max(1, Math.Abs(expected)),
            $"{what}: the finite difference is {expected}, the gradient {actual}"
        );

    private static Tensor Numbers(long seed, params long[] extents)
    {
        using var generator = new Generator((ulong)seed, CPU);
        return randn(extents, ScalarType.Float64, generator: generator);
    }
}
