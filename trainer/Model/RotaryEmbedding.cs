using static TorchSharp.torch;

namespace ChatBot.Trainer.Model;

/// <summary>
/// Rotary position embedding (arXiv:2104.09864) with the scalings as llama.cpp computes them (<c>ggml_rope_ext</c>; YaRN:
/// arXiv:2309.00071): pair i of a head is turned by position × frequency i.
/// </summary>
internal sealed class RotaryEmbedding : IDisposable
{
    // Turns within the original context beyond which a frequency is left as it is, and below which it is wholly interpolated.
    private const double FastTurns = 32,
        SlowTurns = 1;

    private readonly RotaryShape _shape;
    private readonly Tensor _frequencies; // [width / 2], float64
    private readonly double _magnitude;

    public RotaryEmbedding(RotaryShape shape, Device device)
    {
        _shape = shape;
        _magnitude = shape.Magnitude * (shape.YarnContext > 0 ? 1 + 0.1 * Math.Log(shape.Factor) : 1);
        _frequencies = tensor(Frequencies(shape), ScalarType.Float64, device).DetachFromDisposeScope();
    }

    /// <summary>Radians a position turns each pair by, [width / 2].</summary>
    internal static double[] Frequencies(RotaryShape shape)
    {
        var frequencies = new double[shape.Width / 2];
        var (low, high) = shape.YarnContext > 0 ? (Pair(FastTurns, Math.Floor), Pair(SlowTurns, Math.Ceiling)) : (0, 0);
        for (var i = 0; i < frequencies.Length; i++)
        {
            var own = Math.Pow(shape.Base, -2.0 * i / shape.Width) / (shape.Factors?[i] ?? 1);
            // YaRN keeps fast frequencies, interpolates slow ones, and mixes between.
            var kept = shape.YarnContext > 0 ? 1 - Math.Clamp((i - low) / Math.Max(0.001, high - low), 0, 1) : 0;
            frequencies[i] = own * kept + own / shape.Factor * (1 - kept);
        }
        return frequencies;

        double Pair(double turns, Func<double, double> round) =>
            Math.Clamp(
                round(shape.Width * Math.Log(shape.YarnContext / (turns * 2 * Math.PI)) / (2 * Math.Log(shape.Base))),
                0,
                shape.Width - 1
            );
    }

    /// <summary>The angles' cosines and sines for positions [N]: [N, 1, width / 2] each.</summary>
    public (Tensor Cos, Tensor Sin) Angles(Tensor positions, ScalarType type)
    {
        using var angles = outer(positions.to(ScalarType.Float64), _frequencies).unsqueeze(1);
        return ((angles.cos() * _magnitude).to(type), (angles.sin() * _magnitude).to(type));
    }

    /// <summary>Turns the heads of [N, heads, head width].</summary>
    public Tensor Turn(Tensor heads, (Tensor Cos, Tensor Sin) angles)
    {
        var (tokens, count, width) = (heads.shape[0], heads.shape[1], heads.shape[2]);
        if (!_shape.IsInterleaved)
        {
            var half = _shape.Width / 2;
            var (first, second) = (heads.narrow(2, 0, half), heads.narrow(2, half, half));
            var turned = new List<Tensor>
            {
                (first * angles.Cos).addcmul_(second, angles.Sin, -1),
                (second * angles.Cos).addcmul_(first, angles.Sin, 1),
            };
            if (_shape.Width < width)
                turned.Add(heads.narrow(2, _shape.Width, width - _shape.Width));
            return cat(turned, 2);
        }
        if (_shape.Width != width)
            throw new NotSupportedException("interleaved heads are turned whole");
        var pairs = heads.view(tokens, count, width / 2, 2);
        var (even, odd) = (pairs.select(3, 0), pairs.select(3, 1));
        return stack([(even * angles.Cos).addcmul_(odd, angles.Sin, -1), (odd * angles.Cos).addcmul_(even, angles.Sin, 1)], 3)
            .view(tokens, count, width);
    }

    public void Dispose() => _frequencies.Dispose();
}
