using ChatBot.Trainer.Model;
using ChatBot.Trainer.Training.Batches;
using ChatBot.Trainer.Training.Checkpoints;
using ChatBot.Trainer.Training.Objectives;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Training;

/// <summary>The same loss over what is held out: no dropout, no gradients.</summary>
internal sealed class Validation(
    ICausalModel model,
    IObjective objective,
    IReadOnlyList<BatchItem> items,
    TrainingSettings settings,
    Device device
)
{
    /// <summary>Without held-out examples there is nothing to measure.</summary>
    public bool IsPossible => items.Count > 0;

    /// <summary>Measures the model as it is behind <paramref name="step"/> steps.</summary>
    public Measurement Measure(int step, CancellationToken cancellation)
    {
        var (loss, margins, won, pairs) = (0.0, (double?)null, 0, 0);
        model.IsTraining = false;
        using var _ = no_grad();
        foreach (var part in items.Chunk(settings.BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var batch = PackedBatch.Of(part, device);
            var partLoss = objective.Loss(model, batch);
            loss += partLoss.Value;
            won += partLoss.Won;
            pairs += batch.Pairs.Count;
            if (partLoss.Margins is { } sum)
                margins = (margins ?? 0) + sum;
        }
        var units = objective.Units(items);
        return new(step, loss / units, margins / units, margins is null ? null : (double)won / pairs);
    }
}
