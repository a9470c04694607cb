using ChatBot.Language;
using ChatBot.Storage;
using ChatBot.Storage.Sqlite;
using Dapper;

namespace ChatBot.Core.Tests.Language;

public sealed class PorterStemmerTests
{
    private const string Words =
        "caresses ponies ties caress cats feed agreed plastered bled motoring sing conflated troubled sized hopping tanned "
        + "falling hissing fizzed failing filing "
        + "happy sky relational conditional rational valenci hesitanci digitizer conformabli radicalli differentli vileli "
        + "analogousli vietnamization predication "
        + "operator feudalism decisiveness hopefulness callousness formaliti sensitiviti sensibiliti triplicate formative "
        + "formalize electriciti electrical hopeful "
        + "goodness revival allowance inference airliner gyroscopic adjustable defensible irritant replacement adjustment "
        + "dependent adoption homologou communism "
        + "activate angulariti homologous effective bowdlerize probate rate cease controll roll idempotent pipelines committed "
        + "branches rebasing scheduling queries "
        + "databases indexes indices analyses apology yearly saying played happily generalizations oscillators argument university "
        + "universal";

    /// <summary>SQLite's own porter tokenizer is an implementation by other people.</summary>
    [Fact]
    public async Task Stems_are_those_of_an_independent_implementation()
    {
        using var database = new SqliteDatabase(
            $"Data Source={Path.Combine(Path.GetTempPath(), $"chatbot-{Guid.NewGuid():N}.db")};Mode=Memory"
        );
        await using var connection = await database.OpenAsync(Workspaces.Default);
        await connection.ExecuteAsync(
            "create virtual table temp.words using fts5(word, tokenize = 'porter ascii'); create virtual table temp.stems using "
                + "fts5vocab(temp, words, instance);"
        );
        var words = Words.Split(' ');
        foreach (var (index, word) in words.Index())
            await connection.ExecuteAsync("insert into temp.words (rowid, word) values (@id, @word)", new { id = index + 1, word });
        var stems = (await connection.QueryAsync<(long Doc, string Term)>("select doc, term from temp.stems")).ToDictionary(
            row => (int)row.Doc - 1,
            row => row.Term
        );
        Assert.Equal(words.Length, stems.Count);
        Assert.All(words.Index(), entry => Assert.Equal(stems[entry.Index], PorterStemmer.Stem(entry.Item)));
    }
}
