using System.Numerics.Tensors;

namespace ChatBot.Knowledge.Searching.Sqlite;

/// <summary>
/// Chooses how widely a graph is searched by measuring it: the neighbours of sampled vectors, once by comparing all and then by the graph,
/// wider and wider until enough of them are found. The sample is not in the graph yet, as no question ever is: vectors that a graph holds
/// find their neighbours more easily than others do.
/// </summary>
/// <param name="expected">About how many vectors there are.</param>
internal sealed class GraphSample(long expected)
{
    /// <summary>Above the .98 that questions are to reach, by what chance does to the sample.</summary>
    public const double Wanted = 0.99;

    /// <summary>
    /// A search that misses a cluster misses all ten, so neighbours are no independent witnesses: 64 vectors once said .997 where 300
    /// questions found .977.
    /// </summary>
    private const int Most = 512;

    /// <summary>One of 16 at most: the graph is nearly whole when it is measured.</summary>
    private readonly long _every = Math.Max(16, expected / Most);
    private readonly Dictionary<long, Sampled> _sample = [];
    private long _offered;

    /// <summary>The sampled vectors, which the graph lacks until it was measured.</summary>
    public IEnumerable<(long Id, float[] Vector)> Vectors => _sample.Select(pair => (pair.Key, pair.Value.Vector));

    /// <summary>One of so many is taken.</summary>
    public bool Takes(long id, ReadOnlyMemory<float> vector) =>
        _offered++ % _every == _every - 1
        && _sample.Count < Most
        && _sample.TryAdd(id, new Sampled(vector.ToArray(), new PriorityQueue<long, float>()));

    /// <summary>Each vector once.</summary>
    public void Compare(long id, ReadOnlyMemory<float> vector)
    {
        if (_sample.ContainsKey(id))
            return;
        foreach (var (sampled, nearest) in _sample.Values.Where(one => one.Vector.Length == vector.Length))
        {
            var cosine = TensorPrimitives.Dot(sampled, vector.Span);
            if (nearest.Count < VectorGraph.Nearest)
                nearest.Enqueue(id, cosine);
            else if (nearest.TryPeek(out _, out var least) && cosine > least)
                nearest.EnqueueDequeue(id, cosine);
        }
    }

    /// <param name="find">A vector as it is stored.</param>
    /// <returns>The fewest candidates that find enough, and the share of the nearest that they find.</returns>
    public (int Width, double Recall) Choose(USearchHandle index, Func<long, float[]?> find)
    {
        var all = _sample.Values.Sum(one => one.Nearest.Count);
        var recall = 0.0;
        foreach (var width in all == 0 ? [] : VectorGraph.Widths)
        {
            USearch.SetWidth(index, (nuint)width, out var error);
            USearch.Check(error);
            recall = Math.Round((double)_sample.Values.Sum(one => Found(index, one, find)) / all, 4);
            if (recall >= Wanted)
                return (width, recall);
        }
        return (VectorGraph.Widths[^1], recall);
    }

    /// <summary>How many of those that the graph offers are as near as the farthest of the nearest.</summary>
    private static int Found(USearchHandle index, Sampled one, Func<long, float[]?> find)
    {
        if (!one.Nearest.TryPeek(out _, out var least))
            return 0;
        var near = USearch
            .Nearest(index, one.Vector, 2 * VectorGraph.Nearest)
            .Count(match => find(match.Id) is { } vector && TensorPrimitives.Dot<float>(one.Vector, vector) >= least - VectorGraph.Tie);
        return Math.Min(near, one.Nearest.Count);
    }

    private sealed record Sampled(float[] Vector, PriorityQueue<long, float> Nearest);
}
