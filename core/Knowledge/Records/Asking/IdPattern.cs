using System.Collections.Frozen;
using ChatBot.Knowledge.Records.Storing;
using ChatBot.Language;

namespace ChatBot.Knowledge.Records.Asking;

/// <summary>
/// What the ids of a source look like, learned from some of them: letters that begin all of them and then digits. Ids of another kind are
/// found as they stand, and one that is not there is no id.
/// </summary>
/// <param name="Prefix">Folded letters; null where ids are of no such kind.</param>
/// <param name="Digits">How many, where all have the same number of them; else 0.</param>
internal sealed record IdPattern(string? Prefix, int Digits)
{
    /// <summary>Digits beyond which a number is no id.</summary>
    private const int MostDigits = 18;

    public static IdPattern Of(IReadOnlyList<string> ids)
    {
        var folded = ids.Select(RecordCells.Folded).ToFrozenSet();
        var parts = folded.Select(id => (Letters: id.TrimEnd([.. "0123456789"]), id.Length)).ToList();
        if (
            parts.Count == 0
            || parts.Exists(part =>
                part.Letters != parts[0].Letters || part.Length == part.Letters.Length || part.Letters.Any(char.IsAsciiDigit)
            )
        )
            return new IdPattern(null, 0);
        var digits = parts[0].Length - parts[0].Letters.Length;
        return new IdPattern(parts[0].Letters, parts.TrueForAll(part => part.Length - part.Letters.Length == digits) ? digits : 0);
    }

    /// <summary>The ids that a question may name: folded, with the words that name each, and whether they can be nothing else.</summary>
    /// <param name="isNoun">Whether a word is what such a row is called.</param>
    public IEnumerable<(int At, int Length, string Folded, bool IsCertain)> In(
        IReadOnlyList<Token> tokens,
        string text,
        Func<int, bool> isNoun
    )
    {
        for (var at = 0; at < tokens.Count; at++)
        {
            var word = tokens[at].Word;
            if (Prefix is { Length: > 0 })
            {
                if (
                    word == Prefix
                    && at + 1 < tokens.Count
                    && IsNumber(tokens[at + 1].Word)
                    && Joins(text[tokens[at].End..tokens[at + 1].Start])
                )
                    yield return (at, 2, Prefix + Padded(tokens[at + 1].Word), IsName);
                else if (word.StartsWith(Prefix, StringComparison.Ordinal) && IsNumber(word[Prefix.Length..]))
                    yield return (at, 1, Prefix + Padded(word[Prefix.Length..]), IsName);
            }
            if (Prefix is not null && IsNumber(word) && (IsMarked(tokens[at], text) || at > 0 && isNoun(at - 1)))
                yield return (at, 1, Prefix + Padded(word), false);
            var glued = 1;
            while (
                at + glued < tokens.Count
                && tokens[at + glued].Start == tokens[at + glued - 1].End + 1
                && text[tokens[at + glued].Start - 1] is '-' or '_' or '/' or '.' or ':'
            )
                glued++;
            var chain = string.Concat(tokens.Skip(at).Take(glued).Select(token => RecordCells.Folded(token.Raw)));
            if (Prefix is null && chain.Any(char.IsAsciiDigit))
                yield return (at, glued, chain, false);
        }
    }

    /// <summary>Letters that are no word and hardly anything else: "REQ-7" names a row, "A-4" may be paper.</summary>
    private bool IsName => Prefix is { Length: >= 3 } && !FunctionWords.IsFunction(Prefix);

    private bool Joins(string between) => between is "-" or "_" or "#" or "/" or "." or ":" || between == " " && IsName;

    private string Padded(string number) => Digits > number.Length ? number.PadLeft(Digits, '0') : number;

    private static bool IsNumber(string text) => text.Length is > 0 and <= MostDigits && text.All(char.IsAsciiDigit);

    private static bool IsMarked(Token token, string text) => token.Start > 0 && text[token.Start - 1] == '#';
}
