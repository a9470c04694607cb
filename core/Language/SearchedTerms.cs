namespace ChatBot.Language;

/// <summary>What a search looks for by words.</summary>
internal static class SearchedTerms
{
    /// <summary>A pasted page is searched by its first terms; more would cost time and blur the question.</summary>
    private const int Most = 48;

    public static IReadOnlyList<AnalyzedTerm> Of(string text)
    {
        var analyzed = TextAnalyzer.Terms(text);
        var content = analyzed.Where(term => !term.IsStopWord).ToList();
        if (content.Count == 0)
            content = analyzed; // "who is it about?": nothing else to go by
        return [.. content.DistinctBy(term => term.Term).Take(Most)];
    }
}
