using ChatBot.Llama.Adapters;
using ChatBot.Llama.Forward;
using ChatBot.Llama.Kernels;

namespace ChatBot.TestKit.Llama;

/// <summary>Evaluates tokens with our own engine, in one batch or cut up, and returns the logits of every position.</summary>
public static class Evaluation
{
    /// <summary>Logits [tokens][V]; <paramref name="together"/> tokens a batch.</summary>
    public static float[][] Logits(
        LlamaModel model,
        int[] tokens,
        LoraAdapter? adapter = null,
        int together = int.MaxValue,
        int workers = 2
    )
    {
        using var pool = new WorkerPool(workers);
        using var transformer = new Transformer(model, pool, tokens.Length, tokens.Length);
        using var kv = new KvPool(model.Shape, tokens.Length / KvPage.Positions + 1);
        using var cache = new KvSequence(kv);
        var logits = new List<float[]>();
        for (var start = 0; start < tokens.Length; )
        {
            var count = Math.Min(together, tokens.Length - start);
            cache.TryReserve(count);
            transformer.Run([new Segment(cache, tokens.AsMemory(start, count), LogitsWanted.All, adapter)]);
            for (var i = 0; i < count; i++)
                logits.Add(transformer.Logits(i).ToArray());
            start += count;
        }
        return [.. logits];
    }

    /// <summary>The largest difference of two logit rows.</summary>
    public static float Difference(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var largest = 0f;
        for (var i = 0; i < a.Length; i++)
            largest = Math.Max(largest, float.IsFinite(a[i] - b[i]) ? Math.Abs(a[i] - b[i]) : float.PositiveInfinity);
        return largest;
    }
}
