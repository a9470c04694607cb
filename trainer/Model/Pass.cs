using System.Globalization;
using ChatBot.Trainer.Lora;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Model;

/// <summary>What all layers of one forward pass share.</summary>
/// <param name="Rows">Examples or packs, B.</param>
/// <param name="Length">Tokens of each, T; hidden states are [B · T, width].</param>
/// <param name="Angles">Cosines and sines of the positions, [B · T, 1, turned width / 2].</param>
/// <param name="Mask">Of layers that look back upon everything; null for plain causality.</param>
/// <param name="WindowMask">Of layers that look back upon the last tokens only.</param>
/// <param name="IsAdapted">Whether what was learnt is added.</param>
/// <param name="Dropout">Share of the adapter's inputs that are zero.</param>
/// <param name="Seed">Which of them: the same seed leaves out the same ones, so that a layer can be computed again.</param>
internal sealed record Pass(
    long Rows,
    long Length,
    (Tensor Cos, Tensor Sin) Angles,
    Tensor? Mask,
    Tensor? WindowMask,
    bool IsAdapted,
    float Dropout,
    long Seed
)
{
    /// <summary>Inputs of adapters at one place of a layer, some of them zero; what is kept is not yet scaled up.</summary>
    public Tensor Dropped(Tensor x, int layer, string place)
    {
        if (Dropout == 0)
            return x;
        var seed = Draws.Of(Seed, string.Create(CultureInfo.InvariantCulture, $"{layer}:{place}"));
        using var generator = new Generator((ulong)seed, x.device);
        return x * empty(x.shape, ScalarType.Bool, x.device).bernoulli_(1 - Dropout, generator);
    }
}
