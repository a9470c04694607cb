namespace ChatBot.Knowledge.Searching.Sqlite;

/// <summary>The vectors of a workspace as searches see them: a graph, where there is one; what came after it is scanned.</summary>
internal sealed record SearchedVectors(MappedGraph? Graph, Int8Vectors Tail)
{
    /// <summary>The highest id.</summary>
    public long LastId => Math.Max(Graph?.Stored.LastId ?? 0, Tail.LastId);

    /// <summary>The nearest, best first; removed chunks may be among them.</summary>
    public List<(long Id, float Cosine)> Nearest(ReadOnlySpan<float> query, int count)
    {
        var scanned = Tail.Nearest(query, count);
        if (Graph is null)
            return scanned;
        var found = Graph.Nearest(query, count);
        return scanned.Count == 0 ? found : [.. found.Concat(scanned).OrderByDescending(match => match.Cosine).Take(count)];
    }
}
