using ChatBot.Knowledge.Analysis;

namespace ChatBot.Knowledge.Searching;

/// <summary>A term that a search looks for.</summary>
/// <param name="Term">As the index holds it.</param>
/// <param name="Idf">Robertson–Spärck Jones weight, ln(1 + (N - n + ½) / (n + ½)).</param>
/// <param name="Known">False where the index does not hold it: it counts as missing evidence.</param>
/// <param name="Certainty">1 as typed; less for the nearest spelling that the index knows.</param>
/// <param name="Compound">An identifier or file name, beside its parts: a bonus where found, no loss where not.</param>
internal sealed record SearchTerm(string Term, double Idf, bool Known, double Certainty, bool Compound);

/// <summary>A question's terms, weighed by the index; in the question's order.</summary>
internal sealed record SearchTerms(IReadOnlyList<SearchTerm> Terms)
{
    /// <summary>Sum of idf over all terms that are not compounds: what a perfect passage would hold.</summary>
    public double TotalIdf { get; } = Terms.Where(term => !term.Compound).Sum(term => term.Idf);

    public IReadOnlyCollection<string> Lookup => [.. Terms.Where(term => term.Known).Select(term => term.Term).Distinct(StringComparer.Ordinal)];

    public static async ValueTask<SearchTerms> WeighAsync(IKnowledgeSnapshot index, string question, CancellationToken cancel)
    {
        var analyzed = TextAnalyzer.Terms(question);
        var content = analyzed.Where(term => !term.IsStopWord).ToList();
        if (content.Count == 0)
            content = analyzed; // "who is it about?": nothing else to go by
        var distinct = content.DistinctBy(term => term.Term).Take(MostTerms).ToList();
        var frequencies = await index.FrequenciesAsync([.. distinct.Select(term => term.Term)], cancel);
        var terms = new List<SearchTerm>(distinct.Count);
        foreach (var term in distinct)
        {
            if (frequencies.TryGetValue(term.Term, out var chunks))
                terms.Add(new SearchTerm(term.Term, Idf(index.Totals, chunks), true, 1, term.Compound));
            else if (!term.Compound)
                terms.Add(await Spelling.NearestAsync(index, term.Term, cancel) is { } near
                    ? new SearchTerm(near.Term, Idf(index.Totals, near.Chunks), true, near.Certainty, false)
                    : new SearchTerm(term.Term, Idf(index.Totals, 0), false, 1, false));
        }
        return new SearchTerms(terms);
    }

    /// <summary>A pasted page is searched by its first terms; more would cost time and blur the question.</summary>
    private const int MostTerms = 48;

    private static double Idf(IndexTotals totals, long chunks) => Math.Log(1 + (totals.Chunks - chunks + 0.5) / (chunks + 0.5));
}
