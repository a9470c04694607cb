using System.Data.Common;
using ChatBot.Knowledge.Chunking;
using ChatBot.Language;

namespace ChatBot.Knowledge.Indexing;

/// <summary>A chunk with what the index stores of its words; its vectors follow (<see cref="VectorFill"/>).</summary>
public sealed record IndexedChunk(Chunk Chunk, ChunkTerms Terms);

/// <summary>Analysed terms, separated by spaces.</summary>
/// <param name="Length">Terms in <paramref name="Body"/>.</param>
public sealed record ChunkTerms(string Title, string Body, string Names, int Length)
{
    /// <summary>Every term once.</summary>
    public IEnumerable<string> Distinct() =>
        $"{Title} {Body} {Names}"
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(term => term != TextAnalyzer.SentenceMark)
            .Distinct(StringComparer.Ordinal);
}

/// <summary>A document on its way into the index.</summary>
/// <param name="Id">New, or the one it had.</param>
/// <param name="Indexed">When, ms since 1970 UTC.</param>
public sealed record StoredDocument(string Id, string Source, IndexedDocument Content, long Indexed);

/// <summary>Writes documents, their chunks and terms: the part of the index that differs by engine.</summary>
public interface IChunkStorage
{
    /// <summary>Chunks that one transaction writes before others get their turn.</summary>
    int BatchChunks { get; }

    /// <summary>
    /// The first call within a transaction: waits for others that change the workspace's chunks, and lets none begin before it ends.
    /// </summary>
    Task BeginAsync(DbTransaction transaction, string workspace, CancellationToken cancel = default);

    /// <summary>
    /// Adds documents that are not there, all at once, and counts the chunks that hold each term: what is done once for many costs little
    /// for each.
    /// </summary>
    Task AddAsync(DbTransaction transaction, string workspace, IReadOnlyList<StoredDocument> documents, CancellationToken cancel = default);

    /// <summary>Removes the chunks of a document, their vectors too, and returns their terms, so that counts can follow.</summary>
    Task<IReadOnlyList<ChunkTerms>> RemoveAsync(
        DbTransaction transaction,
        string workspace,
        string documentId,
        CancellationToken cancel = default
    );

    /// <summary>Takes from the number of chunks that hold each term, before others are added.</summary>
    Task DiscountTermsAsync(
        DbTransaction transaction,
        string workspace,
        IReadOnlyDictionary<string, int> counts,
        CancellationToken cancel = default
    );

    /// <summary>
    /// An engine may write what is added aside, so that a batch does not keep others waiting; searches see it there. This brings a part of
    /// it to where all else is, in some milliseconds.
    /// </summary>
    /// <param name="after">What the call before returned; empty for the first.</param>
    /// <returns>What the next call goes on from; null where nothing was left.</returns>
    Task<string?> MergeAsync(DbTransaction transaction, string workspace, string after, CancellationToken cancel = default);
}
