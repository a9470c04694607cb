using ChatBot.Knowledge.Indexing;

namespace ChatBot.Knowledge.Searching;

/// <summary>Reads the index: the part of searching that differs by engine.</summary>
public interface IKnowledgeReader
{
    /// <summary>A consistent view of one workspace's index; the caller disposes it.</summary>
    ValueTask<IKnowledgeSnapshot> OpenAsync(string workspace, CancellationToken cancel = default);
}

/// <summary>One search's view of the index.</summary>
public interface IKnowledgeSnapshot : IAsyncDisposable
{
    IndexTotals Totals { get; }

    /// <summary>In how many chunks each term occurs; terms that do not occur are left out.</summary>
    ValueTask<IReadOnlyDictionary<string, long>> FrequenciesAsync(IReadOnlyCollection<string> terms, CancellationToken cancel);

    /// <summary>The terms of the index that start with <paramref name="prefix"/> and are about as long as asked for, with the number of chunks they occur in.</summary>
    ValueTask<IReadOnlyList<TermFrequency>> TermsStartingAsync(string prefix, int shortest, int longest, CancellationToken cancel);

    /// <summary>Chunks that hold any of the terms, the best by the engine's own ranking.</summary>
    /// <param name="category">Only documents of this category, null for all.</param>
    ValueTask<IReadOnlyList<Candidate>> ContainingAsync(IReadOnlyCollection<string> terms, string? category, int count, CancellationToken cancel);

    /// <summary>These chunks, as far as they exist and are of the category.</summary>
    ValueTask<IReadOnlyList<Candidate>> CandidatesAsync(IReadOnlyCollection<long> chunkIds, string? category, CancellationToken cancel);

    /// <summary>The chunks whose vectors of <paramref name="embedder"/> are nearest to <paramref name="vector"/>, best first, with their cosine.</summary>
    ValueTask<IReadOnlyList<VectorMatch>> NearestAsync(ReadOnlyMemory<float> vector, string embedder, int count, CancellationToken cancel);

    /// <summary>The cosine of these chunks; those without a vector of <paramref name="embedder"/> are left out.</summary>
    ValueTask<IReadOnlyDictionary<long, float>> CosinesAsync(ReadOnlyMemory<float> vector, string embedder, IReadOnlyCollection<long> chunkIds, CancellationToken cancel);

    /// <summary>What a person sees of these chunks; the similarity is filled in by the caller.</summary>
    ValueTask<IReadOnlyDictionary<long, Passage>> PassagesAsync(IReadOnlyCollection<long> chunkIds, CancellationToken cancel);
}

/// <summary>Totals of a workspace's index.</summary>
/// <param name="Version">Rises with every change.</param>
/// <param name="Length">Terms in all chunks.</param>
public readonly record struct IndexTotals(long Version, long Documents, long Chunks, long Length)
{
    public double AverageLength => Chunks == 0 ? 1 : Math.Max(1, (double)Length / Chunks);
}

public readonly record struct VectorMatch(long ChunkId, float Cosine);

public readonly record struct TermFrequency(string Term, long Chunks);

/// <summary>A chunk as the ranking looks at it: analysed terms separated by spaces, sentence marks in the body.</summary>
public sealed record Candidate(long ChunkId, string DocumentId, string Title, string Body, string Names, int Length);
