using System.Collections.Concurrent;

namespace ChatBot.Language;

/// <summary>Stems of words, remembered: a company's documents and questions use the same words over and over.</summary>
public static class Stems
{
    private const int Kept = 200_000;
    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    /// <param name="word">Folded.</param>
    public static string Of(string word)
    {
        if (Known.TryGetValue(word, out var stem))
            return stem;
        stem = SpellingVariants.After(PorterStemmer.Stem(SpellingVariants.Before(word)));
        if (Known.Count < Kept)
            Known[word] = stem;
        return stem;
    }
}
