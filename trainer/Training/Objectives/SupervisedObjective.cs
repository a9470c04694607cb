using ChatBot.Trainer.Model;
using ChatBot.Trainer.Training.Batches;

namespace ChatBot.Trainer.Training.Objectives;

/// <summary>Cross entropy of the answers' tokens, each counting the same.</summary>
internal sealed class SupervisedObjective : IObjective
{
    public int Units(IReadOnlyList<BatchItem> items) =>
        items.Sum(item => item.Rows.Sum(row => row.Sum(example => example.Tokens.Length - Math.Max(1, example.AnswerStart))));

    public BatchLoss Loss(ICausalModel model, PackedBatch batch)
    {
        using var scores = AnswerScores.Of(model, batch); // [E]
        return new(-scores.sum());
    }
}
