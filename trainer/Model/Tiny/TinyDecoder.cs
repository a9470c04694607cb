using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ChatBot.Trainer.Model.Tiny;

/// <summary>
/// A small llama-shaped decoder that learns all of its weights: RMSNorm, rotated pairs (2i, 2i+1), SwiGLU, the head tied to the embedding.
/// Read it to see a whole language model on one screen.
/// </summary>
internal sealed class TinyDecoder : ICausalModel
{
    private readonly TinyShape _shape;
    private readonly Dictionary<string, Tensor> _weights;

    /// <summary>Random weights of a seed: normal with a deviation of 0.02, those that end a block smaller by √(2 · layers)
    /// (GPT-2).</summary>
    public TinyDecoder(TinyShape shape, int seed)
    {
        _shape = shape;
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        _weights = shape.Tensors().ToDictionary(tensor => tensor.Name, tensor => Initial(tensor.Name, tensor.Extents, generator));
    }

    public int Width => _shape.Width;

    public int Vocabulary => _shape.Vocabulary;

    /// <summary>All weights, by their names in a GGUF file.</summary>
    public IReadOnlyDictionary<string, Tensor> Adapter => _weights;

    /// <summary>Always: beneath what is learnt lies nothing.</summary>
    public bool IsAdapted
    {
        get => true;
        set
        {
            if (!value)
                throw new NotSupportedException("A model that learns all of its weights has no base.");
        }
    }

    public bool IsTraining { get; set; }

    /// <summary>Nothing is dropped here.</summary>
    public long DropoutSeed { get; set; }

    public Tensor Hidden(Tensor tokens, Tensor positions, Tensor? segments = null)
    {
        using var scope = NewDisposeScope();
        var (batch, length) = (tokens.shape[0], tokens.shape[1]);
        var rotation = Rotation(positions);
        var unseen = segments is null ? null : Unseen(segments, length);
        var x = _weights["token_embd.weight"].index_select(0, tokens.flatten()).view(batch, length, Width); // [B, T, W]
        for (var layer = 0; layer < _shape.Layers; layer++)
        {
            var block = $"blk.{layer}.";
            var normed = Norm(x, block + "attn_norm");
            var query = Rotate(Heads(Linear(normed, block + "attn_q")), rotation); // [B, H, T, D]
            var key = Rotate(Heads(Linear(normed, block + "attn_k")), rotation);
            var value = Heads(Linear(normed, block + "attn_v"));
            var mixed = scaled_dot_product_attention(query, key, value, unseen, 0, unseen is null);
            x = x + Linear(mixed.transpose(1, 2).flatten(2), block + "attn_output");
            normed = Norm(x, block + "ffn_norm");
            x = x + Linear(silu(Linear(normed, block + "ffn_gate")) * Linear(normed, block + "ffn_up"), block + "ffn_down");
        }
        return Norm(x, "output_norm").MoveToOuterDisposeScope();
    }

    public Tensor Logits(Tensor hidden) => hidden.matmul(_weights["token_embd.weight"].t());

    public void Dispose()
    {
        foreach (var weight in _weights.Values)
            weight.Dispose();
    }

    private Tensor Initial(string name, long[] extents, Generator generator)
    {
        using var _ = no_grad();
        var deviation =
            name.Contains("_output", StringComparison.Ordinal) || name.Contains("ffn_down", StringComparison.Ordinal)
                ? 0.02 / Math.Sqrt(2 * _shape.Layers)
                : 0.02;
        var weight = extents.Length == 1 ? ones(extents) : randn(extents, generator: generator).mul_(deviation);
        return weight.requires_grad_(true).DetachFromDisposeScope();
    }

    private Tensor Linear(Tensor x, string name) => linear(x, _weights[name + ".weight"]);

    private Tensor Norm(Tensor x, string name) =>
        x * (x.square().mean([-1], true) + TinyShape.Epsilon).rsqrt() * _weights[name + ".weight"];

    /// <summary>[B, T, W] → [B, H, T, D].</summary>
    private Tensor Heads(Tensor x) => x.view(x.shape[0], x.shape[1], _shape.Heads, _shape.HeadWidth).transpose(1, 2);

    /// <summary>Cosines and sines of each position's angles, [B, 1, T, D/2] (Su et al. 2021, arXiv:2104.09864).</summary>
    private (Tensor Cosine, Tensor Sine) Rotation(Tensor positions)
    {
        var half = _shape.HeadWidth / 2;
        var frequencies = Enumerable.Range(0, half).Select(i => (float)Math.Pow(TinyShape.RopeBase, -(double)i / half)).ToArray();
        var angles = positions.to_type(ScalarType.Float32).unsqueeze(-1) * tensor(frequencies, device: positions.device);
        return (angles.cos().unsqueeze(1), angles.sin().unsqueeze(1));
    }

    /// <summary>Turns the pairs (2i, 2i+1) of each head.</summary>
    private static Tensor Rotate(Tensor x, (Tensor Cosine, Tensor Sine) by)
    {
        var pairs = x.reshape([.. x.shape[..3], -1, 2]);
        var (even, odd) = (pairs.select(-1, 0), pairs.select(-1, 1));
        return stack([even * by.Cosine - odd * by.Sine, even * by.Sine + odd * by.Cosine], -1).flatten(-2);
    }

    /// <summary>[B, 1, T, T]: 0 where a token sees another, −∞ where it is later or of another segment.</summary>
    private static Tensor Unseen(Tensor segments, long length)
    {
        var same = segments.unsqueeze(2).eq(segments.unsqueeze(1));
        var earlier = ones([length, length], ScalarType.Bool, segments.device).tril();
        return zeros(same.shape, device: segments.device)
            .masked_fill(same.logical_and(earlier).logical_not(), double.NegativeInfinity)
            .unsqueeze(1);
    }
}
