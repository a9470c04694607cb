using static TorchSharp.torch;

namespace ChatBot.Trainer.Model;

/// <summary>
/// Activation checkpointing (arXiv:1604.06174): of a layer only its input is kept; what the gradient needs is computed again on the way
/// back, from the same numbers, dropout's choice among them.
/// </summary>
internal sealed class Recomputed : autograd.SingleTensorFunction<Recomputed>
{
    private const int FirstLearnt = 5; // behind the input, cosines, sines and the two masks

    // Native code takes the gradients after this function has returned, so they can go with the next call at the earliest.
    [ThreadStatic]
    private static List<Tensor>? _handedOver;

    public override string Name => nameof(Recomputed);

    /// <summary>[B · T, width] → [B · T, width] through <paramref name="layer"/>.</summary>
    public static Tensor Apply(DecoderLayer layer, Tensor input, Pass pass) =>
        apply([layer, pass, input, pass.Angles.Cos, pass.Angles.Sin, pass.Mask!, pass.WindowMask!, .. layer.Learnt]);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (layer, pass) = ((DecoderLayer)vars[0], (Pass)vars[1]);
        ctx.save_data("layer", layer);
        ctx.save_data("pass", pass);
        // The pass's tensors go when the forward pass ends; those saved here stay for the way back.
        ctx.save_for_backward([.. vars.Skip(2).Cast<Tensor>()]);
        return layer.Forward((Tensor)vars[2], pass);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        foreach (var taken in _handedOver ?? [])
            taken.Dispose();
        using var scope = NewDisposeScope();
        using var on = enable_grad();
        var saved = ctx.get_saved_variables();
        var pass = (Pass)ctx.get_data("pass") with { Angles = (saved[1], saved[2]), Mask = saved[3], WindowMask = saved[4] };
        var input = saved[0].detach().requires_grad_(saved[0].requires_grad);
        List<Tensor> from = input.requires_grad ? [input, .. saved.Skip(FirstLearnt)] : saved[FirstLearnt..];
        var output = ((DecoderLayer)ctx.get_data("layer")).Forward(input, pass);
        _handedOver = [.. autograd.grad([output], from, [grad_output]).Select(gradient => gradient.DetachFromDisposeScope())];
        grad_output.Dispose();
        // One for each argument of the forward pass.
        var (ofInput, ofLearnt) = input.requires_grad ? (_handedOver[0], _handedOver.Skip(1)) : (null, _handedOver);
        return [null!, null!, ofInput!, null!, null!, null!, null!, .. ofLearnt];
    }
}
