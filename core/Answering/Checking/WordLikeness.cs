using System.Collections.Concurrent;
using ChatBot.Language;

namespace ChatBot.Answering.Checking;

/// <summary>
/// How near two words are in meaning, 0 to 1: the same stem, an inflection that the stemmer leaves apart, a class of words that mean the
/// same. Figures, identifiers and links are the same or not at all, and a word's opposite is not near. Vectors of words were tried beside
/// this, and told nothing more: what is wrong with a sentence is seldom one strange word.
/// </summary>
internal static class WordLikeness
{
    public static double Of(TextToken said, TextToken source)
    {
        if (said.Kind == TokenKind.Figure && source.Kind == TokenKind.Figure)
            return Figures.AreSame(said, source) ? 1 : 0;
        if (said.Stem == source.Stem || said.Word == source.Word)
            return 1;
        if (
            said.Kind == TokenKind.Figure
            || source.Kind == TokenKind.Figure
            || said.Kind == TokenKind.Link
            || source.Kind == TokenKind.Link
        )
            return 0;
        if (said.Kind == TokenKind.Identifier || source.Kind == TokenKind.Identifier)
            return Bare(said.Original) == Bare(source.Original) ? 1
                : IsPart(said, source) ? 0.9
                : 0;
        if (!source.IsContent)
            return 0;
        return Words(said, source);
    }

    public static bool AreOpposite(TextToken a, TextToken b) => AreOpposite(Reading.Of(a.Word), Reading.Of(b.Word));

    private static bool AreOpposite(Reading a, Reading b)
    {
        foreach (var side in a.Sides)
            if (Array.IndexOf(b.Sides, side ^ 1) >= 0)
                return true;
        return false;
    }

    private static double Words(TextToken said, TextToken source)
    {
        var (a, b) = (Reading.Of(said.Word), Reading.Of(source.Word));
        if (AreOpposite(a, b))
            return 0;
        return a.Stem == b.Stem ? 0.95
            : a.Classes.Length > 0 && b.Classes.Length > 0 && a.Classes.AsSpan().ContainsAny(b.Classes) ? 0.8
            : Prefix(said.Word, source.Word) is var prefix
            && prefix >= 5
            && prefix * 3 >= 2 * Math.Max(said.Word.Length, source.Word.Length)
                ? 0.7
            : 0;
    }

    /// <summary>What the lists of classes and of opposites say of a word, remembered.</summary>
    private sealed record Reading(string Stem, int[] Sides, int[] Classes)
    {
        private const int Kept = 100_000;
        private static readonly ConcurrentDictionary<string, Reading> Known = new(StringComparer.Ordinal);

        public static Reading Of(string word)
        {
            if (Known.TryGetValue(word, out var reading))
                return reading;
            var stem = WordClasses.StemOf(word);
            reading = new Reading(stem, WordClasses.SidesOf(stem), WordClasses.ClassesOf(stem));
            if (Known.Count < Kept)
                Known[word] = reading;
            return reading;
        }
    }

    private static string Bare(string identifier) => identifier.TrimEnd('(', ')').Trim('`', '"', '\'');

    /// <summary>retries is a part of max_retries.</summary>
    private static bool IsPart(TextToken said, TextToken source) =>
        source.Kind == TokenKind.Identifier && said.Kind == TokenKind.Word && Array.IndexOf(Parts.Of(source.Original), said.Stem) >= 0;

    private static int Prefix(string a, string b)
    {
        var i = 0;
        while (i < Math.Min(a.Length, b.Length) && a[i] == b[i])
            i++;
        return i;
    }

    /// <summary>Stems that identifiers are made of, remembered.</summary>
    internal static class Parts
    {
        private const int Kept = 50_000;
        private static readonly ConcurrentDictionary<string, string[]> Known = new(StringComparer.Ordinal);

        public static string[] Of(string identifier)
        {
            if (Known.TryGetValue(identifier, out var parts))
                return parts;
            parts = [.. Terms.Of(identifier).Select(part => part.Stem)];
            if (Known.Count < Kept)
                Known[identifier] = parts;
            return parts;
        }
    }
}
