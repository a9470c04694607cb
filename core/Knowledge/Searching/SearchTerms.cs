using ChatBot.Language;

namespace ChatBot.Knowledge.Searching;

/// <summary>A term that a search looks for.</summary>
/// <param name="Term">As the index holds it.</param>
/// <param name="Chunks">How many chunks hold it; 0 counts as missing evidence.</param>
/// <param name="Weight">What it counts for: a power of its idf, see <see cref="SearchTerms"/>.</param>
/// <param name="Certainty">1 as typed; less for the nearest spelling that the index knows.</param>
/// <param name="Compound">An identifier or file name, beside its parts: a bonus where found, no loss where not.</param>
internal sealed record SearchTerm(string Term, long Chunks, double Weight, double Certainty, bool Compound)
{
    public bool Known => Chunks > 0;

    /// <summary>The word of the question that it stands for, not stemmed.</summary>
    public string Word { get; init; } = "";
}

/// <summary>A question's terms, weighed by the index; in the question's order.</summary>
internal sealed record SearchTerms(IReadOnlyList<SearchTerm> Terms, IReadOnlyList<JoinedWord> Joined, bool AsksForFigure)
{
    /// <summary>
    /// The weight of a term is its idf to this power: the rarest words of a question decide more than BM25 lets them.
    /// Fitted; 1 is BM25's own, 1.3 to 2 differ little.
    /// </summary>
    private const double IdfPower = 1.6;

    /// <summary>Sum of the weights of all terms that are not compounds: what a perfect passage would hold.</summary>
    public double TotalWeight { get; } = Terms.Where(term => !term.Compound).Sum(term => term.Weight);

    /// <param name="spellings">By term of the question: how the index spells it.</param>
    /// <param name="found">Of a search by these terms and spellings.</param>
    public static SearchTerms Weigh(QuestionReading question, IReadOnlyDictionary<string, Spelling.Near> spellings, Findings found)
    {
        var terms = new List<SearchTerm>(question.SearchTerms.Count);
        foreach (var term in question.SearchTerms)
        {
            var near = spellings.GetValueOrDefault(term.Term);
            var spelled = near?.Term ?? term.Term;
            if (found.Frequencies.TryGetValue(spelled, out var chunks))
                terms.Add(
                    new SearchTerm(spelled, chunks, WeightOf(found.Totals, chunks), near?.Certainty ?? 1, term.Compound)
                    {
                        Word = term.Word,
                    }
                );
            else if (!term.Compound)
                terms.Add(new SearchTerm(term.Term, 0, WeightOf(found.Totals, 0), 1, false) { Word = term.Word });
        }
        // What is written as one counts as its parts where the index knows it; what is asked for as one, in parts as well.
        var joined = question.JoinedWords.Where(word =>
            found.Frequencies.ContainsKey(word.Whole) || terms.Any(term => term.Term == word.Whole && !term.Compound)
        );
        return new SearchTerms(terms, [.. joined], question.AsksForFigure);
    }

    /// <summary>The same for people.</summary>
    public IReadOnlyList<SoughtWord> Words =>
        [
            .. Terms.Select(term => new SoughtWord(
                term.Word,
                term.Certainty < 1 ? term.Term : null,
                term.Chunks,
                term.Compound ? 0 : term.Weight / Math.Max(TotalWeight, 1e-9)
            )),
        ];

    public static double WeightOf(IndexTotals totals, long chunks) => Math.Pow(IdfOf(totals, chunks), IdfPower);

    /// <summary>The Robertson–Spärck Jones idf, ln(1 + (N - n + ½) / (n + ½)).</summary>
    public static double IdfOf(IndexTotals totals, long chunks) => Math.Log(1 + (totals.Chunks - chunks + 0.5) / (chunks + 0.5));
}
