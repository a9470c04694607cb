using System.Text.Json;

namespace ChatBot.Knowledge.Searching;

/// <summary>Approximate indexes over vectors, where an engine has them: they are built beside the running bot.</summary>
public interface IVectorIndexes
{
    /// <summary>Builds what has grown to need an index, without blocking anybody.</summary>
    /// <returns>What was built or measured anew.</returns>
    Task<IReadOnlyList<VectorGraph>> BuildMissingAsync(CancellationToken cancel = default);
}

/// <summary>What is known of a graph; stands as JSON in the index's comment.</summary>
/// <param name="EfSearch">Candidates that a search keeps while it descends: the fewest that reached the recall asked for.</param>
/// <param name="Recall">Share of the ten nearest that were found with them, on a sample.</param>
/// <param name="Vectors">How many there were when this was measured.</param>
public sealed record VectorGraph(string Index, int EfSearch, double Recall, long Vectors)
{
    /// <summary>
    /// Recall@10 that a sample of vectors has to reach: above the .95 that is wanted, for questions lie a little farther out than stored
    /// texts do.
    /// </summary>
    internal const double Wanted = 0.98;

    internal const int Sampled = 64,
        Nearest = 10;

    /// <summary>Vectors at the same place are equal neighbours; single precision tells others apart by more than this.</summary>
    internal const double Tie = 1e-6;

    /// <summary>Tried in turn: what a graph needs depends on its size and on how its vectors lie.</summary>
    internal static readonly int[] Widths = [40, 60, 80, 120, 160, 200, 250, 320, 400, 500, 600, 800, 1000];

    /// <summary>Null where a graph was built and not yet measured.</summary>
    public static VectorGraph? Parse(string? comment) => comment is null ? null : JsonSerializer.Deserialize<VectorGraph>(comment);
}
