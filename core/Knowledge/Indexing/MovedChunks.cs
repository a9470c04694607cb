using ChatBot.Knowledge.Indexing.Sqlite;
using ChatBot.Storage;
using ChatBot.Storage.Moving;

namespace ChatBot.Knowledge.Indexing;

/// <summary>
/// How the chunks of the two engines differ: SQLite keeps analysed terms in a table of their own, PostgreSQL beside the text.
/// </summary>
public sealed class MovedChunks : IMovedTable
{
    public string Name => "chunks";

    /// <summary>Postings that an ingest wrote aside join the others: PostgreSQL has one place for them.</summary>
    public Task PrepareAsync(IDatabase source, CancellationToken cancel) => SqliteRecentPostings.MergeAllAsync(source, cancel);

    public string Select(IReadOnlyList<string> columns) =>
        $"select {string.Join(", ", columns.Select(Column))} from chunks c join chunk_terms t on t.id = c.id";

    private static string Column(string name) =>
        name switch
        {
            "title_terms" => "t.title",
            "body_terms" => "t.body",
            "name_terms" => "t.names",
            _ => "c." + name,
        };
}
