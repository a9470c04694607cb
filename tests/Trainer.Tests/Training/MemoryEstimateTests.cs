using ChatBot.Models.Files;
using ChatBot.TestKit.Llama;
using ChatBot.Trainer.Lora;
using ChatBot.Trainer.Model;
using ChatBot.Trainer.Training;

namespace ChatBot.Trainer.Tests.Training;

public sealed class MemoryEstimateTests : IDisposable
{
    private static readonly TrainingSettings Settings = new() { ContextLength = 256, Packing = false };
    private static readonly CausalModelOptions Options = new() { Lora = new LoraSettings { Rank = 8 } };

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Weights_and_what_is_learnt_are_counted_to_the_number()
    {
        var header = Header();
        var estimate = MemoryEstimate.For(header, Options, Settings);
        Assert.Equal(header.File.Parameters * 4, estimate.Weights);
        // Width 64: q and o are 64 × 64, k and v 64 × 32; A and B of rank 8 each, of two layers; weight, gradient, two moments, the best.
        Assert.Equal(2 * (2 * 128 + 2 * 96) * 8 * 4 * 5, estimate.Learnt);
        Assert.Equal(header.File.Bytes, MemoryEstimate.For(header, Options with { Storage = BaseStorage.AsStored }, Settings).Weights);
    }

    [Fact]
    public void Activations_grow_with_the_batch_and_shrink_with_layers_that_are_computed_again()
    {
        var header = Header();
        var one = Of(Settings with { BatchSize = 1 }).Activations;
        Assert.Equal(4 * one, Of(Settings with { BatchSize = 4 }).Activations);
        Assert.Equal(2 * one, Of(Settings with { BatchSize = 1, Objective = TrainingObjective.Preference }).Activations);
        Assert.Equal(2 * one, Of(Settings with { BatchSize = 1, ContextLength = 512 }).Activations);
        Assert.True(MemoryEstimate.For(header, Options with { CheckpointedLayers = 2 }, Settings with { BatchSize = 1 }).Activations < one);

        MemoryEstimate Of(TrainingSettings settings) => MemoryEstimate.For(header, Options, settings);
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_one_line_that_names_a_setting()
    {
        var estimate = MemoryEstimate.For(Header(), Options, Settings with { BatchSize = 64 });
        estimate.Require(estimate.Total);
        var refused = Assert.Throws<InsufficientMemoryException>(() => estimate.Require(100 << 20));
        Assert.Contains("100 MiB are available: lower BatchSize", refused.Message);
        Assert.DoesNotContain('\n', refused.Message);
    }

    private ModelHeader Header() => ModelHeader.Open(new TinyModel().Save(_path));
}
