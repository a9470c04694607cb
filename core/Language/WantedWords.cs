namespace ChatBot.Language;

/// <summary>The words of a question that a sentence which answers it should hold, and how they stand to each other.</summary>
public sealed class WantedWords
{
    /// <summary>Words that ask for a kind of answer; a sentence that answers need not hold them.</summary>
    private static readonly WordList Asking = WordList.Load("asking")["asking"];

    private readonly Dictionary<string, double> _weights = [];
    private readonly HashSet<(string, string)> _pairs = [];

    private WantedWords() { }

    /// <summary>Stems with their weight, in the question's order.</summary>
    public IReadOnlyDictionary<string, double> Weights => _weights;

    /// <summary>Neighbouring stems, in order.</summary>
    public IReadOnlySet<(string, string)> Pairs => _pairs;

    internal static WantedWords Of(IReadOnlyList<Term> terms)
    {
        var wanted = new WantedWords();
        wanted.Weigh(terms);
        wanted.Pair(terms);
        return wanted;
    }

    private void Weigh(IReadOnlyList<Term> terms)
    {
        foreach (var term in terms)
            if (term.Weight > 0 && !Asking.Contains(term.Word))
                _weights[term.Stem] = Math.Max(term.Weight, _weights.GetValueOrDefault(term.Stem));
        if (_weights.Count == 0)
            foreach (var term in terms)
                _weights[term.Stem] = 1;
    }

    private void Pair(IReadOnlyList<Term> terms)
    {
        string? before = null;
        foreach (var (_, stem, _) in terms.Where(term => _weights.ContainsKey(term.Stem)))
        {
            if (before is not null)
                _pairs.Add((before, stem));
            before = stem;
        }
    }
}
