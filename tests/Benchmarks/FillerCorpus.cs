using System.Text;
using System.Text.Json;
using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Reading;
using ChatBot.Storage;
using ChatBot.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Benchmarks;

/// <summary>
/// Documents among which others are looked for: SQuAD paragraphs whose rarer words are replaced by made-up ones. Words that stand in one of
/// a hundred paragraphs or more keep their place, so they stand in as large a share of a hundred thousand documents; the others follow
/// Zipf's law over a vocabulary that grows with the square root of the text (Heaps' law), as in collections of that size.
/// </summary>
internal static class FillerCorpus
{
    private const string Syllables = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo zu bra cle dri flo gru";
    private static readonly string[] Syllable = Syllables.Split(' ');

    /// <summary>Writes documents <paramref name="from"/> to <paramref name="to"/> as a JSON Lines corpus; the same each time.</summary>
    public static void Write(string path, int from, int to)
    {
        using var file = new StreamWriter(path);
        foreach (var (id, title, text) in Documents(from, to))
            file.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        id,
                        title,
                        text,
                    }
                )
            );
    }

    /// <summary>What an ingest stores of the same documents, without its reading of files and its small batches.</summary>
    public static Task StoreAsync(IServiceProvider services, int from, int to)
    {
        var documents = Documents(from, to)
            .AsParallel()
            .AsOrdered()
            .Select(document => new IndexedDocument(
                "filler",
                document.Id,
                document.Title,
                "general",
                document.Id,
                DocumentPreparation.Prepare(new SourceDocument(document.Id, document.Title, [new Section([], document.Text)]))
            ))
            .ToList();
        return services
            .GetRequiredService<IDatabase>()
            .WriteAsync(
                Workspaces.Default,
                async transaction =>
                {
                    var chunks = services.GetRequiredService<IChunkStorage>();
                    var writer = await KnowledgeWriter.BeginAsync(chunks, transaction, Workspaces.Default, TimeProvider.System);
                    foreach (var document in documents)
                        writer.Add("filler", document);
                    await writer.FinishAsync();
                    for (var after = ""; after is not null; )
                        after = await chunks.MergeAsync(transaction, Workspaces.Default, after);
                }
            );
    }

    /// <summary>The same documents one after the other.</summary>
    public static IEnumerable<(string Id, string Title, string Text)> Documents(int from, int to)
    {
        var paragraphs = File.ReadLines(SharedData.PathOf("squad/corpus.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!.Split(' '))
            .ToArray();
        var common = paragraphs
            .SelectMany(words => words.Select(Bare).Distinct())
            .CountBy(word => word)
            .Where(pair => pair.Value >= paragraphs.Length / 100)
            .Select(pair => pair.Key)
            .ToHashSet(StringComparer.Ordinal);
        for (var i = from; i < to; i++)
        {
            var random = new Random(i);
            var vocabulary = 30_000 + 200 * Math.Sqrt(i);
            var text = new StringBuilder();
            foreach (var word in paragraphs[random.Next(paragraphs.Length)])
                text.Append(common.Contains(Bare(word)) ? word : Made((int)Math.Pow(vocabulary, random.NextDouble()), word)).Append(' ');
            var title = $"{Made(random.Next(30_000), "A")} {Made(random.Next(30_000), "B")}";
            yield return ($"filler-{i}", title, text.ToString());
        }
    }

    private static string Bare(string word) => word.Trim('.', ',', ';', ':', '"', '(', ')', '\'').ToLowerInvariant();

    /// <summary>A word for a rank, with the punctuation and the capital of the one that it stands for.</summary>
    private static string Made(int rank, string like)
    {
        var made = new StringBuilder();
        for (var rest = rank + Syllable.Length; rest > 0; rest /= Syllable.Length)
            made.Append(Syllable[rest % Syllable.Length]);
        if (like.Length > 0 && char.IsUpper(like[0]))
            made[0] = char.ToUpperInvariant(made[0]);
        return like.Length > 0 && char.IsPunctuation(like[^1]) ? $"{made}{like[^1]}" : made.ToString();
    }
}
