using ChatBot.Answering.Guarding;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;
using Microsoft.Extensions.Options;

namespace ChatBot.Answering.Retrieval;

/// <summary>What stage 3 found.</summary>
/// <param name="Passages">Best first, freed from instructions that hide in documents.</param>
/// <param name="Enough">Whether the best one reaches the threshold.</param>
public sealed record Retrieved(IReadOnlyList<Passage> Passages, bool Enough);

/// <summary>Stage 3: the passages that an answer may be written from.</summary>
public sealed class Retriever(IKnowledgeIndex index, PassageSanitiser sanitiser, IOptions<RetrievalOptions> options)
{
    /// <summary>Passages beyond <see cref="RetrievalOptions.TopK"/> that quoting reads.</summary>
    private const int Further = 3;

    /// <summary>Sections that are chosen among.</summary>
    private const int Sections = 10;

    public async Task<Retrieved> RetrieveAsync(string workspace, QuestionReading standalone, CancellationToken cancel = default)
    {
        var count = options.Value.TopK + Further;
        var found = await index.SearchAsync(new KnowledgeQuery(workspace, standalone, Math.Max(Sections, count)), cancel);
        var safe = new List<Passage>(found.Count);
        foreach (var passage in found)
            if (await sanitiser.SanitiseAsync(passage, cancel) is var clean && !string.IsNullOrWhiteSpace(clean.Text))
                safe.Add(clean);
        var ordered = SectionChoice.IsDue(safe) ? SectionChoice.Order(standalone, safe) : safe;
        IReadOnlyList<Passage> best = [.. ordered.Take(count)];
        return new Retrieved(best, best.Count > 0 && best[0].Similarity >= options.Value.Threshold);
    }

    /// <summary>What to say when nothing fits: names the nearest pages, so that the person can go on from there.</summary>
    public static string Apology(IReadOnlyList<Passage> passages)
    {
        var titles = passages
            .Where(passage => passage.Similarity > 0)
            .Select(passage => passage.Headings.FirstOrDefault())
            .Where(title => title is { Length: > 0 and <= 80 })
            .Distinct()
            .Take(3)
            .ToList();
        const string start = "I could not find an answer to that in the documents I have.";
        return titles.Count == 0
            ? $"{start} Try other words, or ask someone who looks after this subject."
            : $"{start} The closest pages are about: {string.Join("; ", titles)}. Try other words, or ask about one of these.";
    }
}
