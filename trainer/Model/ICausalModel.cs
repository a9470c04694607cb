using static TorchSharp.torch;

namespace ChatBot.Trainer.Model;

/// <summary>A decoder whose base is frozen; gradients flow to the adapter's tensors only.</summary>
public interface ICausalModel : IDisposable
{
    /// <summary>Numbers of a hidden state.</summary>
    int Width { get; }

    /// <summary>Tokens that it knows.</summary>
    int Vocabulary { get; }

    /// <summary>States behind the last norm, for rows into which several examples may be packed.</summary>
    /// <param name="tokens">[B, T], int64.</param>
    /// <param name="positions">[B, T], int64: each example counts from 0.</param>
    /// <param name="segments">[B, T], int64: tokens attend to earlier ones of their own segment only; null where each row is one example.
    /// </param>
    /// <returns>[B, T, Width].</returns>
    Tensor Hidden(Tensor tokens, Tensor positions, Tensor? segments = null);

    /// <summary>[N, Width] → [N, Vocabulary], as the serving runtime computes them (with a soft cap where the family has one).</summary>
    Tensor Logits(Tensor hidden);

    /// <summary>The adapter's tensors by name, e.g. <c>blk.0.attn_q.weight.lora_a</c>; all of them are learnt.</summary>
    IReadOnlyDictionary<string, Tensor> Adapter { get; }

    /// <summary>False computes what the base alone would: the reference of preference optimisation.</summary>
    bool IsAdapted { get; set; }

    /// <summary>Dropout of the adapter's inputs, and activation checkpointing, are on while training.</summary>
    bool IsTraining { get; set; }

    /// <summary>
    /// Which of the adapter's inputs dropout takes in the next passes. A training loop sets it before each, from its seed and its step, so
    /// that a resumed run drops the same.
    /// </summary>
    long DropoutSeed { get; set; }
}
