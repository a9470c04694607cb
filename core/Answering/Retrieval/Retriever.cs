using ChatBot.Answering.Guarding;
using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Searching;
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

    /// <summary>Sections that are chosen among.</summary>
    private const int Sections = 10;

    /// <summary>
    /// Share of the threshold from which on a page counts as close. The threshold is what a passage needs to answer; half of that chance
    /// is a page on the subject, below it stand words that the question shares with anything.
    /// </summary>
    private const double CloseShare = 0.5;

    private const int MostClosest = 3;

    /// <param name="without">Ids of chunks that have been shown and are left out.</param>
    /// <param name="within">The only page that is searched.</param>
    /// <param name="tell">Is told how the search came to what it found.</param>
    public async Task<Retrieved> RetrieveAsync(
        string workspace,
        QuestionReading standalone,
        CancellationToken cancel = default,
        IReadOnlySet<string>? without = null,
        PageOf? within = null,
        Action<SearchReasons>? tell = null
    )
    {
        var count = options.Value.TopK + Further;
        var query = new KnowledgeQuery(workspace, standalone, Math.Max(Sections, count))
        {
            Without = without,
            Within = within,
            Tell = tell,
        };
        var found = await index.SearchAsync(query, cancel);
        var safe = new List<Passage>(found.Count);
        foreach (var passage in found)
            if (await sanitiser.SanitiseAsync(passage, cancel) is var clean && !string.IsNullOrWhiteSpace(clean.Text))
                safe.Add(clean);
        var ordered = SectionChoice.IsDue(safe) ? SectionChoice.Order(standalone, safe) : safe;
        List<Passage> best = [.. ordered.Take(count)];
        // the page is what is spoken of: its sections have only to speak of the new words
        if (
            within is not null
            && best.FindAll(passage => OwnWords.AreIn($"{passage.Title}\n{passage.Text}", standalone)) is { Count: > 0 } speaking
        )
            return new Retrieved(speaking, true);
        return new Retrieved(best, best.Count > 0 && best[0].Similarity >= options.Value.Threshold);
    }

    /// <summary>
    /// The pages that come closest to a question without an answer: one passage a document, best first; none where nothing is close, since
    /// a page about something else helps nobody.
    /// </summary>
    public IReadOnlyList<Source> Closest(IReadOnlyList<Passage> passages) =>
        [
            .. passages
                .Where(passage => passage.Similarity >= CloseShare * options.Value.Threshold)
                .DistinctBy(passage => passage.DocumentId)
                .Take(MostClosest)
                .Select((passage, i) => Source.Of(i + 1, passage, excerpt: "", quote: "")),
        ];

    /// <summary>What to say when nothing answers; the pages themselves are shown beside it.</summary>
    public static string Apology(IReadOnlyList<Source> closest) =>
        "I could not find an answer to that in the documents I have. "
        + closest.Count switch
        {
            0 => "Try other words, or ask someone who looks after this subject.",
            1 => "The page below comes closest; try other words, or ask about what it covers.",
            _ => "The pages below come closest; try other words, or ask about what they cover.",
        };
}
