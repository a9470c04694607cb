using System.Globalization;
using System.Text;
using ChatBot.Language;

namespace ChatBot.Answering.Capping;

/// <summary>
/// Counts words as the product defines them: a run of non-white-space with at least one letter or digit is one word, and
/// each CJK ideograph, kana or Hangul syllable block counts as one and ends the run before it.
/// </summary>
public static class Words
{
    /// <summary>Number of words in <paramref name="text"/>; linear in its length.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        var counted = false;
        foreach (var rune in text.EnumerateRunes())
        {
            switch (KindOf(rune))
            {
                case RuneKind.Space:
                    counted = false;
                    break;
                case RuneKind.Ideograph:
                    count++;
                    counted = false;
                    break;
                case RuneKind.Letter when !counted:
                    count++;
                    counted = true;
                    break;
            }
        }
        return count;
    }

    /// <summary>
    /// UTF-16 index of the end of the <paramref name="limit"/>-th word (its trailing punctuation included), or the text's
    /// length when it holds no more words than that.
    /// </summary>
    public static int EndOf(ReadOnlySpan<char> text, int limit)
    {
        int count = 0,
            index = 0,
            end = 0;
        var counted = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var kind = KindOf(rune);
            if (kind == RuneKind.Space)
                counted = false;
            else if (kind == RuneKind.Ideograph || kind == RuneKind.Letter && !counted)
            {
                if (count == limit)
                    return end;
                count++;
                counted = kind == RuneKind.Letter;
            }
            index += LengthOf(text, index, rune);
            if (kind != RuneKind.Space)
                end = index;
        }
        return text.Length;
    }

    /// <summary>An unpaired surrogate is read as U+FFFD and takes one unit, as U+FFFD itself does.</summary>
    private static int LengthOf(ReadOnlySpan<char> text, int index, Rune rune) =>
        rune.Value > char.MaxValue && char.IsHighSurrogate(text[index]) ? 2 : 1;

    internal enum RuneKind
    {
        Space,
        Mark,
        Letter,
        Ideograph,
    }

    internal static RuneKind KindOf(Rune rune)
    {
        if (rune.IsAscii)
            return char.IsAsciiLetterOrDigit((char)rune.Value) ? RuneKind.Letter
                : Rune.IsWhiteSpace(rune) ? RuneKind.Space
                : RuneKind.Mark;
        if (Rune.IsWhiteSpace(rune))
            return RuneKind.Space;
        if (Scripts.IsIdeographic(rune.Value))
            return RuneKind.Ideograph;
        return
            Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.UppercaseLetter
                    or UnicodeCategory.LowercaseLetter
                    or UnicodeCategory.TitlecaseLetter
                    or UnicodeCategory.ModifierLetter
                    or UnicodeCategory.OtherLetter
                    or UnicodeCategory.DecimalDigitNumber
                    or UnicodeCategory.LetterNumber
                    or UnicodeCategory.OtherNumber
            ? RuneKind.Letter
            : RuneKind.Mark;
    }
}
