namespace ChatBot.Knowledge.Searching.Sqlite;

/// <param name="From">
/// Vectors of a workspace from which a graph is built: a scan of 20,000 costs a search up to a third of a millisecond more than a graph
/// does, and to read them all costs the first question after a start 200 ms of processor time.
/// </param>
/// <param name="IsSupported">Whether graphs can be built and read here.</param>
internal sealed record GraphLimits(int From, bool IsSupported)
{
    public static GraphLimits Measured => new(20_000, USearch.IsThere);

    /// <summary>How long the vectors of removed chunks may stay in a file that has not changed enough to be built anew.</summary>
    public static readonly TimeSpan GhostsStay = TimeSpan.FromDays(7);

    /// <summary>Whether what is scanned after the graph, or what is no longer there, has grown to a quarter of it.</summary>
    /// <param name="later">Chunks that came after it.</param>
    /// <param name="chunks">All chunks.</param>
    public bool IsOutgrown(StoredGraph graph, long later, long chunks, DateTimeOffset now)
    {
        var ghosts = graph.Vectors - (chunks - later);
        return Math.Max(later, ghosts) > graph.Vectors / 4
            || (ghosts > 0 && now.ToUnixTimeMilliseconds() - graph.Created > GhostsStay.TotalMilliseconds);
    }
}
