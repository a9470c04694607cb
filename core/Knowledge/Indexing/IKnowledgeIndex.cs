using ChatBot.Knowledge.Searching;
using ChatBot.Language;

namespace ChatBot.Knowledge.Indexing;

/// <summary>The searchable index of all chunks; lexical and vector search are fused behind it.</summary>
public interface IKnowledgeIndex
{
    /// <summary>The best passages, best first, at most <see cref="KnowledgeQuery.TopK"/>; none below the index's own floor.</summary>
    Task<IReadOnlyList<Passage>> SearchAsync(KnowledgeQuery query, CancellationToken cancel = default);

    /// <summary>Documents and chunks that are visible to searches now.</summary>
    Task<IndexSize> SizeAsync(string workspace, CancellationToken cancel = default);
}

/// <param name="Question">A standalone question or search text.</param>
/// <param name="Category">Only documents of this category, null for all.</param>
public sealed record KnowledgeQuery(string Workspace, QuestionReading Question, int TopK = 5, string? Category = null)
{
    /// <summary>Ids of chunks that are left out.</summary>
    public IReadOnlySet<string>? Without { get; init; }

    /// <summary>The only page that is looked at; null for all.</summary>
    public PageOf? Within { get; init; }

    /// <summary>Is told how the search came to what it found; null where nobody asks.</summary>
    public Action<SearchReasons>? Tell { get; init; }

    /// <summary>A search by text that nobody has read yet.</summary>
    public KnowledgeQuery(string workspace, string text, int topK = 5, string? category = null)
        : this(workspace, QuestionReading.Of(text), topK, category) { }
}

/// <summary>A page by one of its chunks.</summary>
/// <param name="Title">The document's title, which finds its other chunks.</param>
public sealed record PageOf(string ChunkId, string Title);

/// <summary>A chunk that matched.</summary>
/// <param name="Headings">The document's title and the headings above the chunk, outermost first.</param>
/// <param name="Text">The chunk's own text, Markdown or code.</param>
/// <param name="Similarity">0 to 1, calibrated so that <c>Retrieval:Threshold</c> separates answers from chance matches.</param>
/// <param name="Kind">prose, code, table or record.</param>
public sealed record Passage(
    string ChunkId,
    string DocumentId,
    IReadOnlyList<string> Headings,
    string Uri,
    string Category,
    int Ordinal,
    string Kind,
    string Text,
    double Similarity
)
{
    /// <summary>
    /// How near each sentence of the text is to the question, by vectors; empty where there are none, or the text was changed since.
    /// </summary>
    public IReadOnlyList<float> SentenceCosines { get; init; } = [];

    /// <summary>What the search found for it; null where no search did.</summary>
    internal Evidence? Found { get; init; }

    /// <summary>How it stands among the sections that were found; null where none was chosen among.</summary>
    internal SectionVerdict? Verdict { get; init; }

    /// <summary>The headings as one line.</summary>
    public string Title => HeadingPath.Join(Headings);

    /// <summary>The page it begins on, from 1; null in documents without pages.</summary>
    public int? Page => HeadingPath.PageOf(Headings);
}

/// <param name="Chosen">The chance that it is the one that answers, if any of those that were found does.</param>
/// <param name="Helpful">The chance that a quote of it helps.</param>
internal sealed record SectionVerdict(double Chosen, double Helpful);

public sealed record IndexSize(long Documents, long Chunks);
