using ChatBot.Knowledge.Indexing;

namespace ChatBot.Answering;

/// <summary>Where an answer is from, or, of no answer, a page that comes closest.</summary>
/// <param name="Number">The n of its label [n] in the answer.</param>
/// <param name="Uri">Link or path of the document.</param>
/// <param name="Similarity">0 to 1.</param>
/// <param name="Excerpt">The passage that supports the answer, whole sentences.</param>
public sealed record Source(int Number, string Title, string Uri, double Similarity, string Excerpt)
{
    /// <summary>Id of the document in the index; empty in answers that were stored before it was kept.</summary>
    public string DocumentId { get; init; } = "";

    /// <summary>Which passage of the document, from 0.</summary>
    public int Ordinal { get; init; }

    /// <summary>The page that the passage begins on, from 1, in documents that have pages.</summary>
    public int? Page { get; init; }

    /// <summary>What was quoted first, as a reader of the document sees it: one line without marks; empty where nothing was.</summary>
    public string Quote { get; init; } = "";

    /// <summary>Where it opens, for the reader of a channel, which fills it in; null where it does not open.</summary>
    public string? Link { get; init; }

    /// <summary>The excerpt as HTML, for readers of a page, filled in likewise; null elsewhere.</summary>
    public string? ExcerptHtml { get; init; }

    public static Source Of(int number, Passage passage, string excerpt, string quote) =>
        new(number, passage.Title, passage.Uri, passage.Similarity, excerpt)
        {
            DocumentId = passage.DocumentId,
            Ordinal = passage.Ordinal,
            Page = passage.Page,
            Quote = quote,
        };
}
