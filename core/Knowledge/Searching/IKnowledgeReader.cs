using ChatBot.Knowledge.Indexing;

namespace ChatBot.Knowledge.Searching;

/// <summary>Reads the index: the part of searching that differs by engine.</summary>
public interface IKnowledgeReader
{
    /// <summary>One workspace's index, for one search; the caller disposes it.</summary>
    ValueTask<IKnowledgeSnapshot> OpenAsync(string workspace, CancellationToken cancel = default);
}

/// <summary>One search's view of the index.</summary>
public interface IKnowledgeSnapshot : IAsyncDisposable
{
    ValueTask<IndexTotals> TotalsAsync(CancellationToken cancel);

    /// <summary>What both arms offer, words and vectors, with all that the ranking asks about it; of one moment.</summary>
    ValueTask<Findings> FindAsync(CandidateSearch search, CancellationToken cancel);

    /// <summary>
    /// The terms of the index that start with <paramref name="prefix"/> and are about as long as asked for, with the number of chunks they
    /// occur in.
    /// </summary>
    ValueTask<IReadOnlyList<TermFrequency>> TermsStartingAsync(string prefix, int shortest, int longest, CancellationToken cancel);

    /// <summary>What a person sees of chunks that were found; the similarity is filled in by the caller.</summary>
    ValueTask<IReadOnlyDictionary<long, Passage>> PassagesAsync(IReadOnlyCollection<long> chunkIds, CancellationToken cancel);
}

/// <summary>Totals of a workspace's index.</summary>
/// <param name="Version">Rises with every change.</param>
/// <param name="Length">Terms in all chunks.</param>
/// <param name="Embedder">Whose vectors may be searched: those of all chunks are there. Null: nobody's yet.</param>
public readonly record struct IndexTotals(long Version, long Documents, long Chunks, long Length, string? Embedder)
{
    public double AverageLength => Chunks == 0 ? 1 : Math.Max(1, (double)Length / Chunks);
}

public readonly record struct TermFrequency(string Term, long Chunks);

/// <summary>What candidates are looked for by.</summary>
/// <param name="Terms">Chunks that hold any of the rarer ones are offered, the best by the engine's own ranking.</param>
/// <param name="Vector">
/// Chunks whose vectors of <paramref name="Embedder"/> are nearest are offered, once the index has them all; empty: words alone.
/// </param>
/// <param name="Category">Only documents of this category, null for all.</param>
/// <param name="ByWords">Most that the words may offer, and <paramref name="ByVector"/> the vector.</param>
public sealed record CandidateSearch(
    IReadOnlyCollection<string> Terms,
    ReadOnlyMemory<float> Vector,
    string Embedder,
    string? Category,
    int ByWords,
    int ByVector
);

/// <summary>Candidates, each once, in no order.</summary>
/// <param name="Frequencies">In how many chunks each term that was asked for occurs; terms that do not occur are left out.</param>
public sealed record Findings(IndexTotals Totals, IReadOnlyDictionary<string, long> Frequencies, IReadOnlyList<Candidate> Candidates);

/// <summary>A chunk as the ranking looks at it: analysed terms separated by spaces, sentence marks in the body.</summary>
/// <param name="Cosine">Similarity of its vector to the one that was searched for; 0 where either has none.</param>
public sealed record Candidate(long ChunkId, string DocumentId, string Title, string Body, string Names, int Length, double Cosine = 0)
{
    /// <summary>The same of its sentences, in the text's order, and last of its headings; empty where they have no vectors.</summary>
    public float[] Cosines { get; init; } = [];

    public IReadOnlyList<float> SentenceCosines => Cosines is [.. var sentences, _] ? sentences : [];

    /// <summary>0 without vectors.</summary>
    public float TitleCosine => Cosines is [.., var title] ? title : 0;
}
