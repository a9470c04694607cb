using System.Collections.Frozen;
using System.Globalization;

namespace ChatBot.Privacy.Detection;

/// <summary>
/// Reads the name of a person where one is expected: capitalised words, initials, and particles such as "van der" between them.
/// </summary>
internal static class NameReader
{
    private static readonly FrozenSet<string> Particles = FrozenSet.ToFrozenSet(
        [
            "van",
            "von",
            "der",
            "den",
            "de",
            "da",
            "do",
            "dos",
            "das",
            "di",
            "del",
            "della",
            "la",
            "le",
            "du",
            "bin",
            "binti",
            "ibn",
            "al",
            "el",
            "ter",
            "ten",
            "zu",
            "y",
            "e",
            "af",
            "av",
        ],
        StringComparer.Ordinal
    );

    // Words that follow a greeting or "I'm" and are nobody's name.
    private static readonly FrozenSet<string> NotNames = FrozenSet.ToFrozenSet(
        (
            "a about account admin all also always am american amazing an and another anyone australian austrian are as asking "
            + "at awesome aware away aws azure "
            + "back been being belgian bot brazilian british brother but by calling canadian chatbot chinese claude colleagues "
            + "concerned could curious czech "
            + "danish data day dear developer doing done dutch english everybody everyone evening excited fine finnish folks for "
            + "french friend friends from german "
            + "getting git github going good google great greek guys happy having hello here hey hi how hungarian i icelandic if "
            + "in incorrect indian interested "
            + "irish is israeli it italian its japanese jewish just korean ladies let like looking lost lot madam man mate me "
            + "mexican miss moving mr mrs ms muslim my "
            + "near new no norwegian not now of off ok okay old on one only or our out pakistani please polish portuguese python "
            + "quite ready really right russian "
            + "same scottish sir slovenian so some sorry spanish sql stuck support sure swedish swiss system team thank thanks "
            + "that the their them there they this "
            + "to today tomorrow trying turkish ukrainian under unable unclear up us using very was we welcome welsh what when "
            + "where which who why will with "
            + "working world worried would wrong yes yet you your christian catholic buddhist hindu european african asian late "
            + "early free busy glad afraid "
            + "regards best kind cheers sincerely yours sent mom mum dad boss docker kubernetes linux windows java spark snowflake "
            + "airflow dbt monday tuesday "
            + "wednesday thursday friday saturday sunday january february march april june july august september october november december "
            + "he she his her has have had does did do can cannot should must may might misspelled incorrectly appears shown "
            + "missing listed never often spelled"
        ).Split(' '),
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>
    /// The end of the name that starts at <paramref name="start"/>, or −1. With <paramref name="anyCase"/> lower-case words are taken too,
    /// two at most and none of the common words.
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
            var particle = !capital && IsParticle(word) && ++particles <= 3;
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

    public static bool IsStopWord(ReadOnlySpan<char> word) => NotNames.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word.TrimEnd('.'));

    private static bool IsParticle(ReadOnlySpan<char> word) => Particles.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

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
