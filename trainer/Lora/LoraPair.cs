using static TorchSharp.torch;

namespace ChatBot.Trainer.Lora;

/// <summary>What is learnt for one matrix W [out, in]: A [rank, in], B [out, rank], and of DoRA a magnitude [out].</summary>
internal sealed class LoraPair : IDisposable
{
    private readonly float _scale;

    private LoraPair(Tensor a, Tensor b, Tensor? magnitude, float scale)
    {
        (A, B, Magnitude) = (a.DetachFromDisposeScope(), b.DetachFromDisposeScope(), magnitude?.DetachFromDisposeScope());
        _scale = scale;
    }

    public Tensor A { get; }

    public Tensor B { get; }

    public Tensor? Magnitude { get; }

    /// <summary>
    /// A from a uniform distribution within ±1/√in (Kaiming's with a = √5, as PEFT draws it), B zero: at first the sum is the base's.
    /// </summary>
    /// <param name="name">Of the matrix; with the seed it decides the numbers, so that another choice of targets leaves them.</param>
    /// <param name="extents">Of the matrix.</param>
    /// <param name="lengths">Of the matrix's rows, [out], where DoRA learns them.</param>
    /// <param name="settings">Rank, scale and seed.</param>
    /// <param name="type">What is learnt in.</param>
    /// <param name="device">Where.</param>
    public static LoraPair Create(
        string name,
        (long Rows, long Columns) extents,
        Tensor? lengths,
        LoraSettings settings,
        ScalarType type,
        Device device
    )
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(unchecked((ulong)Draws.Of(settings.Seed, name)), CPU);
        var bound = 1 / Math.Sqrt(extents.Columns);
        var a = empty(settings.Rank, extents.Columns, type).uniform_(-bound, bound, generator).to(device).requires_grad_(true);
        var b = zeros(extents.Rows, settings.Rank, type, device).requires_grad_(true);
        var magnitude = lengths?.clone().requires_grad_(true);
        return new LoraPair(a, b, magnitude, settings.Scale);
    }

    /// <summary>A pair from numbers at hand, of the current scope.</summary>
    public static LoraPair Of(Tensor a, Tensor b, Tensor? magnitude, float scale) => new(a, b, magnitude, scale);

    /// <summary>Adds what was learnt to the base's output, in place.</summary>
    /// <param name="output">W x, [N, out]; it is written over.</param>
    /// <param name="input">What A reads, [N, in]: x, or x with some of its elements zero.</param>
    /// <param name="kept">Share of the elements that are not.</param>
    /// <param name="weight">W, for DoRA.</param>
    public Tensor AddTo(Tensor output, Tensor input, float kept, Tensor weight)
    {
        var (a, b) = (A.to(input.dtype), B.to(input.dtype));
        var reduced = input.mm(a.t()); // [N, rank]
        // addmm_ writes into the base's output: no second [N, out] comes to be, and nothing of it is kept for the gradient.
        var sum = output.addmm_(reduced, b.t(), 1, _scale / kept);
        return Magnitude is null ? sum : sum * (Magnitude / Norm(weight.to(A.dtype))).to(input.dtype);
    }

    /// <summary>W + scale · B A, with DoRA's magnitudes: [out, in].</summary>
    public Tensor Merged(Tensor weight)
    {
        using var off = no_grad();
        var sum = addmm(weight, B, A, 1, _scale);
        return Magnitude is null ? sum : sum * (Magnitude / sum.norm(1, false, 2)).unsqueeze(1);
    }

    public void Dispose()
    {
        A.Dispose();
        B.Dispose();
        Magnitude?.Dispose();
    }

    /// <summary>
    /// Lengths of the rows of W + s·B A, [out], from small products: |w|² + 2s·b·(A w) + s²·b·(A Aᵀ) b. A constant to the gradient, as the
    /// paper has it (its section 4.3).
    /// </summary>
    private Tensor Norm(Tensor weight)
    {
        using var off = no_grad();
        var own = weight.norm(1, false, 2);
        var cross = (weight.mm(A.t()) * B).sum(1);
        var square = (B.mm(A.mm(A.t())) * B).sum(1);
        var change = cross * (2 * _scale) + square * (_scale * _scale);
        // Before anything was learnt the change is exactly zero, and the length must be the magnitude's own bits.
        return where(change == 0, own, (own * own + change).clamp_(0).sqrt());
    }
}
