using System.Runtime.InteropServices;
using ChatBot.Language;

namespace ChatBot.Knowledge.Indexing.Postings;

/// <summary>
/// The postings of several chunks by term, so that a term's last block is written once for all of them; in key order, so that each page is
/// visited once.
/// </summary>
internal sealed class GatheredPostings
{
    private readonly SortedDictionary<string, List<Posting>> _gathered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Body, int Title, int Names)> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, List<Posting>> ByTerm => _gathered;

    /// <summary>The lowest chunk id.</summary>
    public long First { get; private set; }

    /// <summary>Gathers a chunk's; ids have to rise from call to call.</summary>
    public void Add(long chunkId, ChunkTerms terms)
    {
        if (_gathered.Count == 0)
            First = chunkId;
        _counts.Clear();
        foreach (var term in Split(terms.Body))
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, term, out _).Body++;
        foreach (var term in Split(terms.Title))
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, term, out _).Title++;
        foreach (var term in Split(terms.Names))
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, term, out _).Names++;
        foreach (var (term, count) in _counts)
            Of(term).Add(new Posting(chunkId, count.Body, count.Title, count.Names, terms.Length));
    }

    /// <summary>Gathers a term's; their ids have to be higher than what the term has.</summary>
    public void Add(string term, PostingBlock.Reader block)
    {
        for (var postings = Of(term); block.Next(); )
            postings.Add(block.Current);
    }

    private List<Posting> Of(string term)
    {
        if (!_gathered.TryGetValue(term, out var postings))
            _gathered[term] = postings = [];
        return postings;
    }

    private static IEnumerable<string> Split(string terms) =>
        terms.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(term => term != TextAnalyzer.SentenceMark);
}
