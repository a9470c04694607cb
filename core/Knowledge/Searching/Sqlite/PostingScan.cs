using System.Runtime.InteropServices;
using ChatBot.Knowledge.Indexing.Sqlite;
using Microsoft.Data.Sqlite;

namespace ChatBot.Knowledge.Searching.Sqlite;

/// <summary>
/// Which chunks the words offer: the postings of the rarer terms are added up to a score for each chunk, the best are told. Used by one
/// search at a time.
/// </summary>
/// <remarks>BM25F with the weights that the ranking has, of a pass over integers; see <see cref="EvidenceCollector"/>.</remarks>
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

    /// <param name="terms">Each with its weight.</param>
    /// <param name="most">Postings that are looked at in all; of what is more the newest chunks.</param>
    /// <returns>The best, best first; the older of equals.</returns>
    public List<long> Best(string workspace, IEnumerable<(string Term, double Weight)> terms, double averageLength, int count, long most)
    {
        _scores.Clear();
        _blocks.Parameters[0].Value = workspace;
        foreach (var (term, weight) in terms)
        {
            _blocks.Parameters[1].Value = term;
            using var row = _blocks.ExecuteReader();
            while (most > 0 && row.Read())
                for (var block = PostingBlock.Read(row.GetFieldValue<byte[]>(1), row.GetInt64(0)); block.Next(); most--)
                    CollectionsMarshal.GetValueRefOrAddDefault(_scores, block.Current.ChunkId, out _) += (float)(
                        weight * EvidenceCollector.Saturated(block.Current, averageLength)
                    );
        }
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
