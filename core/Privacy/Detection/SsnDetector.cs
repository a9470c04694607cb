using System.Text.RegularExpressions;
using ChatBot.Language;

namespace ChatBot.Privacy.Detection;

/// <summary>
/// US social security numbers, by the rules of the Social Security Administration: area 001–899 without 666, group 01–99,
/// serial 0001–9999. Written with hyphens they need no clue; with blanks, dots or in one piece a word such as "SSN" must stand before
/// them. With such a word the taxpayer numbers of the 900 range count too.
/// </summary>
internal static class SsnDetector
{
    private const int ClueReach = 48;

    private static readonly Regex Clue = new(
        $@"\b{Alternation.Of(WordList.Load("ssn-clues"))}\b",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    );

    public static void Find(Findings findings)
    {
        foreach (var run in findings.DigitRuns)
        {
            for (var first = 0; first < run.Groups.Count; first++)
            {
                var last =
                    first + 2 < run.Groups.Count && IsThreeTwoFour(run, first) ? first + 2
                    : run.Groups[first].Length == 9 ? first
                    : -1;
                if (last < 0 || !run.StandsAlone(first, last))
                    continue;
                var start = run.Groups[first].Start;
                var clued = HasClue(findings.Text, start);
                var digits = run.Digits(first, last);
                if (!IsValid(digits, clued) || findings.IsInLink(start))
                    continue;
                if (!clued && (last == first || !run.IsSeparatedBy('-', first, last)))
                    continue;
                if (findings.Claim(PersonalData.Ssn, start, run.Groups[last].End))
                    first = last;
            }
        }
    }

    private static bool IsThreeTwoFour(DigitRun run, int first) =>
        run.Groups[first].Length == 3
        && run.Groups[first + 1].Length == 2
        && run.Groups[first + 2].Length == 4
        && (
            run.IsSeparatedBy('-', first, first + 2) || run.IsSeparatedBy(' ', first, first + 2) || run.IsSeparatedBy('.', first, first + 2)
        );

    private static bool IsValid(string digits, bool clued)
    {
        var (area, group, serial) = (int.Parse(digits.AsSpan(0, 3)), int.Parse(digits.AsSpan(3, 2)), int.Parse(digits.AsSpan(5)));
        return area is not (0 or 666) && group != 0 && serial != 0 && (area < 900 || (clued && group >= 50));
    }

    private static bool HasClue(string text, int start) =>
        Clue.IsMatch(text.AsSpan(Math.Max(0, start - ClueReach), Math.Min(ClueReach, start)));
}
