using ChatBot.Knowledge.Indexing.Postgres;
using ChatBot.Storage.Moving;
using ChatBot.Storage.Postgres;

namespace ChatBot.Knowledge.Indexing;

/// <summary>
/// How the chunks of the two engines differ: SQLite keeps analysed terms in a table of their own, PostgreSQL beside the text and once
/// more as lexemes, which are made anew.
/// </summary>
public sealed class MovedChunks : IMovedTable
{
    public string Name => "chunks";

    public IReadOnlyList<string> Made => ["lexemes"];

    public string Select(IReadOnlyList<string> columns) =>
        $"select {string.Join(", ", columns.Select(Column))} from chunks c join chunk_terms t on t.id = c.id";

    public void Make(BinaryCopyWriter copy, Func<string, object?> value)
    {
        copy.Lexemes(PostgresChunkStorage.Lexemes(new ChunkTerms(Terms("title_terms"), Terms("body_terms"), Terms("name_terms"), 0)));

        string Terms(string column) => (string)value(column)!;
    }

    private static string Column(string name) =>
        name switch
        {
            "title_terms" => "t.title",
            "body_terms" => "t.body",
            "name_terms" => "t.names",
            _ => "c." + name,
        };
}
