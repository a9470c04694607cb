using ChatBot.Trainer.Model;
using ChatBot.Trainer.Training.Batches;
using TorchSharp;

namespace ChatBot.Trainer.Training.Objectives;

/// <summary>What a training makes small.</summary>
internal interface IObjective
{
    /// <summary>Of what the loss is a mean: tokens of answers, or pairs.</summary>
    int Units(IReadOnlyList<BatchItem> items);

    /// <summary>The loss of a batch, summed over its units.</summary>
    BatchLoss Loss(ICausalModel model, PackedBatch batch);
}

/// <summary>A batch's loss.</summary>
/// <param name="Sum">A scalar with gradients.</param>
/// <param name="Margins">Sum of the pairs' margins; null without pairs.</param>
/// <param name="Won">Pairs with a margin above 0.</param>
internal sealed record BatchLoss(torch.Tensor Sum, double? Margins = null, int Won = 0)
{
    /// <summary><see cref="Sum"/> as a number.</summary>
    public double Value
    {
        get
        {
            using var number = Sum.detach().to_type(torch.ScalarType.Float64);
            return number.item<double>();
        }
    }
}
