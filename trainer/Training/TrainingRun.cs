using ChatBot.Trainer.Model;
using ChatBot.Trainer.Training.Batches;
using ChatBot.Trainer.Training.Checkpoints;
using ChatBot.Trainer.Training.Metrics;
using ChatBot.Trainer.Training.Objectives;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Training;

/// <summary>One training from data to the best adapter.</summary>
public static class TrainingRun
{
    /// <summary>Fewer teach nothing that a correction would not say better.</summary>
    private const int Fewest = 2;

    /// <summary>
    /// Trains the adapter of <paramref name="model"/>, which holds the best one at the end. A training that was killed and is run again
    /// with the same data, settings and folder goes on at its last checkpoint and comes to the same adapter.
    /// </summary>
    /// <param name="model">Its adapter is changed in place.</param>
    /// <param name="data">Examples, or pairs where preferences are learnt.</param>
    /// <param name="settings">How.</param>
    /// <param name="folder">For checkpoints, <c>metrics.jsonl</c> and TensorBoard's event files: one training's own.</param>
    /// <param name="progress">Told behind every step, on the training's thread.</param>
    /// <param name="time">Of speeds and times.</param>
    /// <param name="cancellation">Ends it behind the batch in hand; a checkpoint is written first.</param>
    /// <exception cref="TrainingException">It cannot begin or go on; one line says why.</exception>
    public static Task<TrainingResult> RunAsync(
        ICausalModel model,
        TokenizedSet data,
        TrainingSettings settings,
        string folder,
        IProgress<TrainingProgress>? progress,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        settings.Require();
        // libtorch keeps its switches (gradients on or off, what to free) by thread: all of a training stays on one.
        return Task.Factory.StartNew(
            () => Run(model, data, settings, folder, progress, time, cancellation),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
    }

    private static TrainingResult Run(
        ICausalModel model,
        TokenizedSet data,
        TrainingSettings settings,
        string folder,
        IProgress<TrainingProgress>? progress,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        using var scope = NewDisposeScope();
        if (settings.Threads > 0)
            set_num_threads(settings.Threads);
        var (items, heldOut, leftOut) = Read(data, settings);
        IObjective objective =
            settings.Objective == TrainingObjective.Preference
                ? new PreferenceObjective(settings.Beta, settings.SupervisedWeight)
                : new SupervisedObjective();
        var notes = new List<string>();
        using var optimiser = new AdamW(model.Adapter, settings.WeightDecay);
        var checkpoints = new CheckpointFolder(folder, Fingerprint.Of(settings, data, model.Adapter));
        try
        {
            var begun = checkpoints.Restore(model.Adapter, optimiser, notes) ?? new TrainingState();
            using var metrics = new MetricsLog(folder, begun.Step, time);
            var order = new DataOrder(items, Rehearsal.Of(data.Rehearsed, items, objective, settings), settings);
            var validation = new Validation(model, objective, heldOut, settings, model.Adapter.Values.First().device);
            var loop = new TrainingLoop(model, objective, order, validation, optimiser, checkpoints, metrics, settings, time, progress);
            var state = loop.Run(begun, cancellation);
            KeepBest(model, state);
            return new TrainingResult(
                state.Step,
                order.Steps,
                state.Best?.Step ?? state.Step,
                state.TrainingLoss,
                state.Before?.Loss,
                state.Best?.Loss,
                state.Best is { } best ? best.Margin : state.Margin,
                state.Best is { } most ? most.Accuracy : state.Accuracy,
                state.Tokens,
                state.Seconds,
                leftOut,
                metrics.Curve,
                notes
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException(
                $"{folder} cannot be written: {e.Message.ReplaceLineEndings(" ")} Make room there and run again.",
                e
            );
        }
    }

    /// <summary>What is trained on and what is held out.</summary>
    private static (IReadOnlyList<BatchItem> Items, IReadOnlyList<BatchItem> HeldOut, LeftOutExamples LeftOut) Read(
        TokenizedSet data,
        TrainingSettings settings
    ) =>
        settings.Objective == TrainingObjective.Preference
            ? Read(
                Readable.Of,
                data.TrainPairs,
                data.ValidationPairs,
                BatchItem.Of,
                settings,
                "pair",
                "corrected answers beside the wrong ones"
            )
            : Read(Readable.Of, data.Train, data.Validation, BatchItem.Of, settings, "example", "corrections or well-rated answers");

    private static (IReadOnlyList<BatchItem>, IReadOnlyList<BatchItem>, LeftOutExamples) Read<T>(
        Func<IReadOnlyList<T>, int, Readable<T>> filter,
        IReadOnlyList<T> train,
        IReadOnlyList<T> validation,
        Func<IReadOnlyList<T>, TrainingSettings, IReadOnlyList<BatchItem>> pack,
        TrainingSettings settings,
        string one,
        string source
    )
    {
        var (read, held) = (filter(train, settings.ContextLength), filter(validation, settings.ContextLength));
        if (read.Items.Count == 0 && read.TooLong > 0)
            throw new TrainingException(
                $"None of the {read.TooLong} {one}s fits into {settings.ContextLength} tokens: "
                    + $"raise ContextLength (the longest has {read.Longest})."
            );
        if (read.Items.Count < Fewest)
            throw new TrainingException(
                $"There {(read.Items.Count == 0 ? $"is no {one}" : $"is one {one} only")} to learn from, "
                    + $"and {Fewest} are the least: approve more {source} first."
            );
        var leftOut = new LeftOutExamples(read.TooLong + held.TooLong, read.NothingToLearn + held.NothingToLearn);
        return (pack(read.Items, settings), pack(held.Items, settings), leftOut);
    }

    private static void KeepBest(ICausalModel model, TrainingState state)
    {
        using var _ = no_grad();
        foreach (var (name, best) in state.BestAdapter)
        {
            model.Adapter[name].copy_(best);
            best.Dispose();
        }
    }
}
