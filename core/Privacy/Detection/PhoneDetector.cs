using ChatBot.Language;

namespace ChatBot.Privacy.Detection;

/// <summary>
/// Telephone numbers. Forms that are hardly anything else need no clue: international (+41 …, 001-…), North American (3-3-4),
/// national with a leading zero and groups (0490 75 40 81), with a bracketed area code. Every other grouping, and bare digits,
/// need a word that says so (<see cref="PhoneClues"/>).
/// </summary>
internal static class PhoneDetector
{
    private const int MostGroups = 8;
    private const int NearReach = 14;

    private static readonly string[] Extensions = [.. WordList.Load("phone-clues")["extensions"].Lines.SelectMany(WordList.WordsOf)];

    public static void Find(Findings findings)
    {
        var clues = new PhoneClues(findings.Text);
        foreach (var run in findings.DigitRuns)
        {
            for (var first = 0; first < run.Groups.Count; first++)
            {
                for (var last = Math.Min(first + MostGroups, run.Groups.Count) - 1; last >= first; last--)
                {
                    if (!IsPhone(findings, clues, run, first, last))
                        continue;
                    Claim(findings, run.Groups[first].Start, run.Groups[last].End);
                    first = last;
                    break;
                }
            }
        }
    }

    /// <summary>Claims the digits with their prefix and extension, or without where those belong to another finding.</summary>
    private static void Claim(Findings findings, int start, int end)
    {
        if (!findings.Claim(PersonalData.Phone, StartWithPrefix(findings.Text, start, end), EndWithExtension(findings.Text, end)))
            findings.Claim(PersonalData.Phone, start, end);
    }

    private static bool IsPhone(Findings findings, PhoneClues clues, DigitRun run, int first, int last)
    {
        var count = run.CountDigits(first, last);
        if (count is < 7 or > 17)
            return false;
        var text = findings.Text;
        var (start, end) = (run.Groups[first].Start, run.Groups[last].End);
        if (!findings.IsFree(start, end) || findings.IsInLink(start))
            return false;
        if (!run.StandsAlone(first, last, ignoreRight: IsExtension(text, end)))
            return false;
        if (ContainsDate(run, first, last))
            return false;

        var digits = run.Digits(first, last);
        if (start > 0 && text[start - 1] == '+')
            return CallingCodes.IsDiallable(digits) || (digits[0] == '1' && count == 11) || IsTrunkZeroDropped(run, first, last, digits);
        if (digits.AsSpan().IndexOfAnyExcept(digits[0]) < 0)
            return false;

        return (HasTelephoneShape(text, run, first, last, digits) && !clues.SayOther(start, end, NearReach))
            || (IsPlausible(run, first, last, digits) && clues.SayPhone(start, end));
    }

    /// <summary>+41 (0)71 …: the zero is dialled inside the country only, and counts for nothing here.</summary>
    private static bool IsTrunkZeroDropped(DigitRun run, int first, int last, string digits) =>
        last > first && run.Groups[first + 1].Length == 1 && CallingCodes.IsDiallable(digits.Remove(run.Groups[first].Length, 1));

    /// <summary>Shapes that need no clue.</summary>
    private static bool HasTelephoneShape(string text, DigitRun run, int first, int last, string digits)
    {
        var groups = last - first + 1;
        var head = run.Groups[first];
        var bracketed = head.Start > 0 && text[head.Start - 1] == '(' && last > first && run.SeparatorAfter(first)[0] == ')';
        if (digits.StartsWith("00", StringComparison.Ordinal))
            return groups > 1 && head.Length is >= 3 and <= 7 && digits[2] != '0' && CallingCodes.IsDiallable(digits.AsSpan(2));
        if (digits[0] == '0')
            return IsNationalWithZero(run, first, last, digits);
        if (IsNorthAmerican(run, first, last, bracketed))
            return true;
        return bracketed
            && head.Length is >= 2 and <= 4
            && digits.Length is >= 8 and <= 11
            && run.Groups[first + 1].Length >= 3
            && groups == 3
            && run.SeparatorAfter(first + 1) is "-" or "\u2011";
    }

    private static bool IsNationalWithZero(DigitRun run, int first, int last, string digits)
    {
        if (digits[1] == '0' || digits.Length is < 9 or > 12)
            return false;
        if (first == last)
            return digits.Length is 10 or 11;
        if (run.Groups[first].Length is < 2 or > 6)
            return false;
        for (var i = first + 1; i <= last; i++)
            if (run.Groups[i].Length < 2)
                return false;
        return true;
    }

