using System.Text.RegularExpressions;
using ChatBot.Language;

namespace ChatBot.Privacy.Detection;

/// <summary>
/// Words around a number that say whether it is dialled. Most national formats are nothing but a few digit groups, so for those the
/// nearest word decides: "my mobile is 737 219 628" against "order 737 219 628".
/// </summary>
internal sealed class PhoneClues(string text)
{
    // How many characters may stand between the end of a clue and the number.
    private const int NounReach = 40;
    private const int VerbReach = 12;
    private const int OtherReach = 40;

    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private static readonly WordList Words = WordList.Load("phone-clues");

    private static readonly Regex Nouns = new(
        $@"\b(?:{Of("nouns")}|{Of("owners")} (?:{Of("lines")} )?{Of("numbers")})\b|{Of("inside words")}|{Of("ends of words")}\b",
        Options
    );

    private static readonly Regex Verbs = new($@"\b{Of("verbs")}\b(?:[ :,]+{Of("filler")})*", Options);

    private static readonly Regex Others = new($@"\b{Of("others")}\b|[#$€£¥=]", Options);

    private static readonly Regex Label = new($@"^[ \t]*[-–(\[,]?[ \t]*{Of("labels")}\b[ \t]*(?:$|[\r\n.,;:)\]\\|/])", Options);

    private static readonly Regex Quantity = new($@"^[ \t]*{Of("quantities")}\b", Options);

    private IReadOnlyList<int>? _nouns;
    private IReadOnlyList<int>? _verbs;
    private IReadOnlyList<int>? _others;

    /// <summary>True when the nearest word before the number, or a label right behind it, says that it is a phone number.</summary>
    public bool SayPhone(int start, int end)
    {
        if (IsFollowedByAWord(end) && Label.IsMatch(After(end)))
            return true;
        var phone = Math.Max(Nearest(_nouns ??= EndsOf(Nouns), start, NounReach), Nearest(_verbs ??= EndsOf(Verbs), start, VerbReach));
        return phone >= 0 && phone >= Nearest(_others ??= EndsOf(Others), start, OtherReach) && !IsQuantity(end);
    }

    /// <summary>True when the nearest word before the number says that it is something else: an order, a port, an amount.</summary>
    public bool SayOther(int start, int end, int reach)
    {
        var other = Nearest(_others ??= EndsOf(Others), start, reach);
        if (other < 0)
            return IsQuantity(end);
        return other > Math.Max(Nearest(_nouns ??= EndsOf(Nouns), start, NounReach), Nearest(_verbs ??= EndsOf(Verbs), start, VerbReach));
    }

    private bool IsQuantity(int end) => IsFollowedByAWord(end) && Quantity.IsMatch(After(end));

    // Spares the expressions where a table of numbers goes on.
    private bool IsFollowedByAWord(int end)
    {
        var rest = After(end).TrimStart(" \t-–([,");
        return !rest.IsEmpty && (rest[0] == '%' || char.IsLetter(rest[0]));
    }

    private ReadOnlySpan<char> After(int end) => text.AsSpan(end, Math.Min(24, text.Length - end));

    private List<int> EndsOf(Regex words)
    {
        var ends = new List<int>();
        foreach (var match in words.EnumerateMatches(text))
            ends.Add(match.Index + match.Length);
        return ends;
    }

    /// <summary>The end of the last clue within reach before <paramref name="start"/>, or −1.</summary>
    private int Nearest(IReadOnlyList<int> ends, int start, int reach)
    {
        var (low, high) = (0, ends.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ends[middle] <= start)
                low = middle + 1;
            else
                high = middle;
        }
        if (low == 0)
            return -1;
        var end = ends[low - 1];
        return start - end <= reach && IsSameThought(text.AsSpan(end, start - end)) ? end : -1;
    }

    /// <summary>No sentence or line ends in between, unless nothing but the line break does ("Phone:\n467 3395").</summary>
    private static bool IsSameThought(ReadOnlySpan<char> between)
    {
        if (between.Trim(" \t\r\n:.*_|-\"'(+").IsEmpty)
            return between.Count('\n') <= 2;
        return between.IndexOf('\n') < 0 && between.IndexOf(". ") <= 1; // "tel. 467 3395" is no end of a sentence
    }

    private static string Of(string section) => Alternation.Of(Words[section]);
}
