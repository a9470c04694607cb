using System.Text;
using ChatBot.Knowledge.Indexing.Postings;
using Microsoft.Data.Sqlite;

namespace ChatBot.Knowledge.Searching.Sqlite;

/// <summary>What an ingest has written and not merged yet, of the terms of one search; there is none of it at most times.</summary>
internal sealed class SqliteRecentReader : IDisposable
{
    private readonly SqliteCommand _rows;
    private readonly Dictionary<string, List<(long First, RecentTerm Term)>> _read = new(StringComparer.Ordinal);

    public SqliteRecentReader(SqliteConnection connection)
    {
        _rows = connection.CreateCommand();
        _rows.CommandText = "select batch, data from recent_postings where workspace = @workspace and prefix = @prefix order by batch desc";
        _rows.Parameters.Add(new SqliteParameter("@workspace", SqliteType.Text));
        _rows.Parameters.Add(new SqliteParameter("@prefix", SqliteType.Text));
    }

    /// <summary>A new search, with a snapshot of its own.</summary>
    public void Begin(string workspace)
    {
        _read.Clear();
        _rows.Parameters[0].Value = workspace;
    }

    /// <summary>The term's postings, those of the newest batch first, each with the id that its block counts from.</summary>
    public List<(long First, RecentTerm Term)> Of(string term)
    {
        if (_read.TryGetValue(term, out var found))
            return found;
        _read[term] = found = [];
        var sought = Encoding.UTF8.GetBytes(term);
        _rows.Parameters[1].Value = RecentTerms.PrefixOf(term);
        using var row = _rows.ExecuteReader();
        while (row.Read())
            foreach (var recent in RecentTerms.Read(row.GetFieldValue<byte[]>(1)))
                if (recent.Utf8.Span.SequenceEqual(sought))
                    found.Add((row.GetInt64(0), recent));
        return found;
    }

    public void Dispose() => _rows.Dispose();
}
