using ChatBot.Answering.Guarding;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;
using Microsoft.Extensions.Options;

namespace ChatBot.Answering.Retrieval;

/// <summary>What stage 3 found.</summary>
/// <param name="Passages">Best first, freed from instructions that hide in documents.</param>
/// <param name="Enough">Whether the best one reaches the threshold.</param>
public sealed record Retrieved(IReadOnlyList<Passage> Passages, bool Enough)
{
    /// <summary>Those that show code where some do; else all.</summary>
    public IReadOnlyList<Passage> WithCode() =>
        Passages.Where(passage => passage.Kind == "code" || passage.Text.Contains("```", StringComparison.Ordinal)).ToList()
            is { Count: > 0 } shown
            ? shown
            : Passages;

    /// <summary>Those of some chunks where they are among them; else all.</summary>
    public IReadOnlyList<Passage> Of(IReadOnlySet<string> chunks) =>
        Passages.Where(passage => chunks.Contains(passage.ChunkId)).ToList() is { Count: > 0 } found ? found : Passages;
}

/// <summary>Stage 3: the passages that an answer may be written from.</summary>
public sealed class Retriever(IKnowledgeIndex index, PassageSanitiser sanitiser, IOptions<RetrievalOptions> options)
{
    /// <summary>Passages beyond <see cref="RetrievalOptions.TopK"/> that quoting reads.</summary>
    private const int Further = 3;

    /// <param name="without">Ids of chunks that have been shown and are left out.</param>
    /// <param name="within">The only page that is searched.</param>
    public async Task<Retrieved> RetrieveAsync(
        string workspace,
        QuestionReading standalone,
        CancellationToken cancel = default,
        IReadOnlySet<string>? without = null,
        PageOf? within = null
    )
    {
        var query = new KnowledgeQuery(workspace, standalone, options.Value.TopK + Further) { Without = without, Within = within };
        var found = await index.SearchAsync(query, cancel);
        var safe = new List<Passage>(found.Count);
        foreach (var passage in found)
            if (await sanitiser.SanitiseAsync(passage, cancel) is var clean && !string.IsNullOrWhiteSpace(clean.Text))
                safe.Add(clean);
        // the page is what is spoken of: its sections have only to speak of the new words
        if (
            within is not null
            && safe.FindAll(passage => OwnWords.AreIn($"{passage.Title}\n{passage.Text}", standalone)) is { Count: > 0 } speaking
        )
            return new Retrieved(speaking, true);
        return new Retrieved(safe, safe.Count > 0 && safe[0].Similarity >= options.Value.Threshold);
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
