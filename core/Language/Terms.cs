using System.Collections.Concurrent;

namespace ChatBot.Language;

/// <summary>A word of a text as matching sees it.</summary>
/// <param name="Word">Folded, as written.</param>
/// <param name="Stem">What its inflections share.</param>
/// <param name="Weight">0 to 1: how much it says about the subject (see <see cref="CommonWords"/>).</param>
public readonly record struct Term(string Word, string Stem, double Weight);

/// <summary>Splits text into terms: runs of letters and digits; an ideograph or kana is a term of its own.</summary>
public static class Terms
{
    private const int LongestTerm = 48;
    private const double IdeographWeight = 0.8;

    /// <summary>Terms are remembered by their word: a company's documents and questions use the same words over and over.</summary>
    private const int Kept = 200_000;
    private static readonly ConcurrentDictionary<string, Term> Known = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, Term>.AlternateLookup<ReadOnlySpan<char>> KnownBySpan = Known.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    /// <summary>Terms in order; linear in the text's length.</summary>
    public static List<Term> Of(string text)
    {
        var terms = new List<Term>();
        Span<char> word = stackalloc char[LongestTerm];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (Scripts.IsIdeographic(c))
            {
                End(word, ref length, terms);
                terms.Add(new Term(c.ToString(), c.ToString(), IdeographWeight));
            }
            else if (char.IsLetterOrDigit(c) || char.IsSurrogate(c) || Folding.IsDecoration(c) && length > 0)
            {
                if (!Folding.IsDecoration(c) && length < LongestTerm)
                    word[length++] = Folding.Fold(c);
            }
            else if (c is '\'' or '’' && length > 0 && i + 1 < text.Length && char.IsLetter(text[i + 1]))
            {
                // The possessive is not part of a name; other apostrophes are dropped: don't is dont.
                if (text[i + 1] is 's' or 'S' && (i + 2 == text.Length || !char.IsLetter(text[i + 2])))
                    i++;
            }
            else
                End(word, ref length, terms);
        }
        End(word, ref length, terms);
        return terms;
    }

    /// <summary>Stems that carry meaning, each with its weight.</summary>
    public static Dictionary<string, double> Content(string text) => Content(Of(text));

    /// <inheritdoc cref="Content(string)"/>
    public static Dictionary<string, double> Content(IEnumerable<Term> terms)
    {
        var content = new Dictionary<string, double>();
        foreach (var term in terms)
            if (term.Weight > 0)
                content[term.Stem] = Math.Max(term.Weight, content.GetValueOrDefault(term.Stem));
        return content;
    }

    private static void End(Span<char> buffer, ref int length, List<Term> terms)
    {
        if (length == 0)
            return;
        ReadOnlySpan<char> letters = buffer[..length];
        length = 0;
        if (!KnownBySpan.TryGetValue(letters, out var term))
        {
            var word = letters.ToString();
            term = new Term(word, Stems.Of(word), CommonWords.Weight(word));
            if (Known.Count < Kept)
                Known[word] = term;
        }
        terms.Add(term);
    }
}
