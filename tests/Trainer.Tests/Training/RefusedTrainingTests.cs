using ChatBot.Trainer.Tests.Model;
using ChatBot.Trainer.Training;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Tests.Training;

/// <summary>What cannot be trained is said in one line that tells what to do.</summary>
public sealed class RefusedTrainingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("training-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TorchFact]
    public async Task No_data() =>
        Assert.Equal(
            "There is no example to learn from, and 2 are the least: approve more corrections or well-rated answers first.",
            await RefusalAsync(Examples.Set(0), new())
        );

    [TorchFact]
    public async Task One_pair_only() =>
        Assert.Equal(
            "There is one pair only to learn from, and 2 are the least: approve more corrected answers beside the wrong ones first.",
            await RefusalAsync(Examples.Set(1), new() { Objective = TrainingObjective.Preference })
        );

    [TorchFact]
    public async Task Nothing_that_fits() =>
        Assert.Equal(
            "None of the 3 examples fits into 8 tokens: raise ContextLength (the longest has 40).",
            await RefusalAsync(
                Examples.Set(0) with
                {
                    Train = [Examples.Of(40, 30, 1), Examples.Of(20, 15, 2), Examples.Of(9, 5, 3)],
                },
                new() { ContextLength = 8 }
            )
        );

    [TorchFact]
    public async Task A_loss_that_is_no_number_ends_it_and_leaves_the_last_good_checkpoint()
    {
        using var model = new AdaptedModel();
        var settings = new TrainingSettings
        {
            ContextLength = 64,
            Steps = 10,
            CheckpointEvery = 2,
        };
        var breaks = new BreaksAt(5, () => model.Adapter.Values.First()[0, 0] = tensor(float.NaN));
        var stopped = await Assert.ThrowsAsync<TrainingException>(() =>
            TrainingRun.RunAsync(model, Examples.Set(10), settings, _folder, breaks, TimeProvider.System, default)
        );
        Assert.Contains("not a finite number at step 6: lower LearningRate", stopped.Message);
        Assert.Contains("The checkpoint of step 4 is kept.", stopped.Message);
        Assert.DoesNotContain('\n', stopped.Message);

        using var fresh = new AdaptedModel();
        var result = await TrainingRun.RunAsync(fresh, Examples.Set(10), settings, _folder, null, TimeProvider.System, default);
        Assert.Equal(10, result.Steps);
        Assert.True(double.IsFinite(result.TrainingLoss));
    }

    [Theory]
    [InlineData("LearningRate is 0: ")]
    [InlineData("LearningRate is NaN: ")]
    [InlineData("Beta is -1: ")]
    [InlineData("SupervisedWeight is -1: ")]
    [InlineData("WarmupShare is 1: ")]
    [InlineData("WeightDecay is 1: ")]
    [InlineData("ClippingNorm is 0: ")]
    [InlineData("ContextLength is 4: ")]
    [InlineData("BatchSize is 0: ")]
    [InlineData("Accumulation is 0: ")]
    [InlineData("Epochs is 0: ")]
    [InlineData("Steps is 0: ")]
    [InlineData("ValidateEvery is 0: ")]
    [InlineData("Patience is -1: ")]
    [InlineData("CheckpointEvery is 0: ")]
    [InlineData("Threads is -1: ")]
    public void Impossible_settings(string line)
    {
        var (name, number) = (line.Split(' ')[0], double.Parse(line.Split(' ')[2].TrimEnd(':')));
        var settings = new TrainingSettings();
        var property = typeof(TrainingSettings).GetProperty(name)!;
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        property.SetValue(settings, Convert.ChangeType(number, type));
        Assert.StartsWith(line, Assert.Single(settings.Problems()));
        Assert.Throws<TrainingException>(settings.Require);
        Assert.Empty(new TrainingSettings().Problems());
    }

    private async Task<string> RefusalAsync(TokenizedSet data, TrainingSettings settings)
    {
        using var model = new AdaptedModel();
        var refused = await Assert.ThrowsAsync<TrainingException>(() =>
            TrainingRun.RunAsync(model, data, settings, _folder, null, TimeProvider.System, default)
        );
        Assert.Empty(Directory.GetFiles(_folder));
        return refused.Message;
    }

    private sealed class BreaksAt(int step, Action breaks) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Step != step)
                return;
            using var _ = no_grad();
            breaks();
        }
    }
}
