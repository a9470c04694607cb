using static TorchSharp.torch;

namespace ChatBot.Trainer.Model;

/// <summary>What layers are made of, written so that autograd keeps as little as the gradients need.</summary>
internal static class Operations
{
    /// <summary>RMSNorm (arXiv:1910.07467): x / sqrt(mean(x²) + ε) · w over the last extent. Besides x one number a row is kept.</summary>
    public static Tensor RootMeanSquareNorm(Tensor x, Tensor weight, float epsilon)
    {
        var wide = x.dtype is ScalarType.BFloat16 or ScalarType.Float16 ? x.to(ScalarType.Float32) : x;
        var norm = wide.norm(-1, true, 2);
        var scale = (norm * norm / x.shape[^1] + epsilon).rsqrt();
        var result = (wide * scale).mul_(weight);
        return result.dtype == x.dtype ? result : result.to(x.dtype);
    }

    /// <summary>activation(gate) · up: SwiGLU, or GeGLU with the tanh form of GELU.</summary>
    public static Tensor Gated(Tensor gate, Tensor up, bool isGelu) =>
        (isGelu ? gate.gelu(TorchSharp.Modules.GELU.Approximate.tanh) : gate.silu()) * up;

    /// <summary>cap · tanh(x / cap); x itself where there is no cap.</summary>
    public static Tensor SoftCapped(Tensor x, float cap) => cap == 0 ? x : (x / cap).tanh() * cap;
}
