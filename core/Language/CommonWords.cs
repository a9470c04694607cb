namespace ChatBot.Language;

/// <summary>
/// How much a word says about a text's subject, from its rank among the commonest English words (Zipf: frequency falls with rank).
/// The list stands in for the document frequencies of a large corpus, so that rarity means the same for every company's documents.
/// </summary>
public static class CommonWords
{
    private static readonly Dictionary<string, int> Ranks = Ranked(WordList.Load("common-words").Lines);

    /// <summary>0 for function words, about 0.2 for the commonest others, 1 for words outside the list.</summary>
    public static double Weight(string word)
    {
        if (FunctionWords.IsFunction(word))
            return 0;
        if (!Ranks.TryGetValue(word, out var rank))
            return 1;
        return Math.Clamp(Math.Log(rank + 10) / Math.Log(Ranks.Count + 10), 0.2, 1);
    }

    /// <summary>Whether it is one of the 8,000 commonest English words.</summary>
    /// <param name="word">Folded.</param>
    public static bool Contains(string word) => Ranks.ContainsKey(word);

    private static Dictionary<string, int> Ranked(IReadOnlyList<string> words)
    {
        var ranks = new Dictionary<string, int>(words.Count, StringComparer.Ordinal);
        foreach (var word in words)
            ranks.TryAdd(word, ranks.Count);
        return ranks;
    }
}
