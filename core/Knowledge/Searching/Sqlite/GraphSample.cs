using System.Numerics.Tensors;

namespace ChatBot.Knowledge.Searching.Sqlite;

/// <summary>
/// Chooses how widely a graph is searched by measuring it, as on PostgreSQL: the neighbours of sampled vectors, once by comparing all and
/// then by the graph, wider and wider until enough of them are found.
/// </summary>
/// <param name="expected">About how many vectors there are.</param>
internal sealed class GraphSample(long expected)
{
    /// <summary>
    /// Above the .98 that questions are to reach: they lie farther out than stored vectors do, by .01 where it was measured, and a wider
    /// search costs little here.
    /// </summary>
    public const double Wanted = 0.995;

    private readonly long _every = Math.Max(1, expected / VectorGraph.Sampled);
    private readonly List<Sampled> _sample = [];
    private long _offered;

    /// <summary>One of so many is taken.</summary>
    public void Offer(long id, ReadOnlyMemory<float> vector)
    {
        if (_offered++ % _every == 0 && _sample.Count < VectorGraph.Sampled)
            _sample.Add(new Sampled(id, vector.ToArray(), new PriorityQueue<long, float>()));
    }

    /// <summary>Each vector once.</summary>
    public void Compare(long id, ReadOnlyMemory<float> vector)
    {
        foreach (var (own, sampled, nearest) in _sample)
        {
            if (id == own || vector.Length != sampled.Length)
                continue;
            var cosine = TensorPrimitives.Dot(sampled, vector.Span);
            if (nearest.Count < VectorGraph.Nearest)
                nearest.Enqueue(id, cosine);
            else if (nearest.TryPeek(out _, out var least) && cosine > least)
                nearest.EnqueueDequeue(id, cosine);
        }
    }

    /// <param name="find">A vector as it is stored.</param>
    /// <returns>The fewest candidates that find enough, and the share of the nearest that they find.</returns>
    public (int Width, double Recall) Choose(MappedGraph graph, Func<long, float[]?> find)
    {
        var recall = 0.0;
        foreach (var width in VectorGraph.Widths)
        {
            graph.SearchAsWideAs(width);
            recall = Math.Round((double)_sample.Sum(one => Found(graph, one, find)) / _sample.Sum(one => one.Nearest.Count), 4);
            if (recall >= Wanted)
                return (width, recall);
        }
        return (VectorGraph.Widths[^1], recall);
    }

    /// <summary>How many of those that the graph offers are as near as the farthest of the nearest.</summary>
    private static int Found(MappedGraph graph, Sampled one, Func<long, float[]?> find)
    {
        if (!one.Nearest.TryPeek(out _, out var least))
            return 0;
        var near = graph
            .Nearest(one.Vector, 2 * (VectorGraph.Nearest + 1))
            .Count(match =>
                match.Id != one.Id
                && find(match.Id) is { } vector
                && TensorPrimitives.Dot<float>(one.Vector, vector) >= least - VectorGraph.Tie
            );
        return Math.Min(near, one.Nearest.Count);
    }

    private sealed record Sampled(long Id, float[] Vector, PriorityQueue<long, float> Nearest);
}
