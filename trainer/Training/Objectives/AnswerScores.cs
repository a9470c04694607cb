using ChatBot.Trainer.Model;
using ChatBot.Trainer.Training.Batches;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Training.Objectives;

/// <summary>
/// How likely a model thinks answers. Logits are computed for predicted places only, and a few of those at a time: all of them at once,
/// [places, vocabulary], would be the largest thing in memory by far.
/// </summary>
internal static class AnswerScores
{
    /// <summary>Numbers in one piece of logits: 8 Mi, 32 MiB as floats.</summary>
    public const int LogitsAtOnce = 1 << 23;

    /// <summary>ln p(answer | prompt) of each example.</summary>
    /// <returns>[E], with gradients where they are switched on.</returns>
    public static Tensor Of(ICausalModel model, PackedBatch batch)
    {
        using var scope = NewDisposeScope();
        var hidden = model.Hidden(batch.TokenIds, batch.Positions, batch.Segments); // [B, T, W]
        var states = Wide(hidden.flatten(0, 1).index_select(0, batch.Predicted)); // [N, W]
        var tokens = OfTokens(model, states, batch.Targets); // [N]
        return zeros(batch.Examples.Count, dtype: tokens.dtype, device: tokens.device)
            .index_add(0, batch.Owners, tokens, 1)
            .MoveToOuterDisposeScope();
    }

    /// <summary>ln p of single tokens.</summary>
    /// <param name="model">Whose logits these are.</param>
    /// <param name="states">[N, W], behind the last norm.</param>
    /// <param name="targets">[N].</param>
    /// <returns>[N].</returns>
    public static Tensor OfTokens(ICausalModel model, Tensor states, Tensor targets)
    {
        using var scope = NewDisposeScope();
        var places = Math.Max(16, LogitsAtOnce / model.Vocabulary);
        var pieces = new List<Tensor>();
        var learns = is_grad_enabled() && states.requires_grad;
        for (long from = 0; from < states.shape[0]; from += places)
        {
            var count = Math.Min(places, states.shape[0] - from);
            var (piece, target) = (states.narrow(0, from, count), targets.narrow(0, from, count));
            pieces.Add(learns && !HeadLearns(model) ? WithGradient(model, piece, target) : Plain(model, piece, target));
        }
        return cat(pieces).MoveToOuterDisposeScope();
    }

    private static Tensor Plain(ICausalModel model, Tensor states, Tensor targets)
    {
        using var scope = NewDisposeScope();
        var logits = Wide(model.Logits(states)); // [n, V]
        return (logits.gather(1, targets.unsqueeze(1)).squeeze(1) - logits.logsumexp(1)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// A token's score hangs on its own state alone, so the gradient of all scores towards all states is one vector a place, J [n, W]. It
    /// is worked out while the logits are there and kept in their stead: nothing of the size of the vocabulary outlives its piece, and no
    /// logits are computed twice.
    /// </summary>
    private static Tensor WithGradient(ICausalModel model, Tensor states, Tensor targets)
    {
        using var scope = NewDisposeScope();
        Tensor scores,
            gradient;
        using (var pass = NewDisposeScope())
        {
            var leaf = states.detach().requires_grad_(true);
            var logits = model.Logits(leaf); // [n, V]
            using (no_grad())
            {
                var index = targets.unsqueeze(1);
                var logs = Wide(logits.detach()).log_softmax(1);
                scores = logs.gather(1, index).squeeze(1);
                // ∂ score / ∂ logits = one-hot(target) − softmax(logits)
                var slope = logs.exp_().neg_().scatter_add_(1, index, ones_like(index, logs.dtype));
                gradient = autograd.grad([logits], [leaf], [slope.to_type(logits.dtype)])[0];
            }
            pass.MoveToOuter(scores, gradient);
        }
        var carrier = (states * gradient).sum(1); // its gradient towards the states is J, its value is taken away again
        return (scores + (carrier - carrier.detach())).MoveToOuterDisposeScope();
    }

    /// <summary>Sums over a vocabulary want 32 bits at least.</summary>
    private static Tensor Wide(Tensor numbers) =>
        numbers.dtype is ScalarType.BFloat16 or ScalarType.Float16 ? numbers.to_type(ScalarType.Float32) : numbers;

    /// <summary>Where the head is learnt as well, its own gradient needs the logits: the plain way, for small vocabularies.</summary>
    private static bool HeadLearns(ICausalModel model) =>
        model.IsAdapted
        && model.Adapter.Keys.Any(name =>
            name.StartsWith("output.", StringComparison.Ordinal) || name.StartsWith("token_embd.", StringComparison.Ordinal)
        );
}
