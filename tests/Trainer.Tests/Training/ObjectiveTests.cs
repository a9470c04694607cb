using ChatBot.Trainer.Tests.Model;
using ChatBot.Trainer.Training;
using ChatBot.Trainer.Training.Batches;
using ChatBot.Trainer.Training.Objectives;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Tests.Training;

public sealed class ObjectiveTests
{
    private static readonly TrainingSettings Settings = new() { ContextLength = 64 };

    [TorchFact]
    public void The_supervised_loss_has_the_gradient_that_finite_differences_have() =>
        RequireGradient(new SupervisedObjective(), BatchItem.Of(Examples.Many(6), Settings));

    [TorchFact]
    public void The_preference_loss_has_the_gradient_that_finite_differences_have() =>
        RequireGradient(new PreferenceObjective(0.7, 0.5), BatchItem.Of(Examples.Pairs(4), Settings));

    [TorchFact]
    public void A_loss_in_pieces_is_the_loss_in_one()
    {
        // 40,000 tokens and more than 209 predicted places need two pieces of logits.
        using var model = new AdaptedModel(vocabulary: 40000);
        using var scope = NewDisposeScope();
        var states = randn(300, model.Width).requires_grad_(true);
        var targets = randint(0, 40000, [300], ScalarType.Int64);
        var scores = AnswerScores.OfTokens(model, states, targets);
        scores.sum().backward();
        var gradient = states.grad!.clone();

        states.grad = null;
        var whole = model.Logits(states).log_softmax(1).gather(1, targets.unsqueeze(1)).squeeze(1);
        Assert.True(model.MostLogits == 300);
        whole.sum().backward();

        Assert.True((scores - whole).abs().max().item<float>() < 1e-4);
        Assert.True((gradient - states.grad!).abs().max().item<float>() < 1e-4);
    }

    [TorchFact]
    public void Logits_are_asked_for_predicted_places_only_and_few_at_a_time()
    {
        using var model = new AdaptedModel(vocabulary: 40000);
        using var batch = PackedBatch.Of(BatchItem.Of([Examples.Of(400, 390, 1, 40000)], new TrainingSettings()), CPU);
        AnswerScores.Of(model, batch).Dispose();
        Assert.Equal(10, model.MostLogits);

        using var long_ = PackedBatch.Of(BatchItem.Of([Examples.Of(400, 1, 1, 40000)], new TrainingSettings()), CPU);
        AnswerScores.Of(model, long_).Dispose();
        Assert.Equal(AnswerScores.LogitsAtOnce / 40000, model.MostLogits);
    }

    [TorchFact]
    public void At_the_start_the_margin_is_zero_and_the_preference_loss_ln_2()
    {
        using var model = new AdaptedModel();
        using var scope = NewDisposeScope();
        using var batch = PackedBatch.Of(BatchItem.Of(Examples.Pairs(5), Settings), CPU);
        var loss = new PreferenceObjective(0.1, 0).Loss(model, batch);
        Assert.Equal(0, loss.Margins!.Value, 4);
        Assert.Equal(5 * Math.Log(2), loss.Value, 4);
    }

    /// <summary>Central differences in 64 bits, for every number of the adapter.</summary>
    private static void RequireGradient(IObjective objective, IReadOnlyList<BatchItem> items)
    {
        using var model = new AdaptedModel(type: ScalarType.Float64);
        using var scope = NewDisposeScope();
        foreach (var tensor in model.Adapter.Values)
            using (no_grad())
                tensor.add_(randn_like(tensor).mul_(0.1));
        using var batch = PackedBatch.Of(items, CPU);
        objective.Loss(model, batch).Sum.backward();

        const double Step = 1e-5;
        foreach (var tensor in model.Adapter.Values)
        {
            using var _ = no_grad();
            var (flat, gradient) = (tensor.view(-1), tensor.grad!.view(-1));
            Assert.True(gradient.abs().max().item<double>() > 1e-3);
            for (var i = 0; i < flat.shape[0]; i += 5)
            {
                var slope = (At(Step) - At(-2 * Step)) / (2 * Step);
                At(Step);
                Assert.Equal(slope, gradient[i].item<double>(), 1e-5 + 1e-5 * Math.Abs(slope));

                double At(double change)
                {
                    using var inner = NewDisposeScope();
                    flat[i].add_(change);
                    return objective.Loss(model, batch).Value;
                }
            }
        }
    }
}
