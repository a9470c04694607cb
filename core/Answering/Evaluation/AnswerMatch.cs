using System.Text;
using System.Text.RegularExpressions;

namespace ChatBot.Answering.Evaluation;

/// <summary>
/// Does an answer contain an expected one? Compared as the SQuAD evaluation does: without case, punctuation and the articles
/// a, an, the; runs of white-space count as one space. Our [n] labels are no part of the text.
/// </summary>
public static partial class AnswerMatch
{
    public static bool Contains(string answer, IEnumerable<string> expected)
    {
        var normalised = Normalise(answer);
        return expected.Select(Normalise).Any(wanted => wanted.Length > 0 && normalised.Contains(wanted, StringComparison.Ordinal));
    }

    /// <summary>The text as it is compared.</summary>
    public static string Normalise(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in Label().Replace(text, "").ToLowerInvariant().EnumerateRunes())
            if (!Rune.IsPunctuation(rune) && !Rune.IsSymbol(rune))
                plain.Append(rune.ToString());
        return string.Join(' ', Article().Replace(plain.ToString(), " ").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Label();

    [GeneratedRegex(@"\b(a|an|the)\b")]
    private static partial Regex Article();
}
