using System.Text.RegularExpressions;
using ChatBot.Language;

namespace ChatBot.Privacy.Detection;

/// <summary>
/// Payment cards: 12 to 19 digits, in one piece or in printed groups, with the Luhn check digit (ISO/IEC 7812-1) and the prefix and
/// length of a card network. With a word such as "card" before it, any prefix will do. One in ten long ids passes Luhn by chance;
/// the prefix is what keeps order numbers and time stamps.
/// </summary>
internal static class CardDetector
{
    private const int ClueReach = 40;

    private static readonly Regex Clue = new(
        $@"\b{Alternation.Of(WordList.Load("card-clues"))}\b",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    );

    public static void Find(Findings findings)
    {
        foreach (var run in findings.DigitRuns)
        {
            for (var first = 0; first < run.Groups.Count; first++)
            {
                for (var last = Math.Min(first + 5, run.Groups.Count - 1); last >= first; last--)
                {
                    if (!IsCard(findings, run, first, last))
                        continue;
                    findings.Claim(PersonalData.Card, run.Groups[first].Start, run.Groups[last].End);
                    first = last;
                    break;
                }
            }
        }
    }

    private static bool IsCard(Findings findings, DigitRun run, int first, int last)
    {
        if (run.CountDigits(first, last) is < 12 or > 19 || !IsGroupedLikeACard(run, first, last))
            return false;
        if (!run.StandsAlone(first, last))
            return false;
        var digits = run.Digits(first, last);
        if (!PassesLuhn(digits) || digits.AsSpan().IndexOfAnyExcept('0') < 0)
            return false;
        var start = run.Groups[first].Start;
        if (findings.IsInLink(start))
            return false;
        var before = findings.Text.AsSpan(Math.Max(0, start - ClueReach), Math.Min(ClueReach, start));
        return IsOfANetwork(digits) || Clue.IsMatch(before);
    }

    private static bool IsGroupedLikeACard(DigitRun run, int first, int last)
    {
        if (first == last)
            return true;
        if (run.Groups[first].Length != 4)
            return false;
        for (var i = first + 1; i <= last; i++)
            if (run.Groups[i].Length is < 2 or > 6)
                return false;
        return run.IsSeparatedBy(' ', first, last) || run.IsSeparatedBy('-', first, last) || run.IsSeparatedBy('.', first, last);
    }

    private static bool PassesLuhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            if (i % 2 == 1)
                digit = digit > 4 ? (digit * 2) - 9 : digit * 2;
            sum += digit;
        }
        return sum % 10 == 0;
    }

    /// <summary>Issuer ranges of the networks in use, with their lengths (ISO/IEC 7812-1 register, as published by the networks).</summary>
    private static bool IsOfANetwork(string digits)
    {
        var four = int.Parse(digits.AsSpan(0, 4));
        var two = four / 100;
        return digits.Length switch
        {
            12 => IsMaestro(four),
            13 => two / 10 == 4 || IsMaestro(four),
            14 => four is >= 3000 and <= 3059 || two is 36 or 38 or 39 || IsMaestro(four),
            15 => two is 34 or 37 || four is 1800 or 2131 || IsMaestro(four),
            16 => two / 10 == 4
                || two is >= 51 and <= 55
                || four is >= 2221 and <= 2720
                || two is 30 or 35 or 36 or 38 or 39 or 60 or 62 or 64 or 65
                || four is >= 2200 and <= 2204
                || four is 9792
                || two is 81 or 82
                || IsMaestro(four),
            17 or 18 or 19 => two is 35 or 36 or 62 or 64 or 65
                || four is 6011
                || (digits.Length == 19 && two / 10 == 4)
                || IsMaestro(four),
            _ => false,
        };
    }

    private static bool IsMaestro(int four) =>
        four is 5018 or 5020 or 5038 or 5893 or 6304 or 6390 or 6759 or 6761 or 6762 or 6763 or 604 || four / 100 is 56 or 57 or 58 or 67;
}
