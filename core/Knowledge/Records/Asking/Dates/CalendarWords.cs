using System.Collections.Frozen;
using ChatBot.Language;

namespace ChatBot.Knowledge.Records.Asking.Dates;

/// <summary>Months, weekdays, units and numbers by their words.</summary>
internal static class CalendarWords
{
    private static readonly string[] MonthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private static readonly WordList List = WordList.Load("record-questions");
    private static readonly WordList Written = WordList.Load("calendar");
    private static readonly FrozenSet<string> Months = Written["months"].Words.Union(Written["months or other words"].Words).ToFrozenSet();
    private static readonly FrozenSet<string> Weekdays = Written["weekdays"].Words.Union(Written["weekdays, short"].Words).ToFrozenSet();
    private static readonly FrozenDictionary<string, string> UnitWords = List["units"].Variants();
    private static readonly FrozenDictionary<string, string> OrdinalWords = List["ordinals"].Variants();

    /// <summary>1 to 12; 0 for no month. May and March, which are other words too, count with a capital or beside a number.</summary>
    public static int Month(IReadOnlyList<Token> tokens, int at)
    {
        if (at < 0 || at >= tokens.Count || !Months.Contains(tokens[at].Word))
            return 0;
        var isOther =
            Written["months or other words"].Contains(tokens[at].Word)
            && char.IsLower(tokens[at].Raw[0])
            && !IsNumber(tokens, at + 1)
            && !IsNumber(tokens, at - 1)
            && !(at > 0 && List["before a date"].Contains(tokens[at - 1].Word));
        return isOther ? 0 : Array.IndexOf(MonthNames, tokens[at].Word[..3]) + 1;
    }

    public static DayOfWeek? Weekday(string word)
    {
        var day = word.Length > 5 && word.EndsWith("days", StringComparison.Ordinal) ? word[..^1] : word;
        return Weekdays.Contains(day) ? (DayOfWeek)Array.IndexOf(DayNames, day[..3]) : null;
    }

    /// <summary>day, week, fortnight, month, quarter, year, hour; null for none.</summary>
    public static string? Unit(string word) => UnitWords.GetValueOrDefault(word);

    public static Period? PeriodOf(string word) => Enum.TryParse<Period>(Unit(word), ignoreCase: true, out var period) ? period : null;

    /// <summary>Small whole numbers in digits or words; "a" and "one" are 1, "a couple of" is 2.</summary>
    public static int? Number(IReadOnlyList<Token> tokens, int at, out int length)
    {
        length = 1;
        if (at >= tokens.Count)
            return null;
        var word = tokens[at].Word;
        if (word is "couple" or "pair")
        {
            length = at + 1 < tokens.Count && tokens[at + 1].Word == "of" ? 2 : 1;
            return 2;
        }
        if (word == "a" && at + 1 < tokens.Count && tokens[at + 1].Word is "couple" or "pair")
        {
            var rest = Number(tokens, at + 1, out length);
            length++;
            return rest;
        }
        if (word is "a" or "an" or "one" or "single")
            return 1;
        return int.TryParse(word, out var number) || Numbers.TryValue(word, out var digits) && int.TryParse(digits, out number)
            ? number
            : null;
    }

    /// <summary>1st, 3rd, third.</summary>
    public static int? Ordinal(string word)
    {
        if (OrdinalWords.TryGetValue(word, out var digits))
            return int.Parse(digits);
        var plain = Numbers.Plain(word);
        return plain.Length < word.Length && int.TryParse(plain, out var number) ? number : null;
    }

    /// <summary>A day of a month, 1 to 31: 3, 3rd, third.</summary>
    public static int? DayOfMonth(IReadOnlyList<Token> tokens, int at) =>
        at < 0 || at >= tokens.Count ? null
        : int.TryParse(tokens[at].Word, out var day) || (day = Ordinal(tokens[at].Word) ?? 0) > 0
            ? day is >= 1 and <= 31 ? day
                : null
        : null;

    public static int? Year(IReadOnlyList<Token> tokens, int at) =>
        at >= 0
        && at < tokens.Count
        && tokens[at].Word.Length == 4
        && int.TryParse(tokens[at].Word, out var year)
        && year is >= 1950 and <= 2150
            ? year
            : null;

    private static bool IsNumber(IReadOnlyList<Token> tokens, int at) => at >= 0 && at < tokens.Count && tokens[at].IsNumber;
}
