using System.Runtime.InteropServices;
using ChatBot.Knowledge.Indexing.Postings;

namespace ChatBot.Knowledge.Searching;

/// <summary>
/// Which chunks the words offer: the postings of the rarer terms are added up to a score for each chunk, the best are told. The engine
/// reads the blocks. Used by one search at a time.
/// </summary>
internal sealed class PostingScan
{
    /// <summary>
    /// Postings that one search adds up, the rarer words' first: all of them take a fifth of a millisecond. A word in more chunks brings in
    /// nothing by itself, unless it is the only one; then the newest chunks are looked at.
    /// </summary>
    public const long Most = 100_000;

    /// <summary>Chunks of all categories that one search looks through for those of its own.</summary>
    private const int MostOfCategories = 5_000;

    private readonly Dictionary<long, float> _scores = [];

    /// <summary>The terms whose postings are added up, the rarest first.</summary>
    /// <param name="frequencies">In how many chunks each term is.</param>
    public static IEnumerable<string> Chosen(IReadOnlyDictionary<string, long> frequencies)
    {
        var left = Most;
        foreach (var (term, chunks) in frequencies.OrderBy(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (chunks > left && left < Most)
                break;
            yield return term;
            left -= Math.Min(left, chunks);
        }
    }

    public void Begin() => _scores.Clear();

    /// <summary>
    /// A chunk is looked at closely for holding a word at all, the rest is BM25F: what holds more of the words comes before what
    /// holds fewer of them more often, and the ranking puts them in order.
    /// </summary>
    /// <param name="idf">The term's, see <see cref="SearchTerms.IdfOf"/>.</param>
    /// <returns>How many postings were added.</returns>
    public int Add(ReadOnlySpan<byte> data, long first, double idf, double averageLength)
    {
        var added = 0;
        for (var block = PostingBlock.Read(data, first); block.Next(); added++)
        {
            var (id, body, title, names, length) = block.Current;
            var frequency = Bm25.Frequency(body, title, names, Bm25.Norm(length, averageLength));
            CollectionsMarshal.GetValueRefOrAddDefault(_scores, id, out _) += (float)(idf * (1 + Bm25.Saturated(frequency)));
        }
        SearchMeter.Blocks.Add(1);
        SearchMeter.Postings.Add(added);
        return added;
    }

    /// <returns>Best first, of equals the older. More than <paramref name="count"/> where a category will leave some out.</returns>
    public List<long> Best(int count, string? category)
    {
        if (category is not null)
            count = MostOfCategories;
        var best = new PriorityQueue<long, (float Score, long Id)>(count + 1);
        foreach (var (id, score) in _scores)
            if (best.Count < count)
                best.Enqueue(id, (score, -id));
            else if (best.TryPeek(out _, out var least) && (score, -id).CompareTo(least) > 0)
                best.EnqueueDequeue(id, (score, -id));
        var found = new List<long>(best.Count);
        while (best.TryDequeue(out var id, out _))
            found.Add(id);
        found.Reverse();
        return found;
    }
}
