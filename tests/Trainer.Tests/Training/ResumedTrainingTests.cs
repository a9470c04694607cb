using ChatBot.TestKit.Storage;
using ChatBot.Trainer.Tests.Model;
using ChatBot.Trainer.Training;

namespace ChatBot.Trainer.Tests.Training;

public sealed class ResumedTrainingTests : IDisposable
{
    private const int Steps = 24;

    private static readonly TrainingSettings Settings = new()
    {
        ContextLength = 30,
        Steps = Steps,
        BatchSize = 2,
        Accumulation = 2,
        ValidateEvery = 5,
        Patience = 0,
        CheckpointEvery = 3,
        LearningRate = 5e-3,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("training-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TorchTheory]
    [InlineData(TrainingObjective.Supervised)]
    [InlineData(TrainingObjective.Preference)]
    public async Task A_training_that_is_killed_again_and_again_comes_to_the_same_adapter(TrainingObjective objective)
    {
        var settings = Settings with { Objective = objective, Steps = 60, CheckpointEvery = 2 };
        var (whole, adapter) = await TrainAsync("whole", settings, null);
        var random = new Random(17);
        var kills = 0;
        while (true)
        {
            try
            {
                var (result, resumed) = await TrainAsync("killed", settings, new KilledAfter(random.Next(1, 5)));
                Assert.True(kills >= 20, $"{kills}");
                Assert.Equal(whole.Curve.Select(Numbers), result.Curve.Select(Numbers));
                Assert.Equal((whole.ValidationLoss, whole.BestStep, whole.Tokens), (result.ValidationLoss, result.BestStep, result.Tokens));
                Assert.Equal(adapter, resumed);
                return;
            }
            catch (KilledException)
            {
                kills++;
            }
        }

        static (int, double, double, double?, double?) Numbers(CurvePoint point) =>
            (point.Step, point.Loss, point.GradientNorm, point.Margin, point.ValidationLoss);
    }

    [TorchFact]
    public async Task Asked_to_stop_it_saves_the_last_whole_step_first()
    {
        var (whole, adapter) = await TrainAsync("whole", Settings, null);
        using (var stop = new CancellationTokenSource())
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                TrainAsync(
                    "stopped",
                    Settings,
                    new Told(progress =>
                    {
                        if (progress.Step == 7)
                            stop.Cancel();
                    }),
                    stop.Token
                )
            );
        var first = 0;
        var (result, resumed) = await TrainAsync("stopped", Settings, new Told(progress => first = first == 0 ? progress.Step : first));
        Assert.Equal(8, first);
        Assert.Equal(adapter, resumed);
        Assert.Equal(whole.TrainingLoss, result.TrainingLoss);
    }

    [TorchFact]
    public async Task A_finished_training_that_is_run_again_gives_its_result_at_once()
    {
        var (whole, adapter) = await TrainAsync("whole", Settings, null);
        var (again, same) = await TrainAsync("whole", Settings, new KilledAfter(1));
        Assert.Equal(adapter, same);
        Assert.Equal((whole.BestStep, whole.ValidationLoss, whole.Curve.Count), (again.BestStep, again.ValidationLoss, again.Curve.Count));
    }

    [TorchTheory]
    [InlineData("cut off")]
    [InlineData("a bit is turned in the tensors")]
    [InlineData("a bit is turned in the header")]
    [InlineData("empty")]
    public async Task A_damaged_checkpoint_is_skipped_for_the_one_before(string damage)
    {
        var (whole, adapter) = await TrainAsync("whole", Settings, null);
        await Assert.ThrowsAsync<KilledException>(() => TrainAsync("run", Settings, new KilledAfter(8)));
        var newest = Directory.GetFiles(Path.Combine(_folder, "run"), "checkpoint-*").Order().Last();
        Assert.EndsWith("checkpoint-00000006.safetensors", newest);
        var bytes = File.ReadAllBytes(newest);
        if (damage.StartsWith("a bit", StringComparison.Ordinal))
            bytes[damage.EndsWith("header", StringComparison.Ordinal) ? 150 : ^5] ^= 4;
        File.WriteAllBytes(
            newest,
            damage == "empty" ? []
                : damage == "cut off" ? bytes[..^100]
                : bytes
        );

        var first = 0;
        var (result, resumed) = await TrainAsync("run", Settings, new Told(progress => first = first == 0 ? progress.Step : first));
        Assert.Equal(4, first);
        Assert.Contains("checkpoint-00000006.safetensors is damaged", Assert.Single(result.Notes));
        Assert.Equal(adapter, resumed);
        Assert.Equal(whole.TrainingLoss, result.TrainingLoss);
    }

    [TorchFact]
    public async Task Checkpoints_of_another_training_are_refused()
    {
        await TrainAsync("run", Settings, null);
        var refused = await Assert.ThrowsAsync<TrainingException>(() => TrainAsync("run", Settings with { Seed = 5 }, null));
        Assert.Contains("another folder", refused.Message);
    }

    [TorchFact]
    public async Task A_full_disk_is_said_in_one_line_and_leaves_the_older_checkpoint()
    {
        using var disk = SmallDisk.TryMount(2);
        if (disk is null)
            return; // this account may not mount one
        var (whole, adapter) = await TrainAsync("whole", Settings, null);
        var fills = new Told(progress =>
        {
            if (progress.Step == 5)
                disk.Fill();
        });
        var full = await Assert.ThrowsAsync<TrainingException>(() => TrainAsync(disk.Folder, Settings, fills));
        Assert.DoesNotContain('\n', full.Message);
        Assert.Contains("Make room", full.Message);

        disk.Free();
        var first = 0;
        var (result, resumed) = await TrainAsync(disk.Folder, Settings, new Told(progress => first = first == 0 ? progress.Step : first));
        Assert.Equal(4, first);
        Assert.Equal(adapter, resumed);
        Assert.Equal(whole.ValidationLoss, result.ValidationLoss);
    }

    private async Task<(TrainingResult Result, float[] Adapter)> TrainAsync(
        string folder,
        TrainingSettings settings,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellation = default
    )
    {
        using var model = new AdaptedModel(dropout: 0.1);
        folder = Path.Combine(_folder, folder);
        var result = await TrainingRun.RunAsync(model, Examples.Set(18, 4), settings, folder, progress, TimeProvider.System, cancellation);
        return (result, [.. model.Adapter.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value.data<float>().ToArray())]);
    }

    /// <summary>Ends a training in the middle, as a killed process does: nothing is saved any more.</summary>
    private sealed class KilledAfter(int steps) : IProgress<TrainingProgress>
    {
        private int _left = steps;

        public void Report(TrainingProgress value)
        {
            if (--_left == 0)
                throw new KilledException();
        }
    }

    private sealed class KilledException : Exception;

    private sealed class Told(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => tell(value);
    }
}
