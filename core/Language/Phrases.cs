using System.Diagnostics.CodeAnalysis;

namespace ChatBot.Language;

/// <summary>Phrases of a list, each with what it stands for, as they are found in a row of words.</summary>
/// <param name="phrases">As lists write them: words joined by <c>_</c>; one that begins with <c>^</c> counts only at the very start.</param>
internal sealed class Phrases<T>(IEnumerable<(string Phrase, T Value)> phrases)
{
    /// <summary>By first word, the longest first.</summary>
    private readonly Dictionary<string, (string[] Words, bool AtStart, T Value)[]> _byFirst = phrases
        .Select(item => (Words: item.Phrase.TrimStart('^').Split('_'), AtStart: item.Phrase[0] == '^', item.Value))
        .GroupBy(item => item.Words[0])
        .ToDictionary(group => group.Key, group => group.OrderByDescending(item => item.Words.Length).ToArray(), StringComparer.Ordinal);

    /// <summary>Every phrase that begins at a word, the longest first.</summary>
    public IEnumerable<(int Length, T Value)> At(IReadOnlyList<string> words, int at)
    {
        if (!_byFirst.TryGetValue(words[at], out var known))
            yield break;
        foreach (var (phrase, atStart, value) in known)
            if ((at == 0 || !atStart) && StandsAt(words, at, phrase))
                yield return (phrase.Length, value);
    }

    /// <summary>The longest phrase that begins at a word.</summary>
    public bool TryLongest(IReadOnlyList<string> words, int at, out int length, [MaybeNullWhen(false)] out T value)
    {
        foreach (var (found, meaning) in At(words, at))
        {
            (length, value) = (found, meaning);
            return true;
        }
        (length, value) = (0, default);
        return false;
    }

    private static bool StandsAt(IReadOnlyList<string> words, int at, string[] phrase)
    {
        if (at + phrase.Length > words.Count)
            return false;
        for (var i = 1; i < phrase.Length; i++)
            if (words[at + i] != phrase[i])
                return false;
        return true;
    }
}
