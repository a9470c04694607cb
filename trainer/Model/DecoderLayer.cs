using ChatBot.Trainer.Lora;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Model;

/// <summary>One block of a decoder: attention and a gated feed-forward part, each normed before (and in gemma2 behind) and added.</summary>
internal sealed class DecoderLayer : IDisposable
{
    private readonly ModelShape _shape;
    private readonly int _index;
    private readonly RotaryEmbedding _rotary;
    private readonly ScalarType _type;
    private readonly Dictionary<string, FrozenMatrix> _matrices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> _vectors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LoraPair> _pairs = new(StringComparer.Ordinal);

    /// <param name="file">The weights.</param>
    /// <param name="index">Which layer.</param>
    /// <param name="rotary">Of the whole model.</param>
    /// <param name="stored">How matrices are kept; null as the file has them.</param>
    /// <param name="type">What is computed in.</param>
    /// <param name="device">Where.</param>
    public DecoderLayer(IWeightFile file, int index, RotaryEmbedding rotary, ScalarType? stored, ScalarType type, Device device)
    {
        (_shape, _index, _rotary, _type) = (file.Shape, index, rotary, type);
        foreach (var part in LayerTensors.Matrices)
        {
            if (LayerTensors.Name(index, part) is var matrix && file.Has(matrix))
                _matrices[part] = FrozenMatrix.Read(file, matrix, stored, device);
            if (LayerTensors.Name(index, part, "bias") is var bias && file.Has(bias))
                _vectors[part] = Vector(bias, type);
        }
        foreach (var part in LayerTensors.Norms)
            if (LayerTensors.Name(index, part) is var norm && file.Has(norm))
                _vectors[part] = Vector(norm, type == ScalarType.Float64 ? type : ScalarType.Float32);

        Tensor Vector(string name, ScalarType kept) => tensor(file.Vector(name)).to(kept, device).DetachFromDisposeScope();
    }

    /// <summary>Full names of the matrices.</summary>
    public IEnumerable<string> Matrices => _matrices.Keys.Select(part => LayerTensors.Name(_index, part));

    /// <summary>What is learnt in this layer.</summary>
    public IEnumerable<Tensor> Learnt =>
        _pairs.Values.SelectMany(pair => pair.Magnitude is null ? new[] { pair.A, pair.B } : [pair.A, pair.B, pair.Magnitude]);

    /// <summary>Bytes of the matrices.</summary>
    public long Bytes => _matrices.Values.Sum(matrix => matrix.Bytes);

    /// <summary>Whether matrices have to be unpacked before they are used, so that none of them may outlive the layer's pass.</summary>
    public bool IsUnpacked => !_matrices.Values.All(matrix => matrix.IsResident(_type));

    /// <summary>A matrix by its full name.</summary>
    public FrozenMatrix Matrix(string name) => _matrices[name.Split('.')[2]];

    /// <summary>Learns beside a matrix.</summary>
    public void Adapt(string name, LoraPair pair) => _pairs[name.Split('.')[2]] = pair;

    /// <summary>[B · T, width] → [B · T, width].</summary>
    public Tensor Forward(Tensor x, Pass pass)
    {
        using var scope = NewDisposeScope();
        var attended = Attend(Norm(x, "attn_norm"), pass);
        var middle = x + (_vectors.ContainsKey("post_attention_norm") ? Norm(attended, "post_attention_norm") : attended);
        var fed = Feed(Norm(middle, "ffn_norm"), pass);
        var result = middle + (_vectors.ContainsKey("post_ffw_norm") ? Norm(fed, "post_ffw_norm") : fed);
        return result.MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var owned in _matrices.Values.Concat<IDisposable>(_vectors.Values).Concat(_pairs.Values))
            owned.Dispose();
    }

    private Tensor Attend(Tensor x, Pass pass)
    {
        var width = _shape.HeadWidth;
        var dropped = Dropped(x, pass, "attn_q", "attn_k", "attn_v", "attn_qkv");
        var (q, k, v) = _matrices.ContainsKey("attn_qkv")
            ? Split(Linear("attn_qkv", x, dropped, pass))
            : (Linear("attn_q", x, dropped, pass), Linear("attn_k", x, dropped, pass), Linear("attn_v", x, dropped, pass));
        var query = _rotary.Turn(HeadNorm(Heads(q), "attn_q_norm"), pass.Angles);
        var key = _rotary.Turn(HeadNorm(Heads(k), "attn_k_norm"), pass.Angles);
        var attended = Attention.Attend(
            Rows(query),
            Rows(key),
            Rows(Heads(v)),
            _shape.SlidingWindow > 0 && _index % 2 == 0 ? pass.WindowMask : pass.Mask,
            _shape.AttentionScale,
            _shape.AttentionSoftCap
        );
        attended = attended.view(pass.Rows * pass.Length, -1);
        return Linear("attn_output", attended, Dropped(attended, pass, "attn_output"), pass);

        Tensor Heads(Tensor flat) => flat.view(flat.shape[0], -1, width);
        Tensor Rows(Tensor heads) => heads.view(pass.Rows, pass.Length, -1, width);
        Tensor HeadNorm(Tensor heads, string norm) => _vectors.ContainsKey(norm) ? Norm(heads, norm) : heads;

        (Tensor, Tensor, Tensor) Split(Tensor fused)
        {
            var (queries, keys) = (_shape.Heads * width, _shape.KvHeads * width);
            // Views of one tensor cannot be reshaped to heads in place.
            return (
                fused.narrow(1, 0, queries).contiguous(),
                fused.narrow(1, queries, keys).contiguous(),
                fused.narrow(1, queries + keys, keys).contiguous()
            );
        }
    }

    private Tensor Feed(Tensor x, Pass pass)
    {
        var dropped = Dropped(x, pass, "ffn_gate", "ffn_up");
        var up = Linear("ffn_up", x, dropped, pass);
        var inner = _matrices.ContainsKey("ffn_gate")
            ? Operations.Gated(Linear("ffn_gate", x, dropped, pass), up, _shape.IsGelu)
            : Operations.Gated(up.narrow(1, 0, _shape.FeedForward), up.narrow(1, _shape.FeedForward, _shape.FeedForward), _shape.IsGelu);
        return Linear("ffn_down", inner, Dropped(inner, pass, "ffn_down"), pass);
    }

    private Tensor Norm(Tensor x, string name) => Operations.RootMeanSquareNorm(x, _vectors[name], _shape.NormEpsilon);

    /// <summary>What the adapters of these matrices read; null where there are none, and nothing has to be drawn.</summary>
    private Tensor? Dropped(Tensor x, Pass pass, params ReadOnlySpan<string> parts)
    {
        if (!pass.IsAdapted)
            return null;
        foreach (var part in parts)
            if (_pairs.ContainsKey(part))
                return pass.Dropped(x, _index, parts[0]);
        return null;
    }

    private Tensor Linear(string part, Tensor x, Tensor? dropped, Pass pass)
    {
        var weight = _matrices[part].As(_type);
        var bias = _vectors.GetValueOrDefault(part);
        if (!pass.IsAdapted || dropped is null || !_pairs.TryGetValue(part, out var pair))
            return nn.functional.linear(x, weight, bias);
        if (pair.Magnitude is null || bias is null)
            return pair.AddTo(nn.functional.linear(x, weight, bias), dropped, 1 - pass.Dropout, weight);
        return pair.AddTo(nn.functional.linear(x, weight), dropped, 1 - pass.Dropout, weight) + bias;
    }
}
