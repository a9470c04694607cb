using System.Globalization;
using System.Text;

namespace ChatBot.Models.Llama;

/// <summary>
/// llama.cpp cuts a text into words with regular expressions that recurse once for each character of a run, of letters, say; a run of some
/// tens of thousands overflows its stack and ends the process. No text that people write has one.
/// </summary>
internal static class CharacterRuns
{
    /// <summary>UTF-16 units.</summary>
    public const int Longest = 4000;

    private enum Kind
    {
        Letter,
        Digit,
        Space,
        Other,
    }

    /// <exception cref="ArgumentException">There is a longer run of one kind.</exception>
    public static void Require(string text)
    {
        var (kind, length) = (Kind.Other, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            var next = IsMark(rune) ? kind : KindOf(rune);
            length = next == kind ? length + rune.Utf16SequenceLength : rune.Utf16SequenceLength;
            kind = next;
            if (length > Longest)
                throw new ArgumentException(
                    $"The text has more than {Longest} characters of one kind in a row, which the model's tokenizer cannot read."
                );
        }
    }

    /// <summary>
    /// Some tokenizers take accents and vowel signs for letters, others for the rest: they lengthen whatever they stand in.
    /// </summary>
    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark;

    private static Kind KindOf(Rune rune) =>
        Rune.IsLetter(rune) ? Kind.Letter
        : Rune.IsNumber(rune) ? Kind.Digit
        : Rune.IsWhiteSpace(rune) ? Kind.Space
        : Kind.Other;
}
