using System.Text.Json.Serialization;
using TorchSharp;

namespace ChatBot.Trainer.Training.Checkpoints;

/// <summary>
/// What a training knows besides the adapter and the optimiser. Randomness is no part of it: the order of the data and the dropout of a
/// step follow from the seed and the step.
/// </summary>
internal sealed record TrainingState
{
    /// <summary>Steps done.</summary>
    public int Step { get; init; }

    public long Tokens { get; init; }

    public double Seconds { get; init; }

    public double TrainingLoss { get; init; }

    public double? Margin { get; init; }

    public double? Accuracy { get; init; }

    /// <summary>Of the untrained adapter.</summary>
    public Measurement? Before { get; init; }

    /// <summary>The least validation loss so far.</summary>
    public Measurement? Best { get; init; }

    /// <summary>Measurements since.</summary>
    public int Stale { get; init; }

    /// <summary>The adapter of <see cref="Best"/>; stored as tensors, not in the header.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, torch.Tensor> BestAdapter { get; init; } = new Dictionary<string, torch.Tensor>();
}

/// <summary>A validation.</summary>
internal sealed record Measurement(int Step, double Loss, double? Margin, double? Accuracy);
