namespace ChatBot.Trainer.Training;

/// <summary>What a training makes likelier.</summary>
public enum TrainingObjective
{
    /// <summary>The answers that people approved.</summary>
    Supervised,

    /// <summary>The answer that people wanted over the one that they got: direct preference optimisation.</summary>
    Preference,
}

/// <summary>How a training goes. What is not said has a value that suits some hundred corrections.</summary>
public sealed record TrainingSettings
{
    public TrainingObjective Objective { get; init; }

    /// <summary>β of preference optimisation: how dear it is to leave the base.</summary>
    public double Beta { get; init; } = 0.1;

    /// <summary>Weight of the wanted answer's own loss beside the preference's, so that it does not grow unlikely together with the other
    /// (Pang et al. 2024, arXiv:2404.19733).</summary>
    public double SupervisedWeight { get; init; } = 1;

    /// <summary>The highest step width; null: 2e-4, and 5e-5 for preferences.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The share of the steps in which the rate rises; behind it the rate falls to 0 along a cosine.</summary>
    public double WarmupShare { get; init; } = 0.05;

    public double WeightDecay { get; init; } = 0.01;

    /// <summary>The longest that a step's gradient may be; longer ones are shortened.</summary>
    public double ClippingNorm { get; init; } = 1;

    /// <summary>Rows (for preferences: pairs) that are computed at once.</summary>
    public int BatchSize { get; init; } = 4;

    /// <summary>Batches whose gradients make one step.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>How often each example is read.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>Steps in place of <see cref="Epochs"/>.</summary>
    public int? Steps { get; init; }

    /// <summary>Share of the tokens learnt that are rehearsed text; only where answers are learnt, not preferences.</summary>
    public double Rehearsal { get; init; } = 0.2;

    /// <summary>Tokens of a row. Longer examples are left out and counted: cut, they would be prompts that nobody ever asks.</summary>
    public int ContextLength { get; init; } = 2048;

    /// <summary>Several short examples share a row.</summary>
    public bool Packing { get; init; } = true;

    /// <summary>Steps between two measurements of the validation loss; null: once an epoch.</summary>
    public int? ValidateEvery { get; init; }

    /// <summary>Measurements without a better validation loss behind which a training ends; 0 never ends it early.</summary>
    public int Patience { get; init; } = 3;

    public int Seed { get; init; } = 1;

    /// <summary>Steps between two checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 50;

    /// <summary>Each layer is computed a second time for its gradients instead of being kept: slower, and far smaller. The model does it.
    /// </summary>
    public bool ActivationCheckpointing { get; init; }

    /// <summary>Processor threads; 0 leaves it to libtorch. Sums depend on it in their last bits.</summary>
    public int Threads { get; init; }

    /// <summary>The rate that counts.</summary>
    public double PeakRate => LearningRate ?? (Objective == TrainingObjective.Preference ? 5e-5 : 2e-4);

    /// <summary>What is wrong, one line each.</summary>
    public IEnumerable<string> Problems()
    {
        if (!Enum.IsDefined(Objective))
            yield return $"The objective {Objective} is unknown: choose Supervised or Preference.";
        if (!(PeakRate is > 0 and <= 1))
            yield return $"LearningRate is {PeakRate}: choose more than 0 and at most 1, 2e-4 for instance.";
        if (!(Beta is > 0 and <= 10))
            yield return $"Beta is {Beta}: choose more than 0 and at most 10, 0.1 for instance.";
        if (!(SupervisedWeight is >= 0 and <= 100))
            yield return $"SupervisedWeight is {SupervisedWeight}: choose 0 to 100.";
        if (!(WarmupShare is >= 0 and < 1))
            yield return $"WarmupShare is {WarmupShare}: choose 0 or more and less than 1, 0.05 for instance.";
        if (!(WeightDecay is >= 0 and < 1))
            yield return $"WeightDecay is {WeightDecay}: choose 0 or more and less than 1, 0.01 for instance.";
        if (!(ClippingNorm is > 0 && double.IsFinite(ClippingNorm)))
            yield return $"ClippingNorm is {ClippingNorm}: choose more than 0, 1 for instance.";
        if (!(Rehearsal is >= 0 and < 1))
            yield return $"Rehearsal is {Rehearsal}: choose 0 or more and less than 1, 0.2 for instance.";
        if (ContextLength is < 8 or > 1 << 20)
            yield return $"ContextLength is {ContextLength}: choose 8 to {1 << 20} tokens.";
        foreach (
            var (name, value, least) in new[]
            {
                (nameof(BatchSize), BatchSize, 1),
                (nameof(Accumulation), Accumulation, 1),
                (nameof(Epochs), Epochs, 1),
                (nameof(Steps), Steps ?? 1, 1),
                (nameof(ValidateEvery), ValidateEvery ?? 1, 1),
                (nameof(Patience), Patience, 0),
                (nameof(CheckpointEvery), CheckpointEvery, 1),
                (nameof(Threads), Threads, 0),
            }
        )
            if (value < least)
                yield return $"{name} is {value}: choose {least} or more.";
    }

    /// <summary>Refuses settings that make no training.</summary>
    /// <exception cref="TrainingException">With the first problem.</exception>
    public void Require()
    {
        if (Problems().FirstOrDefault() is { } problem)
            throw new TrainingException(problem);
    }
}
