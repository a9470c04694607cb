using System.Text.RegularExpressions;
using ChatBot.Language;

namespace ChatBot.Interactions;

/// <summary>
/// Several questions in one message: "1. How …? 2. What …?", on one line or on many. Only a list whose every item asks is taken apart:
/// steps that somebody took, with one question behind them, are one question.
/// </summary>
/// <param name="Questions">In order, without their numbers.</param>
/// <param name="Before">What stands before the list and may say what all of them are about; empty for nothing.</param>
internal sealed partial record ListedQuestions(IReadOnlyList<string> Questions, string Before)
{
    /// <summary>More would leave each too few words, and a longer text is no such list.</summary>
    private const int Most = 5,
        Longest = 4_000;

    private static readonly WordList Asking = WordList.Load("listed-questions");

    /// <returns>Null for one question.</returns>
    public static ListedQuestions? In(string text)
    {
        if (text.Length > Longest)
            return null;
        return Split(text, Numbered(text)) ?? Split(text, Bullets(text));
    }

    private static ListedQuestions? Split(string text, List<Match> marks)
    {
        if (marks.Count is < 2 or > Most)
            return null;
        var items = marks
            .Select((mark, i) => text[(mark.Index + mark.Length)..(i + 1 < marks.Count ? marks[i + 1].Index : text.Length)].Trim())
            .ToList();
        return items.TrueForAll(Asks) ? new ListedQuestions(items, text[..marks[0].Index].Trim()) : null;
    }

    /// <summary>Marks that count from 1, or from a, each the next of the one before; what else looks like one is part of an item.</summary>
    private static List<Match> Numbered(string text)
    {
        var marks = new List<Match>();
        foreach (Match mark in Mark().Matches(text))
        {
            var number = mark.Groups["n"].Value.ToLowerInvariant();
            var isNext = number == (marks.Count + 1).ToString() || number == ((char)('a' + marks.Count)).ToString();
            var isSameKind = marks.Count == 0 || char.IsDigit(number[0]) == char.IsDigit(marks[0].Groups["n"].Value[0]);
            if (isNext && isSameKind)
                marks.Add(mark);
        }
        return marks;
    }

    private static List<Match> Bullets(string text) => [.. Bullet().Matches(text).Cast<Match>()];

    /// <summary>A question mark at its end, thanks and the like apart, or a word in front that asks.</summary>
    private static bool Asks(string item)
    {
        var asked = QuestionReading.Of(item).Text.TrimEnd(' ', '\n', ')', '"', '”', ';', ',');
        if (asked.EndsWith('?') || asked.EndsWith('？') || asked.EndsWith('؟'))
            return true;
        var end = asked.AsSpan().IndexOfAny(" \n\t,'’");
        return end > 0 && Asking.Contains(asked[..end].ToLowerInvariant()) && !asked.AsSpan(0, asked.Length - 1).ContainsAny(".!?");
    }

    [GeneratedRegex(@"(?<=^|[\s(:;,?!.])\(?(?<n>[1-9]|[a-eA-E])(?:[.):]|\.\))(?=[\s\p{L}])\s*", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Mark();

    [GeneratedRegex(@"^[ \t]*[-*•–][ \t]+", RegexOptions.Multiline, 200)]
    private static partial Regex Bullet();
}
