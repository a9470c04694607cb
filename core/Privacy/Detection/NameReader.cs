using System.Collections.Frozen;
using System.Globalization;
using ChatBot.Language;

namespace ChatBot.Privacy.Detection;

/// <summary>
/// Reads the name of a person where one is expected: capitalised words, initials, and particles such as "van der" between them.
/// </summary>
internal static class NameReader
{
    private static readonly WordList Lists = WordList.Load("person-names");
    private static readonly WordList Particles = Lists["particles"];

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NotNames = Lists["not names"]
        .Words.ToFrozenSet(StringComparer.OrdinalIgnoreCase)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// The end of the name that starts at <paramref name="start"/>, or −1. With <paramref name="anyCase"/> lower-case words are taken
    /// too, two at most and none of the common words.
    /// </summary>
    public static int Read(string text, int start, int mostWords = 4, bool anyCase = false)
    {
        var (at, end, words, particles) = (start, -1, 0, 0);
        if (anyCase)
            mostWords = Math.Min(mostWords, 2);
        while (words < mostWords && at < text.Length)
        {
            var stop = WordEnd(text, at);
            if (stop == at)
                break;
            var word = text.AsSpan(at, stop - at);
            var capital = IsCapital(text, at);
            if (IsStopWord(word))
                break;
            // A particle counts only when a name follows: "Anna van der Berg", not "Anna de".
            var particle = !capital && Particles.Contains(word) && ++particles <= 3;
            if (!particle && !capital && !anyCase)
                break;
            if (!particle)
            {
                end = stop;
                words++;
            }
            at = stop;
            if (at < text.Length && text[at - 1] == '.' && char.IsUpper(text[at]))
                continue; // E.H. Schulz
            if (at + 1 >= text.Length || text[at] is not (' ' or '\u00A0') || !char.IsLetter(text[at + 1]))
                break;
            at++;
        }
        return end;
    }

    /// <summary>
    /// The start of the name that ends at <paramref name="end"/>, or −1: as <see cref="Read"/>, backwards on the same line.
    /// </summary>
    public static int ReadBack(string text, int end, int mostWords = 4)
    {
        var (at, start) = (end, -1);
        for (var words = 0; words < mostWords && at > 0; words++)
        {
            var begin = at;
            while (begin > 0 && IsWordCharacter(text[begin - 1]))
                begin--;
            if (begin == at || !IsCapital(text, begin) || IsStopWord(text.AsSpan(begin, at - begin)))
                break;
            start = begin;
            at = begin;
            if (at == 0 || text[at - 1] != ' ')
                break;
            at--;
        }
        return start;
    }

    public static bool IsStopWord(ReadOnlySpan<char> word) => NotNames.Contains(word.TrimEnd('.'));

    /// <summary>A capital letter, or a letter of a script that has no case.</summary>
    private static bool IsCapital(string text, int at) =>
        char.IsUpper(text[at]) || char.GetUnicodeCategory(text[at]) is UnicodeCategory.OtherLetter or UnicodeCategory.TitlecaseLetter;

    private static int WordEnd(string text, int start)
    {
        var at = start;
        if (at >= text.Length || !char.IsLetter(text[at]))
            return start;
        while (at < text.Length && IsWordCharacter(text[at]))
            at++;
        while (at > start && text[at - 1] is '-' or '\'' or '\u2019')
            at--;
        // O'Brien keeps its apostrophe, Anna's does not.
        if (at - start > 2 && text[at - 1] is 's' && text[at - 2] is '\'' or '\u2019')
            at -= 2;
        // An initial keeps its dot.
        if (at - start == 1 && at < text.Length && text[at] == '.')
            at++;
        return at;
    }

    private static bool IsWordCharacter(char c) =>
        char.IsLetter(c)
        || c is '\'' or '\u2019' or '-'
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
