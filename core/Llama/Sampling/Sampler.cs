using System.Numerics.Tensors;

namespace ChatBot.Llama.Sampling;

/// <summary>
/// Chooses the tokens of one answer: repetition penalty, top-k, top-p at temperature 1, then temperature, in llama.cpp's
/// order. It remembers what it chose, so each answer needs its own; one thread at a time.
/// </summary>
public sealed class Sampler(SamplingOptions options)
{
    private readonly Queue<int> _recent = new();
    private ulong _state = options.Seed;
    private float[] _scratch = [];

    /// <summary>The next token.</summary>
    /// <param name="logits">One per token of the vocabulary, [vocabulary]; read only.</param>
    /// <exception cref="InvalidOperationException">The model computed something that is no number.</exception>
    public int Next(ReadOnlySpan<float> logits)
    {
        var penalised = Penalise(logits);
        var id = options.Temperature <= 0 || options.TopK == 1 ? Likeliest(penalised) : Draw(penalised);
        _recent.Enqueue(id);
        while (_recent.Count > options.RepetitionWindow)
            _recent.Dequeue();
        return id;
    }

    private ReadOnlySpan<float> Penalise(ReadOnlySpan<float> logits)
    {
        if (options.RepetitionPenalty == 1 || _recent.Count == 0)
            return logits;
        if (_scratch.Length != logits.Length)
            _scratch = new float[logits.Length];
        logits.CopyTo(_scratch);
        foreach (var id in _recent.Distinct())
            _scratch[id] = logits[id] > 0 ? logits[id] / options.RepetitionPenalty : logits[id] * options.RepetitionPenalty;
        return _scratch;
    }

    private static int Likeliest(ReadOnlySpan<float> logits)
    {
        var best = TensorPrimitives.IndexOfMax(logits);
        return best >= 0 && float.IsFinite(logits[best])
            ? best
            : throw new InvalidOperationException(
                "The model computed no number for its next token; its file is damaged, or its adapter does not fit."
            );
    }

    private int Draw(ReadOnlySpan<float> logits)
    {
        var best = logits[Likeliest(logits)];
        int[] candidates = options is { TopK: 0, TopP: >= 1 } ? [.. Enumerable.Range(0, logits.Length)] : [.. Candidates(logits, best)];

        // Odds of the candidates at the temperature, relative to the likeliest.
        var odds = new double[candidates.Length];
        var total = 0.0;
        for (var at = 0; at < odds.Length; at++)
            total += odds[at] = Math.Exp((logits[candidates[at]] - best) / (double)options.Temperature);
        var drawn = NextUniform() * total;
        for (var at = 0; at < odds.Length; at++)
            if ((drawn -= odds[at]) < 0)
                return candidates[at];
        return candidates[^1];
    }

    /// <summary>The ids that top-k and top-p leave, likeliest first, the lower id first among equals.</summary>
    private List<int> Candidates(ReadOnlySpan<float> logits, float best)
    {
        var most = options.TopK > 0 ? Math.Min(options.TopK, logits.Length) : logits.Length;
        if (options.TopP >= 1)
            return Top(logits, most);

        var kept = most < logits.Length ? Top(logits, most) : null;
        var mass = 0.0; // of what top-k left: top-p is a share of that
        if (kept is null)
            foreach (var logit in logits)
                mass += Math.Exp(logit - best);
        else
            foreach (var id in kept)
                mass += Math.Exp(logits[id] - best);

        for (var count = Math.Min(64, most); ; count = Math.Min(count * 8, most))
        {
            var likeliest = kept is null ? Top(logits, count) : kept[..count];
            var reached = 0.0;
            for (var at = 0; at < likeliest.Count; at++)
                if ((reached += Math.Exp(logits[likeliest[at]] - best)) >= options.TopP * mass)
                    return likeliest[..(at + 1)];
            if (count == most)
                return likeliest;
        }
    }

    private static List<int> Top(ReadOnlySpan<float> logits, int count)
    {
        var heap = new PriorityQueue<int, (float Logit, int Order)>(count + 1); // the least likely on top
        var least = float.NegativeInfinity; // of the heap, once it is full
        for (var id = 0; id < logits.Length; id++)
        {
            if (heap.Count < count)
                heap.Enqueue(id, (logits[id], -id));
            else if (logits[id] > least)
                heap.EnqueueDequeue(id, (logits[id], -id)); // an equal one has a higher id and stays out
            else
                continue;
            if (heap.Count == count && heap.TryPeek(out _, out var top))
                least = top.Logit;
        }

        var ids = new List<int>(heap.Count);
        while (heap.TryDequeue(out var id, out _))
            ids.Add(id);
        ids.Reverse();
        return ids;
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood 2014), in [0, 1): the same everywhere, whatever the runtime's generator does.</summary>
    private double NextUniform()
    {
        var mixed = _state += 0x9E3779B97F4A7C15UL;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
