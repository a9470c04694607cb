using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace ChatBot.Benchmarks.Comparison;

/// <summary>
/// SQLite's own full text search, plain: one FTS5 table with stems, merged into one segment after the load, ranked by bm25() with its
/// defaults; any of the question's words.
/// </summary>
internal sealed partial class FullTextTable : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-fts5-").FullName;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _search;

    private FullTextTable()
    {
        _connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "documents.db")};Pooling=False");
        _connection.Open();
        Execute("create virtual table documents using fts5 (id unindexed, title, text, tokenize = 'porter unicode61')");
        _search = _connection.CreateCommand();
        _search.CommandText = "select id from documents where documents match @words order by rank limit 10";
        _search.Parameters.Add("@words", SqliteType.Text);
    }

    public static Task<ComparedEngine.Indexed> IndexAsync(string corpus)
    {
        var table = new FullTextTable();
        table.Load(corpus);
        return Task.FromResult(
            new ComparedEngine.Indexed(
                new Dictionary<string, Func<string, Task<FoundDocuments>>> { ["search"] = words => Task.FromResult(table.Find(words)) },
                table
            )
        );
    }

    private void Load(string corpus)
    {
        using (var transaction = _connection.BeginTransaction())
        {
            using var insert = _connection.CreateCommand();
            insert.CommandText = "insert into documents (id, title, text) values (@id, @title, @text)";
            foreach (var name in (string[])["id", "title", "text"])
                insert.Parameters.Add($"@{name}", SqliteType.Text);
            foreach (var line in File.ReadLines(corpus))
            {
                using var document = JsonDocument.Parse(line);
                foreach (SqliteParameter parameter in insert.Parameters)
                    parameter.Value = document.RootElement.GetProperty(parameter.ParameterName[1..]).GetString();
                insert.ExecuteNonQuery();
            }
            transaction.Commit();
        }
        Execute("insert into documents (documents) values ('optimize')");
    }

    private FoundDocuments Find(string question)
    {
        var words = Word().Matches(question).Select(match => $"\"{match.Value}\"").Distinct(StringComparer.OrdinalIgnoreCase);
        _search.Parameters[0].Value = string.Join(" OR ", words);
        var ids = new List<string>();
        using var row = _search.ExecuteReader();
        while (row.Read())
            ids.Add(row.GetString(0));
        return new FoundDocuments(ids);
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public async ValueTask DisposeAsync()
    {
        await _search.DisposeAsync();
        await _connection.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}
