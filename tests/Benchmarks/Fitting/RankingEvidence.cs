using System.Text.Json;
using ChatBot.Embedding;
using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Searching;
using ChatBot.Storage;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Benchmarks.Fitting;

/// <summary>What the real search finds for questions about articles, as rows to fit to.</summary>
internal static class RankingEvidence
{
    /// <summary>"id": "Article#3".</summary>
    public static string Article(string document) => document.Split('#')[0];

    /// <summary>Articles in two halves by the sum of their letters: those that are fitted to, and those that are held out.</summary>
    public static bool IsFitted(string document) => Article(document).Sum(c => c) % 2 == 0;

    /// <summary>Every fourth of either half is not indexed where answers are told from no answers.</summary>
    public static bool IsMissing(string document) => Article(document).Sum(c => c) % 8 / 2 == 0;

    /// <summary>Nor is every fourth paragraph of the others: what is near then does not hold the answer.</summary>
    public static bool IsGap(string document) => int.Parse(document.Split('#')[1]) % 4 == 3;

    /// <summary>The squad corpus without the articles and paragraphs that are missing, as a file.</summary>
    public static string WithGaps(string corpus)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("chatbot-fit-").FullName, Path.GetFileName(corpus));
        File.WriteAllLines(path, File.ReadLines(corpus).Where(line => IsIndexed(line.Split('"')[3])));
        return path;
    }

    /// <summary>Whether <see cref="WithGaps"/> has the document.</summary>
    public static bool IsIndexed(string document) => !IsMissing(document) && !IsGap(document);

    /// <summary>The driver waits until the vectors of all passages and sentences are there too.</summary>
    /// <param name="corpus">A file or folder.</param>
    /// <param name="vectors">Null: words alone.</param>
    public static async Task<List<(Case Case, LinearFit.Row[] Rows)>> GatherAsync(
        string corpus,
        IReadOnlyList<Case> cases,
        IEmbeddingGenerator<string, Embedding<float>>? vectors
    )
    {
        var generator = vectors ?? new HashingEmbeddingGenerator();
        await using var knowledge = await KnowledgeDriver.StartAsync(services => services.AddSingleton(generator));
        await knowledge.IngestAsync(corpus);
        var search = knowledge.Services.GetRequiredService<KnowledgeSearch>();
        var found = new List<(Case, LinearFit.Row[])>();
        foreach (var one in cases)
        {
            var query = new KnowledgeQuery(Workspaces.Default, one.Question);
            await using var index = await knowledge.Services.GetRequiredService<IKnowledgeReader>().OpenAsync(Workspaces.Default);
            var candidates = await search.GatherAsync(
                index,
                query,
                vectors is null ? default : (await generator.GenerateAsync([one.Question]))[0].Vector,
                default
            );
            var passages = await index.PassagesAsync([.. candidates.Select(pair => pair.candidate.ChunkId)], default);
            found.Add(
                (
                    one,
                    [
                        .. candidates.Select(pair => new LinearFit.Row(
                            pair.found.ToArray(),
                            one.Documents.Contains(passages[pair.candidate.ChunkId].Uri)
                        )),
                    ]
                )
            );
        }
        return found;
    }

    public static IReadOnlyList<Case> ReadCases(string path) =>
        [
            .. File.ReadLines(path)
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Select(line => new Case(
                    line.GetProperty("question").GetString()!,
                    line.TryGetProperty("expectedDocuments", out var ids) ? [.. ids.EnumerateArray().Select(id => id.GetString()!)] : []
                )),
        ];

    /// <summary>The kinds of vectors that an index may have, by the names of their weights; null: words alone.</summary>
    public static IEnumerable<(string Kind, IEmbeddingGenerator<string, Embedding<float>>? Vectors)> Kinds(KeptVectors kept) =>
        [("meaning", kept), ("spelling", new HashingEmbeddingGenerator()), ("words", null)];

    internal sealed record Case(string Question, IReadOnlyList<string> Documents);
}
