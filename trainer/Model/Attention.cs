using static TorchSharp.torch;

namespace ChatBot.Trainer.Model;

/// <summary>Causal attention of grouped heads (arXiv:2305.13245), with what rows of several examples and gemma2 need.</summary>
internal static class Attention
{
    /// <summary>
    /// What tokens do not see, as numbers that are added to the scores: [B or 1, 1, T, T] of 0 and −∞. Null where plain causality says it
    /// all.
    /// </summary>
    /// <param name="length">Tokens of each, T.</param>
    /// <param name="segments">[B, T]; null where each row is one example.</param>
    /// <param name="window">Tokens that each looks back upon, its own among them; 0 for all.</param>
    public static Tensor? Mask(long length, Tensor? segments, int window, ScalarType type, Device device)
    {
        if (segments is null && (window == 0 || length <= window))
            return null;
        using var scope = NewDisposeScope();
        var seen = ones(length, length, ScalarType.Bool, device).tril();
        if (window > 0 && length > window)
            seen = seen.logical_and(ones(length, length, ScalarType.Bool, device).triu(1 - window));
        seen = seen.view(1, 1, length, length);
        if (segments is not null)
            seen = seen.logical_and(segments.unsqueeze(1).unsqueeze(3) == segments.unsqueeze(1).unsqueeze(2));
        return zeros(seen.shape, type, device).masked_fill_(seen.logical_not(), float.NegativeInfinity).MoveToOuterDisposeScope();
    }

    /// <summary>Attends.</summary>
    /// <param name="query">[B, T, heads, d].</param>
    /// <param name="key">[B, T, kv heads, d].</param>
    /// <param name="value">[B, T, kv heads, d].</param>
    /// <param name="mask">Of <see cref="Mask"/>.</param>
    /// <param name="scale">Of query times key.</param>
    /// <param name="softCap">Of the scores; 0 for none.</param>
    /// <returns>[B, T, heads · d].</returns>
    public static Tensor Attend(Tensor query, Tensor key, Tensor value, Tensor? mask, float scale, float softCap)
    {
        var (rows, length, heads, width) = (query.shape[0], query.shape[1], query.shape[2], query.shape[3]);
        // The fused kernel divides by the root of the head's width; models that ask for another scale have it in the queries.
        var own = 1 / MathF.Sqrt(width);
        var q = (scale == own ? query : query * (scale / own)).transpose(1, 2);
        var (k, v) = (Shared(key), Shared(value));
        var attended =
            softCap == 0
                ? nn.functional.scaled_dot_product_attention(q, k, v, mask, is_casual: mask is null)
                : Capped(q * own, k, v, mask, softCap);
        return attended.transpose(1, 2).reshape(rows, length, heads * width);

        // [B, T, kv heads, d] → [B, heads, T, d]
        Tensor Shared(Tensor x)
        {
            var groups = heads / x.shape[2];
            return (
                groups == 1 ? x : x.unsqueeze(3).expand(rows, length, x.shape[2], groups, width).reshape(rows, length, heads, width)
            ).transpose(1, 2);
        }
    }

    private static Tensor Capped(Tensor q, Tensor k, Tensor v, Tensor? mask, float softCap)
    {
        var scores = Operations.SoftCapped(q.matmul(k.transpose(-2, -1)), softCap);
        var length = q.shape[2];
        mask ??= zeros(length, length, q.dtype, q.device)
            .masked_fill_(ones(length, length, ScalarType.Bool, q.device).triu(1), float.NegativeInfinity);
        return scores.add_(mask).softmax(-1).matmul(v);
    }
}
