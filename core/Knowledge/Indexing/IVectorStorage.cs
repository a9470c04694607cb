namespace ChatBot.Knowledge.Indexing;

/// <summary>A chunk that has no vectors yet.</summary>
public sealed record UnembeddedChunk(long Id, string Title, string Text);

/// <summary>The vectors of a chunk.</summary>
/// <param name="Embedding">Of title and text, normalised.</param>
/// <param name="Sentences">Of its sentences, last its headings, packed by <see cref="Embedding.SentenceVectors"/>; empty: none.</param>
public sealed record ChunkVectors(long ChunkId, ReadOnlyMemory<float> Embedding, ReadOnlyMemory<sbyte> Sentences);

/// <summary>Takes chunks without vectors and stores theirs: the part of it that differs by engine.</summary>
public interface IVectorStorage
{
    /// <summary>
    /// Hands the next chunks that lack vectors of <paramref name="embedder"/> to <paramref name="embed"/> and stores what it makes. What
    /// another instance has in hand is passed over; what left meanwhile is left out.
    /// </summary>
    /// <param name="after">Only chunks with higher ids.</param>
    /// <param name="count">Most chunks to take.</param>
    /// <returns>The ids of those taken, rising; none: there are no more.</returns>
    Task<IReadOnlyList<long>> FillAsync(
        string workspace,
        string embedder,
        long after,
        int count,
        Func<IReadOnlyList<UnembeddedChunk>, Task<IReadOnlyList<ChunkVectors>>> embed,
        CancellationToken cancel = default
    );
}
