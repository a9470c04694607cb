using Microsoft.Data.Sqlite;

namespace ChatBot.Knowledge.Searching.Sqlite;

/// <summary>Reads the blocks of a search's terms over one connection; used by one search at a time.</summary>
internal sealed class SqlitePostingReader : IDisposable
{
    private readonly SqliteCommand _blocks;
    private readonly SqliteRecentReader _recent;
    private readonly PostingScan _scan = new();

    public SqlitePostingReader(SqliteConnection connection, SqliteRecentReader recent)
    {
        _recent = recent;
        _blocks = connection.CreateCommand();
        _blocks.CommandText = "select first, data from postings where workspace = @workspace and term = @term order by first desc";
        _blocks.Parameters.Add(new SqliteParameter("@workspace", SqliteType.Text));
        _blocks.Parameters.Add(new SqliteParameter("@term", SqliteType.Text));
    }

    /// <inheritdoc cref="PostingScan.Best"/>
    public List<long> Best(
        string workspace,
        IReadOnlyDictionary<string, long> frequencies,
        in IndexTotals totals,
        int count,
        string? category
    )
    {
        _scan.Begin();
        _blocks.Parameters[0].Value = workspace;
        var left = PostingScan.Most;
        foreach (var term in PostingScan.Chosen(frequencies))
        {
            var idf = SearchTerms.IdfOf(totals, frequencies[term]);
            foreach (var (first, recent) in _recent.Of(term))
                if (left > 0)
                    left -= _scan.Add(recent.Block.Span, first, idf, totals.AverageLength);
            _blocks.Parameters[1].Value = term;
            using var row = _blocks.ExecuteReader();
            while (left > 0 && row.Read())
                left -= _scan.Add(row.GetFieldValue<byte[]>(1), row.GetInt64(0), idf, totals.AverageLength);
        }
        return _scan.Best(count, category);
    }

    public void Dispose() => _blocks.Dispose();
}
