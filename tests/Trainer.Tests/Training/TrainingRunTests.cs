using ChatBot.Trainer.Tests.Model;
using ChatBot.Trainer.Training;

namespace ChatBot.Trainer.Tests.Training;

public sealed class TrainingRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("training-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TorchFact]
    public async Task Ten_examples_are_learnt_by_heart()
    {
        using var model = new AdaptedModel();
        var settings = new TrainingSettings
        {
            ContextLength = 64,
            LearningRate = 0.02,
            Steps = 300,
            WeightDecay = 0,
        };
        var result = await RunAsync(model, Examples.Set(10), settings);
        Assert.True(result.Curve[0].Loss > 2, $"{result.Curve[0].Loss}");
        Assert.True(result.TrainingLoss < 0.1, $"{result.TrainingLoss}");
        Assert.Equal((300, 300), (result.Steps, result.Curve.Count));
    }

    [TorchFact]
    public async Task Preferences_raise_the_margin()
    {
        using var model = new AdaptedModel();
        var settings = new TrainingSettings
        {
            Objective = TrainingObjective.Preference,
            LearningRate = 0.01,
            Steps = 80,
            BatchSize = 10,
        };
        var result = await RunAsync(model, Examples.Set(10), settings);
        Assert.Equal(0, result.Curve[0].Margin!.Value, 3);
        Assert.True(result.Margin > 1, $"{result.Margin}");
        Assert.Equal(1, result.Accuracy);
        Assert.True(result.TrainingLoss < result.Curve[0].Loss / 2);
    }

    [TorchFact]
    public async Task The_adapter_of_the_least_validation_loss_is_kept_and_the_training_ended_early()
    {
        using var model = new AdaptedModel();
        var settings = new TrainingSettings
        {
            ContextLength = 64,
            LearningRate = 0.05,
            Steps = 200,
            ValidateEvery = 2,
            Patience = 4,
        };
        var data = Examples.Set(10, 8) with { Validation = [.. Examples.Many(3), .. Examples.Many(9, 7)] };
        var result = await RunAsync(model, data, settings);
        Assert.InRange(result.Steps, 8, 198);
        Assert.Equal(result.Steps - 8, result.BestStep);
        var measured = result.Curve.Where(point => point.ValidationLoss is not null).Select(point => point.ValidationLoss!.Value);
        Assert.Equal(measured.Append(result.ValidationBefore!.Value).Min(), result.ValidationLoss!.Value);

        // The model holds that adapter: measured once more, as the start of another training, it has that loss.
        var again = await RunAsync(model, data, settings with { Steps = 1, Seed = 9 }, "again");
        Assert.Equal(result.ValidationLoss.Value, again.ValidationBefore!.Value, 6);
    }

    [TorchFact]
    public async Task A_seed_gives_the_same_training_to_the_bit()
    {
        var settings = new TrainingSettings { ContextLength = 30, Steps = 12 };
        using AdaptedModel one = new(dropout: 0.1),
            two = new(dropout: 0.1),
            three = new(dropout: 0.1);
        var first = await RunAsync(one, Examples.Set(20, 5), settings, "one");
        var second = await RunAsync(two, Examples.Set(20, 5), settings, "two");
        var other = await RunAsync(three, Examples.Set(20, 5), settings with { Seed = 2 }, "three");
        Assert.Equal(first.Curve.Select(point => point.Loss), second.Curve.Select(point => point.Loss));
        Assert.NotEqual(first.Curve.Select(point => point.Loss), other.Curve.Select(point => point.Loss));
    }

    [TorchFact]
    public async Task Accumulated_batches_make_the_step_of_one_large_batch()
    {
        using AdaptedModel one = new(),
            two = new();
        var settings = new TrainingSettings { Packing = false, Steps = 6 };
        var large = await RunAsync(one, Examples.Set(8), settings with { BatchSize = 8 }, "one");
        var small = await RunAsync(two, Examples.Set(8), settings with { BatchSize = 2, Accumulation = 4 }, "two");
        foreach (var (a, b) in large.Curve.Zip(small.Curve))
        {
            Assert.Equal(a.Loss, b.Loss, 1e-4);
            Assert.Equal(a.GradientNorm, b.GradientNorm, 1e-3);
        }
    }

    [TorchFact]
    public async Task Progress_tells_step_rate_speed_and_the_time_left()
    {
        using var model = new AdaptedModel();
        var told = new Told();
        var settings = new TrainingSettings
        {
            ContextLength = 64,
            Steps = 20,
            WarmupShare = 0.1,
            LearningRate = 1e-3,
        };
        await TrainingRun.RunAsync(model, Examples.Set(10, 3), settings, _folder, told, TimeProvider.System, default);
        Assert.Equal(Enumerable.Range(1, 20), told.Select(progress => progress.Step));
        Assert.Equal([5e-4, 1e-3, 1e-3], told.Take(3).Select(progress => Math.Round(progress.LearningRate, 6)));
        Assert.True(told[^1].LearningRate < 1e-4);
        Assert.All(told, progress => Assert.True(progress.TokensPerSecond > 0));
        Assert.Equal(TimeSpan.Zero, told[^1].Left);
        Assert.True(told[5].Left > told[18].Left);
    }

    [TorchFact]
    public async Task Long_examples_and_those_that_teach_nothing_are_left_out_and_counted()
    {
        using var model = new AdaptedModel();
        var equal = Examples.Pairs(1)[0];
        var data = Examples.Set(5, 2) with
        {
            Train = [.. Examples.Many(5), Examples.Of(65, 60, 1), Examples.Of(9, 9, 2)],
            Validation = [.. Examples.Many(2, 7), Examples.Of(80, 10, 3)],
            TrainPairs = [.. Examples.Pairs(3), equal with { Rejected = equal.Chosen }],
        };
        var settings = new TrainingSettings { ContextLength = 64, Steps = 2 };
        Assert.Equal(new LeftOutExamples(2, 1), (await RunAsync(model, data, settings, "one")).LeftOut);
        var pairs = settings with { Objective = TrainingObjective.Preference };
        Assert.Equal(new LeftOutExamples(0, 1), (await RunAsync(model, data, pairs, "two")).LeftOut);
    }

    private sealed class Told : List<TrainingProgress>, IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => Add(value);
    }

    private Task<TrainingResult> RunAsync(AdaptedModel model, TokenizedSet data, TrainingSettings settings, string folder = "run") =>
        TrainingRun.RunAsync(model, data, settings, Path.Combine(_folder, folder), null, TimeProvider.System, default);
}
