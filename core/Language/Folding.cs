using System.Globalization;

namespace ChatBot.Language;

/// <summary>
/// Lower case without diacritics, so that "São" and "sao" are one term. A table of its own: the framework's normalisation
/// does nothing when the program runs without ICU.
/// </summary>
public static class Folding
{
    /// <summary>Base letters of U+00C0 to U+017F (Latin-1 and Latin Extended-A), in order.</summary>
    private const string Latin =
        "aaaaaaaceeeeiiiidnooooo×ouuuuytsaaaaaaaceeeeiiiidnooooo÷ouuuuyty"
        + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
        + "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

    public static char Fold(char c) =>
        c switch
        {
            >= 'A' and <= 'Z' => (char)(c | 0x20),
            < '\u0080' => c,
            >= '\u00C0' and <= '\u017F' => Latin[c - '\u00C0'],
            >= '\uFF01' and <= '\uFF5E' => Fold((char)(c - 0xFEE0)), // full-width forms
            _ => char.ToLowerInvariant(c),
        };

    /// <summary>True for a mark that only decorates the letter before it (combining accents, zero-width joiners, soft hyphens).</summary>
    public static bool IsDecoration(char c) =>
        c >= '\u0080' && (c is '\u00AD' or (>= '\u0300' and <= '\u036F') || char.GetUnicodeCategory(c) == UnicodeCategory.Format);

    /// <summary>True for a vowel sign or the like, which belongs to its word in the scripts of India and the Near East.</summary>
    public static bool IsMark(char c) =>
        c >= '\u0370' && char.GetUnicodeCategory(c) is (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);
}
