namespace ChatBot.Language;

/// <summary>
/// Joins what English spells two ways, so that either finds the other: colour and color, organise and organize, centre and center,
/// defence and defense, catalogue and catalog. What comes out are search keys, not words.
/// </summary>
internal static class SpellingVariants
{
    /// <summary>Endings of a verb in -ise or -yse after the s.</summary>
    private static readonly string[] AfterS = ["ation", "ations", "ing", "ers", "er", "es", "ed", "e"];

    /// <summary>A folded word as it is spelled before it is stemmed.</summary>
    public static string Before(string word)
    {
        if (word.Length < 5)
            return word;
        foreach (var ending in AfterS)
            if (word.EndsWith(ending, StringComparison.Ordinal) && word.Length > ending.Length + 3)
            {
                var s = word.Length - ending.Length - 1;
                if (word[s] == 's' && word[s - 1] is 'i' or 'y')
                    return IsSpelledWithZ(word[..s]) ? $"{word[..s]}z{ending}" : word;
            }
        return EndsInRe(word);
    }

    /// <summary>A stem as it is kept.</summary>
    public static string After(string stem)
    {
        if (Swapped(stem, "ogu", "og") is { } log)
            return log;
        if (Swapped(stem, "enc", "ens") is { } defence)
            return defence;
        foreach (var (british, american) in ((string, string)[])[("our", "or"), ("ourit", "orit"), ("ourhood", "orhood")])
            if (Swapped(stem, british, american) is { } colour)
                return colour;
        return stem;
    }

    /// <summary>Whether the commonest words know the verb with z, or do not know it with s: promise, supervise and precise stay.</summary>
    private static bool IsSpelledWithZ(string stem) =>
        AfterS.Any(ending => CommonWords.Contains($"{stem}z{ending}")) || !AfterS.Any(ending => CommonWords.Contains($"{stem}s{ending}"));

    /// <summary>centre, centres, centred: as center, where that is a word.</summary>
    private static string EndsInRe(string word)
    {
        var stem =
            word.EndsWith("re", StringComparison.Ordinal) ? word[..^2]
            : word.EndsWith("res", StringComparison.Ordinal) || word.EndsWith("red", StringComparison.Ordinal) ? word[..^3]
            : "";
        if (stem.Length < 3 || IsVowel(stem[^1]) || stem[^1] is 'r' || !CommonWords.Contains(stem + "er"))
            return word;
        return $"{stem}er{(word[^1] == 'd' ? "ed" : word[(stem.Length + 2)..])}";
    }

    /// <summary>
    /// The stem with another end; null where it ends otherwise, or where no syllable stands before it, as in hour and fence.
    /// </summary>
    private static string? Swapped(string stem, string end, string other) =>
        stem.EndsWith(end, StringComparison.Ordinal) && stem.AsSpan(0, stem.Length - end.Length).ContainsAny("aeiou")
            ? stem[..^end.Length] + other
            : null;

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';
}
