using ChatBot.Trainer.Lora;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Model;

/// <summary>How a model is kept and what is learnt beside it.</summary>
public sealed record CausalModelOptions
{
    /// <summary>How the frozen weights are kept.</summary>
    public BaseStorage Storage { get; init; } = BaseStorage.Float32;

    /// <summary>What is learnt; null for nothing.</summary>
    public LoraSettings? Lora { get; init; }

    /// <summary>
    /// Layers, counted from the first, whose activations are computed again on the way back in place of being kept: each saves memory and
    /// costs its forward pass. Layers whose weights have to be unpacked always are.
    /// </summary>
    public int CheckpointedLayers { get; init; }

    /// <summary>Where it is computed; null for the processor.</summary>
    public Device? Device { get; init; }

    /// <summary>What is computed in; null for what the storage and the device ask for. Float64 is for checking gradients.</summary>
    internal ScalarType? Computing { get; init; }

    internal Device Place => Device ?? CPU;

    /// <summary>A GPU multiplies bfloat16 as it is; processors mostly unpack it, and then float32 is faster.</summary>
    internal ScalarType Type =>
        Computing
        ?? (Storage == BaseStorage.BFloat16 && Place.type == TorchSharp.DeviceType.CUDA ? ScalarType.BFloat16 : ScalarType.Float32);

    internal ScalarType? Kept =>
        Storage switch
        {
            BaseStorage.Float32 => Type,
            BaseStorage.BFloat16 => ScalarType.BFloat16,
            _ => null,
        };
}
