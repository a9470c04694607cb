using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.TestKit.Answering;

/// <summary>A knowledge index over a handful of texts: BM25 over stems, nothing stored. For tests of the stages after retrieval.</summary>
public sealed class InMemoryIndex : IKnowledgeIndex
{
    private const double K1 = 1.2,
        B = 0.75;
    private readonly List<(Passage Passage, Dictionary<string, int> Counts, int Length)> _chunks = [];
    private readonly Dictionary<string, int> _documentFrequency = [];

    public InMemoryIndex Add(string title, string text, string? uri = null, string category = "general", string kind = "prose")
    {
        var counts = Terms
            .Of($"{title}\n{title}\n{text}")
            .GroupBy(term => term.Stem)
            .ToDictionary(group => group.Key, group => group.Count());
        foreach (var stem in counts.Keys)
            _documentFrequency[stem] = _documentFrequency.GetValueOrDefault(stem) + 1;
        var id = uri ?? $"{title}.md";
        _chunks.Add((new Passage($"{id}#{_chunks.Count}", id, [title], id, category, 0, kind, text, 0), counts, counts.Values.Sum()));
        return this;
    }

    public Task<IReadOnlyList<Passage>> SearchAsync(KnowledgeQuery query, CancellationToken cancel = default)
    {
        var wanted = Terms.Content(query.Question.Text).Keys.ToList();
        var average = _chunks.Count == 0 ? 1 : _chunks.Average(chunk => chunk.Length);
        var best = wanted.Sum(Idf);
        var found = _chunks
            .Select(chunk =>
                (
                    chunk.Passage,
                    Score: wanted.Sum(stem => Idf(stem) * Saturation(chunk.Counts.GetValueOrDefault(stem), chunk.Length / average))
                )
            )
            .Where(hit => hit.Score > 0 && (query.Category is null || hit.Passage.Category == query.Category))
            .Where(hit => query.Without?.Contains(hit.Passage.ChunkId) is not true)
            .OrderByDescending(hit => hit.Score)
            .Take(query.TopK)
            .Select(hit => hit.Passage with { Similarity = Math.Min(1, hit.Score / (best * (K1 + 1) / 2)) });
        return Task.FromResult<IReadOnlyList<Passage>>([.. found]);
    }

    public Task<IndexSize> SizeAsync(string workspace, CancellationToken cancel = default) =>
        Task.FromResult(new IndexSize(_chunks.Select(chunk => chunk.Passage.DocumentId).Distinct().Count(), _chunks.Count));

    private double Idf(string stem) =>
        Math.Log(
            1 + (_chunks.Count - _documentFrequency.GetValueOrDefault(stem) + 0.5) / (_documentFrequency.GetValueOrDefault(stem) + 0.5)
        );

    private static double Saturation(int count, double relativeLength) => count * (K1 + 1) / (count + K1 * (1 - B + B * relativeLength));
}
