using System.Collections.Frozen;

namespace ChatBot.Language;

/// <summary>Whether a text is English, by the words that carry its sentences and by how many of the others are common in English.</summary>
internal static class EnglishText
{
    /// <summary>Of the words of a question for which nothing else speaks; names and terms of a trade are in no list.</summary>
    private const double LeastKnown = 1.0 / 3;

    private static readonly FrozenSet<string> Foreign = WordList.Load("foreign-words").Words;

    public static bool Is(IReadOnlyList<Term> terms)
    {
        int foreign = 0,
            function = 0,
            known = 0;
        foreach (var term in terms)
            if (Foreign.Contains(term.Word))
                foreign++;
            else if (FunctionWords.IsFunction(term.Word))
                function++;
            else if (CommonWords.Contains(term.Word))
                known++;
        return foreign <= function && function + known >= LeastKnown * terms.Count;
    }
}
