using static TorchSharp.torch;

namespace ChatBot.Trainer.Training;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter 2019, arXiv:1711.05101), β1 0.9, β2 0.999, ε 1e-8. An own one, because all that
/// it remembers can be saved and restored to the bit.
/// </summary>
internal sealed class AdamW : IDisposable
{
    private const double Beta1 = 0.9,
        Beta2 = 0.999,
        Epsilon = 1e-8;

    private readonly IReadOnlyDictionary<string, Tensor> _weights;
    private readonly double _decay;

    /// <param name="weights">What is learnt.</param>
    /// <param name="decay">Decay of matrices; vectors (norms, biases) keep their length.</param>
    public AdamW(IReadOnlyDictionary<string, Tensor> weights, double decay)
    {
        (_weights, _decay) = (weights, decay);
        Means = weights.ToDictionary(pair => pair.Key, pair => zeros_like(pair.Value).DetachFromDisposeScope());
        Squares = weights.ToDictionary(pair => pair.Key, pair => zeros_like(pair.Value).DetachFromDisposeScope());
        foreach (var moment in Means.Values.Concat(Squares.Values))
            moment.requires_grad_(false);
    }

    /// <summary>Running mean of each weight's gradient.</summary>
    public IReadOnlyDictionary<string, Tensor> Means { get; }

    /// <summary>Running mean of its square.</summary>
    public IReadOnlyDictionary<string, Tensor> Squares { get; }

    public void ClearGradients()
    {
        foreach (var weight in _weights.Values)
            weight.grad = null;
    }

    /// <summary>Shortens the gradient of all weights together to at most <paramref name="norm"/> (Pascanu et al. 2013).</summary>
    /// <returns>Its length before; not a number, or infinite, where any of it is.</returns>
    public double Clip(double norm)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var gradients = Gradients().Select(pair => pair.Gradient).ToList();
        var length = stack(gradients.Select(gradient => gradient.to_type(ScalarType.Float64).pow(2).sum())).sum().sqrt().item<double>();
        if (length > norm)
            foreach (var gradient in gradients)
                gradient.mul_(norm / (length + 1e-6));
        return length;
    }

    /// <summary>Moves the weights against their gradients.</summary>
    /// <param name="rate">Step width.</param>
    /// <param name="step">Steps done with this one, from 1.</param>
    public void Step(double rate, int step)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (bias1, bias2) = (1 - Math.Pow(Beta1, step), 1 - Math.Pow(Beta2, step));
        foreach (var (name, weight, gradient) in Gradients())
        {
            using var temporaries = NewDisposeScope();
            var mean = Means[name].mul_(Beta1).add_(gradient, alpha: 1 - Beta1);
            var square = Squares[name].mul_(Beta2).addcmul_(gradient, gradient, value: 1 - Beta2);
            if (weight.dim() > 1)
                weight.mul_(1 - rate * _decay);
            weight.addcdiv_(mean, square.sqrt().div_(Math.Sqrt(bias2)).add_(Epsilon), value: -rate / bias1);
        }
    }

    public void Dispose()
    {
        foreach (var moment in Means.Values.Concat(Squares.Values))
            moment.Dispose();
    }

    /// <summary>Weights that had a part in the loss.</summary>
    private IEnumerable<(string Name, Tensor Weight, Tensor Gradient)> Gradients()
    {
        foreach (var (name, weight) in _weights)
            if (weight.grad is { } gradient)
                yield return (name, weight, gradient);
    }
}
