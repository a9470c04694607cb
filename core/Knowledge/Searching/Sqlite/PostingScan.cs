using System.Runtime.InteropServices;
using ChatBot.Knowledge.Indexing.Sqlite;
using Microsoft.Data.Sqlite;

namespace ChatBot.Knowledge.Searching.Sqlite;

/// <summary>
/// Which chunks the words offer: the postings of the rarer terms are added up to a score for each chunk, the best are told. Used by one
/// search at a time.
/// </summary>
internal sealed class PostingScan : IDisposable
{
    private readonly SqliteCommand _blocks;
    private readonly Dictionary<long, float> _scores = [];

    public PostingScan(SqliteConnection connection)
    {
        _blocks = connection.CreateCommand();
        _blocks.CommandText = "select first, data from postings where workspace = @workspace and term = @term order by first desc";
        _blocks.Parameters.Add(new SqliteParameter("@workspace", SqliteType.Text));
        _blocks.Parameters.Add(new SqliteParameter("@term", SqliteType.Text));
    }

    /// <summary>
    /// Postings that one search adds up, the rarer words' first: all of them take a fifth of a millisecond. A word in more chunks brings in
    /// nothing by itself, unless it is the only one; then the newest chunks are looked at.
    /// </summary>
    private const long Most = 100_000;

    /// <param name="frequencies">In how many chunks each term is.</param>
    /// <returns>The best, best first; the older of equals.</returns>
    public List<long> Best(string workspace, IReadOnlyDictionary<string, long> frequencies, in IndexTotals totals, int count)
    {
        _scores.Clear();
        _blocks.Parameters[0].Value = workspace;
        var left = Most;
        foreach (var (term, chunks) in frequencies.OrderBy(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (chunks > left && left < Most)
                break;
            left -= Add(term, SearchTerms.WeightOf(totals, chunks), totals.AverageLength, left);
        }
        return BestOf(count);
    }

    /// <returns>How many postings were added.</returns>
    private long Add(string term, double weight, double averageLength, long most)
    {
        var added = 0L;
        _blocks.Parameters[1].Value = term;
        using var row = _blocks.ExecuteReader();
        while (added < most && row.Read())
            for (var block = PostingBlock.Read(row.GetFieldValue<byte[]>(1), row.GetInt64(0)); block.Next(); added++)
            {
                var (id, body, title, names, length) = block.Current;
                var frequency = Bm25.Frequency(body, title, names, Bm25.Norm(length, averageLength));
                CollectionsMarshal.GetValueRefOrAddDefault(_scores, id, out _) += (float)(weight * Bm25.Saturated(frequency));
            }
        return added;
    }

    private List<long> BestOf(int count)
    {
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

    public void Dispose() => _blocks.Dispose();
}
