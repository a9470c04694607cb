namespace ChatBot.Language;

/// <summary>A word that some write as one and some as two: gunpowder, gun powder. Index terms.</summary>
/// <param name="Whole">As one.</param>
/// <param name="First">Its first half and, right after it, <paramref name="Second"/>.</param>
public readonly record struct JoinedWord(string Whole, string First, string Second);

/// <summary>What a search looks for by words.</summary>
internal static class SearchedTerms
{
    /// <summary>A pasted page is searched by its first terms; more would cost time and blur the question.</summary>
    private const int Most = 48;

    /// <summary>Letters of the shorter half.</summary>
    private const int ShortestHalf = 3;

    public static IReadOnlyList<AnalyzedTerm> Of(IReadOnlyList<AnalyzedTerm> analyzed)
    {
        var content = analyzed.Where(term => !term.IsStopWord).ToList();
        if (content.Count == 0)
            content = [.. analyzed]; // "who is it about?": nothing else to go by
        return [.. content.DistinctBy(term => term.Term).Take(Most)];
    }

    /// <summary>
    /// The other spellings of a question's words: neighbours written as one, of which the first means something by itself (log in, login),
    /// words that are two common ones, and what is written with a hyphen.
    /// </summary>
    public static IReadOnlyList<JoinedWord> Joined(IReadOnlyList<AnalyzedTerm> analyzed)
    {
        var joined = new List<JoinedWord>();
        foreach (var (i, term) in analyzed.Take(Most).Index())
        {
            if (term.Compound && i >= 2 && analyzed[i - 2].Word + analyzed[i - 1].Word == term.Word)
                joined.Add(new JoinedWord(term.Term, analyzed[i - 2].Term, analyzed[i - 1].Term));
            if (!IsWord(term) || term.IsStopWord)
                continue;
            if (i + 1 < analyzed.Count && IsWord(analyzed[i + 1]) && analyzed[i + 1].Word.Length >= 2)
                joined.Add(new JoinedWord(Stems.Of(term.Word + analyzed[i + 1].Word), term.Term, analyzed[i + 1].Term));
            for (var at = ShortestHalf; at <= term.Word.Length - ShortestHalf; at++)
                if (CommonWords.Contains(term.Word[..at]) && CommonWords.Contains(term.Word[at..]))
                    joined.Add(new JoinedWord(term.Term, Stems.Of(term.Word[..at]), Stems.Of(term.Word[at..])));
        }
        return joined;
    }

    private static bool IsWord(AnalyzedTerm term) =>
        term is { Compound: false, Exact: false } && term.Word.Length > 1 && !term.Word.AsSpan().ContainsAnyExceptInRange('a', 'z');
}
