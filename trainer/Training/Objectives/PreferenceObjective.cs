using ChatBot.Trainer.Model;
using ChatBot.Trainer.Training.Batches;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Training.Objectives;

/// <summary>
/// Direct preference optimisation (Rafailov et al. 2023, arXiv:2305.18290, equation 7): −ln σ(m) with the margin
/// m = β · (ln π(chosen)/π₀(chosen) − ln π(rejected)/π₀(rejected)), and beside it the chosen answer's own mean loss. The reference π₀ is
/// the same model with its adapter off.
/// </summary>
/// <param name="beta">β.</param>
/// <param name="supervisedWeight">Of the chosen answer's own loss for each of its tokens.</param>
internal sealed class PreferenceObjective(double beta, double supervisedWeight) : IObjective
{
    /// <summary>What the base thinks of a pair never changes.</summary>
    private readonly Dictionary<TokenizedPair, double> _references = new(ReferenceEqualityComparer.Instance);

    public int Units(IReadOnlyList<BatchItem> items) => items.Count;

    public BatchLoss Loss(ICausalModel model, PackedBatch batch)
    {
        using var scope = NewDisposeScope();
        var references = batch.Pairs.Select(pair => ReferenceOf(model, pair.Pair)).ToArray();
        var scores = AnswerScores.Of(model, batch); // [E]
        var chosen = scores.index_select(0, Places(batch.Pairs.Select(pair => pair.Chosen))); // [P]
        var rejected = scores.index_select(0, Places(batch.Pairs.Select(pair => pair.Rejected)));
        var lengths = batch.Pairs.Select(pair => (double)AnswerLength(pair.Pair.Chosen)).ToArray();
        var margins = beta * (chosen - rejected - Column(references));
        var loss = -nn.functional.logsigmoid(margins).sum();
        if (supervisedWeight > 0)
            loss -= supervisedWeight * (chosen / Column(lengths)).sum();
        using var values = margins.detach();
        return new(loss.MoveToOuterDisposeScope(), values.sum(ScalarType.Float64).item<double>(), (int)values.gt(0).sum().item<long>());

        Tensor Places(IEnumerable<int> places) => tensor(places.Select(place => (long)place).ToArray(), device: scores.device);
        Tensor Column(double[] values) => tensor(values, dtype: scores.dtype, device: scores.device);
    }

    /// <summary>ln π₀(chosen) − ln π₀(rejected). Each pair is computed by itself, so that its bits do not hang on its neighbours.</summary>
    private double ReferenceOf(ICausalModel model, TokenizedPair pair)
    {
        if (_references.TryGetValue(pair, out var known))
            return known;
        var (adapted, training) = (model.IsAdapted, model.IsTraining);
        (model.IsAdapted, model.IsTraining) = (false, false);
        try
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            using var batch = PackedBatch.Of(
                [
                    new BatchItem(
                        [
                            [pair.Chosen],
                            [pair.Rejected],
                        ],
                        pair
                    ),
                ],
                DeviceOf(model)
            );
            var scores = AnswerScores.Of(model, batch).to_type(ScalarType.Float64);
            return _references[pair] = (scores[0] - scores[1]).item<double>();
        }
        finally
        {
            (model.IsAdapted, model.IsTraining) = (adapted, training);
        }
    }

    private static Device DeviceOf(ICausalModel model) => model.Adapter.Values.First().device;

    private static int AnswerLength(TokenizedExample example) => example.Tokens.Length - Math.Max(1, example.AnswerStart);
}
