using ChatBot.Trainer.Model;
using ChatBot.Trainer.Model.Tiny;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Tests.Training;

/// <summary>A frozen decoder and a low-rank change of its last states: the least that a training can be tried on.</summary>
internal sealed class AdaptedModel : ICausalModel
{
    private readonly TinyDecoder _base;
    private readonly Dictionary<string, Tensor> _adapter;

    public AdaptedModel(int vocabulary = 61, double dropout = 0, int seed = 3, ScalarType type = ScalarType.Float32)
    {
        NativeTorch.Require();
        set_num_threads(1);
        Dropout = dropout;
        _base = new TinyDecoder(new TinyShape(vocabulary, 24, 2, 3, 40), seed);
        foreach (var weight in _base.Adapter.Values)
            weight.requires_grad_(false).mul_(weight.dim() > 1 ? 12 : 1);
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed + 1);
        _adapter = new()
        {
            ["blk.1.ffn_down.weight.lora_a"] = Learnt(randn([8, 24], dtype: type, generator: generator).mul_(0.2)),
            ["blk.1.ffn_down.weight.lora_b"] = Learnt(zeros(24, 8, dtype: type)),
        };
        Type = type;
    }

    public double Dropout { get; }
    public ScalarType Type { get; }
    public int Width => _base.Width;
    public int Vocabulary => _base.Vocabulary;
    public IReadOnlyDictionary<string, Tensor> Adapter => _adapter;
    public bool IsAdapted { get; set; } = true;
    public bool IsTraining { get; set; }
    public long DropoutSeed { get; set; }

    /// <summary>The most places whose logits were asked for at once.</summary>
    public long MostLogits { get; private set; }

    public Tensor Hidden(Tensor tokens, Tensor positions, Tensor? segments = null)
    {
        using var scope = NewDisposeScope();
        var hidden = _base.Hidden(tokens, positions, segments).to_type(Type);
        if (!IsAdapted)
            return hidden.MoveToOuterDisposeScope();
        using var draw = new Generator(unchecked((ulong)DropoutSeed));
        var input = IsTraining ? hidden * rand([.. hidden.shape], generator: draw).gt(Dropout).to_type(Type) / (1 - Dropout) : hidden;
        var change = input.matmul(_adapter["blk.1.ffn_down.weight.lora_a"].t()).matmul(_adapter["blk.1.ffn_down.weight.lora_b"].t());
        return (hidden + 4 * change).MoveToOuterDisposeScope();
    }

    public Tensor Logits(Tensor hidden)
    {
        MostLogits = Math.Max(MostLogits, hidden.shape[0]);
        using var scope = NewDisposeScope();
        return hidden.matmul(_base.Adapter["token_embd.weight"].to_type(hidden.dtype).t()).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _base.Dispose();
        foreach (var tensor in _adapter.Values)
            tensor.Dispose();
    }

    private static Tensor Learnt(Tensor tensor) => tensor.requires_grad_(true).DetachFromDisposeScope();
}