    /// <summary>[1] 3-3-4 (North American Numbering Plan), joined by hyphens or dots, or with the area code in brackets.</summary>
    private static bool IsNorthAmerican(DigitRun run, int first, int last, bool bracketed)
    {
        var one = last - first == 3 && run.Groups[first].Length == 1 ? 1 : 0;
        var area = first + one;
        if (last - area != 2)
            return false;
        if (run.Groups[area].Length != 3 || run.Groups[area + 1].Length != 3 || run.Groups[last].Length != 4)
            return false;
        var separator = run.SeparatorAfter(area);
        if (bracketed || separator[0] == ')')
            return true;
        if (run.Digits(area, area)[0] is '0' or '1')
            return false;
        if (run.IsSeparatedBy('-', area, last) || run.IsSeparatedBy('.', area, last))
            return true;
        return run.IsSeparatedBy(' ', area, last)
            && first == 0
            && last == run.Groups.Count - 1
            && run.Digits(area + 1, area + 1)[0] is not ('0' or '1');
    }

    /// <summary>What may be a phone number when a word says so.</summary>
    private static bool IsPlausible(DigitRun run, int first, int last, string digits)
    {
        if (digits.Length > 15)
            return false;
        if (first == last)
            return !IsCompactDate(digits);
        if (last - first == 1 && run.IsSeparatedBy('.', first, last))
            return false; // 1234.5678 is a decimal number
        var small = 0;
        for (var i = first; i <= last; i++)
            if (run.Groups[i].Length == 1)
                small++;
        return small <= 2;
    }

    private static bool IsCompactDate(string digits) =>
        digits.Length is 8 or 12 or 14
        && digits[..2] is "19" or "20"
        && int.Parse(digits.AsSpan(4, 2)) is >= 1 and <= 12
        && int.Parse(digits.AsSpan(6, 2)) is >= 1 and <= 31;

    private static bool ContainsDate(DigitRun run, int first, int last)
    {
        for (var i = first; i + 2 <= last; i++)
        {
            var (first4, last4) = (run.Groups[i].Length == 4, run.Groups[i + 2].Length == 4);
            if (first4 == last4 || run.Groups[i + 1].Length > 2 || (first4 ? run.Groups[i + 2].Length : run.Groups[i].Length) > 2)
                continue;
            if (!(run.IsSeparatedBy('-', i, i + 2) || run.IsSeparatedBy('/', i, i + 2) || run.IsSeparatedBy('.', i, i + 2)))
                continue;
            var (a, b, c) = (run.Digits(i, i), run.Digits(i + 1, i + 1), run.Digits(i + 2, i + 2));
            if (IsYear(a) && IsMonthOrDay(b) && IsMonthOrDay(c))
                return true;
            if (IsMonthOrDay(a) && IsMonthOrDay(b) && IsYear(c))
                return true;
        }
        return false;
    }

    private static bool IsYear(string digits) => digits.Length == 4 && digits[..2] is "18" or "19" or "20";

    private static bool IsMonthOrDay(string digits) => digits.Length <= 2 && int.Parse(digits) is >= 1 and <= 31;

    private static int StartWithPrefix(string text, int start, int end)
    {
        var closes = text.AsSpan(start, end - start).IndexOf(')');
        var opens = text.AsSpan(start, end - start).IndexOf('(');
        if (start > 0 && text[start - 1] == '(' && closes >= 0 && (opens < 0 || closes < opens))
            start--;
        if (start > 0 && text[start - 1] == '+')
            start--;
        if (start > 0 && text[start - 1] == '(' && closes >= 0 && (opens < 0 || closes < opens))
            start--;
        return start;
    }

    /// <summary>True when <c>x459</c>, <c>ext. 12</c> or the like follows.</summary>
    private static bool IsExtension(string text, int end) => EndWithExtension(text, end) > end;

    private static int EndWithExtension(string text, int end)
    {
        var at = end;
        while (at < text.Length && at - end < 2 && text[at] is ' ' or ',' or ';')
            at++;
        var rest = text.AsSpan(at);
        var word = 0;
        foreach (var extension in Extensions)
            if (word == 0 && rest.StartsWith(extension, StringComparison.OrdinalIgnoreCase))
                word = extension.Length;
        if (word == 0)
            return end;
        at += word;
        while (at < text.Length && text[at] is ' ' or '.' or ':')
            at++;
        var digits = at;
        while (at < text.Length && at - digits < 7 && char.IsAsciiDigit(text[at]))
            at++;
        return at > digits && at - digits < 7 && (at == text.Length || !char.IsLetterOrDigit(text[at])) ? at : end;
    }
}
