using ChatBot.Trainer.Model;
using ChatBot.Trainer.Training.Batches;
using ChatBot.Trainer.Training.Checkpoints;
using ChatBot.Trainer.Training.Metrics;
using ChatBot.Trainer.Training.Objectives;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Training;

/// <summary>
/// The loop: read some examples, ask how wrong the model is, move the adapter against the gradient; now and then measure on what is held
/// out, keep the best, save where we are. A state replaces the one before only when its step is whole, so every state is one to go on from.
/// </summary>
internal sealed class TrainingLoop(
    ICausalModel model,
    IObjective objective,
    DataOrder order,
    Validation validation,
    AdamW optimiser,
    CheckpointFolder checkpoints,
    MetricsLog metrics,
    TrainingSettings settings,
    TimeProvider time,
    IProgress<TrainingProgress>? progress
)
{
    private readonly LearningRate _rate = new(settings.PeakRate, order.Steps, settings.WarmupShare);
    private readonly Device _device = model.Adapter.Values.First().device;
    private readonly Pace _pace = new(time);
    private int _saved = -1;

    public TrainingState Run(TrainingState state, CancellationToken cancellation)
    {
        _saved = state.Step > 0 ? state.Step : -1;
        try
        {
            if (state.Before is null && validation.IsPossible)
                state = Judged(state, validation.Measure(0, cancellation));
            while (state.Step < order.Steps && !(settings.Patience > 0 && state.Stale >= settings.Patience))
            {
                state = Stepped(state, cancellation);
                if (state.Step % settings.CheckpointEvery == 0)
                    Save(state);
            }
            Save(state);
            return state;
        }
        catch (OperationCanceledException)
        {
            Save(state); // asked to stop: what was done stays done
            throw;
        }
        finally
        {
            (model.IsTraining, model.IsAdapted) = (false, true);
        }
    }

    private TrainingState Stepped(TrainingState state, CancellationToken cancellation)
    {
        var (step, tokens) = (state.Step + 1, 0);
        var (loss, margins, won) = (0.0, (double?)null, 0);
        var batches = order.At(state.Step);
        var units = batches.Sum(objective.Units);

        (model.IsTraining, model.IsAdapted) = (true, true);
        optimiser.ClearGradients();
        foreach (var (index, items) in batches.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            model.DropoutSeed = DataOrder.SeedOf(settings.Seed, step * settings.Accumulation + index);
            using var batch = PackedBatch.Of(items, _device);
            var part = objective.Loss(model, batch);
            (part.Sum / units).backward();
            loss += part.Value / units;
            margins = part.Margins is { } sum ? (margins ?? 0) + sum : margins;
            won += part.Won;
            tokens += batch.Tokens;
        }
        var norm = optimiser.Clip(settings.ClippingNorm);
        RequireNumber(loss + norm, step);
        optimiser.Step(_rate.At(state.Step), step);

        var measured = validation.IsPossible && IsMeasured(step) ? validation.Measure(step, CancellationToken.None) : null;
        var (seconds, tokensPerSecond, stepsPerSecond) = _pace.Mark(tokens);
        state = state with
        {
            Step = step,
            Tokens = state.Tokens + tokens,
            Seconds = state.Seconds + seconds,
            TrainingLoss = loss,
            Margin = margins / units,
            Accuracy = margins is null ? null : (double)won / units,
        };
        if (measured is not null)
            state = Judged(state, measured);
        var point = new CurvePoint(step, loss, _rate.At(step - 1), norm, tokensPerSecond, state.Margin, state.Accuracy, measured?.Loss);
        metrics.Add(point);
        progress?.Report(TrainingProgress.Of(point, order.Steps, TimeSpan.FromSeconds((order.Steps - step) / stepsPerSecond)));
        return state;
    }

    private bool IsMeasured(int step) => step % (settings.ValidateEvery ?? order.StepsPerEpoch) == 0 || step == order.Steps;

    /// <summary>Keeps the adapter where the held-out loss is the least so far.</summary>
    private TrainingState Judged(TrainingState state, Measurement measured)
    {
        RequireNumber(measured.Loss, measured.Step);
        state = state with { Before = state.Before ?? measured };
        if (state.Best is { } best && measured.Loss >= best.Loss)
            return state with { Stale = state.Stale + 1 };
        foreach (var old in state.BestAdapter.Values)
            old.Dispose();
        var adapter = model.Adapter.ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone().DetachFromDisposeScope());
        return state with { Best = measured, BestAdapter = adapter, Stale = 0 };
    }

    private void Save(TrainingState state)
    {
        if (state.Step == 0 || state.Step == _saved)
            return;
        checkpoints.Save(state, model.Adapter, optimiser);
        _saved = state.Step;
    }

    private void RequireNumber(double value, int step)
    {
        if (!double.IsFinite(value))
            throw new TrainingException(
                $"The loss or its gradient is not a finite number at step {step}: lower LearningRate "
                    + $"(it was {settings.PeakRate}) or look for broken weights in the base. "
                    + $"{(_saved > 0 ? $"The checkpoint of step {_saved} is kept." : "No checkpoint was there yet.")}"
            );
    }
}
