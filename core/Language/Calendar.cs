using System.Collections.Frozen;

namespace ChatBot.Language;

/// <summary>Months, weekdays and other words that are a date or a part of one.</summary>
public static class Calendar
{
    private static readonly WordList List = WordList.Load("calendar");
    private static readonly FrozenSet<string> Certain = Union("months", "weekdays", "days");
    private static readonly FrozenSet<string> Ambiguous = List["months or other words"].Words;
    private static readonly FrozenSet<string> Dated = Union("months", "months or other words", "weekdays", "days", "times");

    /// <summary>Short forms that end in a stop: "Jan.", "Mon.".</summary>
    public static FrozenSet<string> Abbreviations { get; } =
        List["months"]
            .Lines.Concat(List["months or other words"].Lines)
            .SelectMany(line => WordList.WordsOf(line).Skip(1))
            .Concat(List["weekdays, short"].Words)
            .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a word of a sentence tells when: a year, a month, a weekday, a time of the year.</summary>
    internal static bool TellsWhen(string word) => Dated.Contains(word) || IsYear(word);

    /// <summary>A day or a month. A capital, or a number after it, tells the months May and March from the words.</summary>
    /// <param name="word">Folded.</param>
    /// <param name="original">As written.</param>
    internal static bool IsDate(string word, string original, bool startsSentence, string next) =>
        Certain.Contains(Singular(word))
        || Ambiguous.Contains(word)
            && (char.IsAsciiLetterUpper(original[0]) && !startsSentence || next.Length > 0 && char.IsAsciiDigit(next[0]));

    /// <summary>Jan is January: three letters tell months and weekdays apart.</summary>
    internal static string NameOf(string word) => word[..3];

    /// <summary>Mondays are a Monday.</summary>
    private static string Singular(string word) => word.Length > 5 && word.EndsWith("days", StringComparison.Ordinal) ? word[..^1] : word;

    private static bool IsYear(string word) => word.Length is 4 or 5 && word[0] is '1' or '2' && word.Take(4).All(char.IsAsciiDigit);

    private static FrozenSet<string> Union(params string[] sections) =>
        sections.SelectMany(section => List[section].Words).ToFrozenSet(StringComparer.Ordinal);
}
