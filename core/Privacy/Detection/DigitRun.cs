namespace ChatBot.Privacy.Detection;

/// <summary>
/// Digit groups on one line with only spaces, dots, hyphens, slashes or brackets between them: <c>+41 (0)71 526 99 04</c> is one run of
/// six groups. The raw material of card, social security and phone numbers.
/// </summary>
internal sealed class DigitRun(string text, List<DigitGroup> groups)
{
    private const int LongestSeparator = 3;

    public IReadOnlyList<DigitGroup> Groups => groups;

    /// <summary>Groups <paramref name="first"/>..<paramref name="last"/> as one string of digits.</summary>
    public string Digits(int first, int last) =>
        string.Create(
            CountDigits(first, last),
            (text, groups, first, last),
            static (digits, source) =>
            {
                for (var i = source.first; i <= source.last; i++)
                {
                    var group = source.groups[i];
                    source.text.AsSpan(group.Start, group.Length).CopyTo(digits);
                    digits = digits[group.Length..];
                }
            }
        );

    /// <summary>Number of digits in the groups <paramref name="first"/>..<paramref name="last"/>.</summary>
    public int CountDigits(int first, int last)
    {
        var count = 0;
        for (var i = first; i <= last; i++)
            count += groups[i].Length;
        return count;
    }

    /// <summary>What stands between group <paramref name="left"/> and the next one.</summary>
    public ReadOnlySpan<char> SeparatorAfter(int left) => text.AsSpan(groups[left].End..groups[left + 1].Start);

    /// <summary>True when every separator between the groups is exactly this character (any blank counts as a space).</summary>
    public bool IsSeparatedBy(char separator, int first, int last)
    {
        for (var i = first; i < last; i++)
        {
            var between = SeparatorAfter(i);
            if (between.Length != 1 || Plain(between[0]) != separator)
                return false;
        }
        return true;
    }

    /// <summary>True when the groups stand for themselves: no letter, digit or joining sign touches them on either side.</summary>
    /// <param name="first">Index of the first group.</param>
    /// <param name="last">Index of the last group.</param>
    /// <param name="ignoreRight">The caller knows what follows, say the extension of a phone number.</param>
    public bool StandsAlone(int first, int last, bool ignoreRight = false)
    {
        if (first > 0 && !SeparatorAfter(first - 1).ContainsAny(" \u00A0\u2009\u202F"))
            return false;
        if (!ignoreRight && last < groups.Count - 1 && !SeparatorAfter(last).ContainsAny(" \u00A0\u2009\u202F"))
            return false;
        return (first > 0 || IsOpenBefore(groups[0].Start)) && (ignoreRight || last < groups.Count - 1 || IsOpenAfter(groups[last].End));
    }

    private bool IsOpenBefore(int start)
    {
        if (start > 0 && text[start - 1] is '+' or '(')
            start--;
        if (start > 0 && text[start - 1] is '+' or '(')
            start--;
        if (start == 0)
            return true;
        var before = text[start - 1];
        if (char.IsLetterOrDigit(before) || before is '_' or '$' or '\u20AC' or '\u00A3')
            return false;
        return before is not ('-' or '.' or '/' or '\\' or '+' or ':')
            || start == 1
            || !char.IsLetterOrDigit(text[start - 2])
            || (before == ':' && char.IsLetter(text[start - 2]));
    }

    private bool IsOpenAfter(int end)
    {
        if (end >= text.Length)
            return true;
        var after = text[end];
        if (char.IsLetterOrDigit(after) || after is '_' or '%')
            return false;
        // 12:30 and 3.5 go on; "…8211-Office" and the end of a sentence do not.
        return after is not (':' or '.' or '-' or ',') || end + 1 >= text.Length || !char.IsDigit(text[end + 1]);
    }

    /// <summary>All runs of a text, in order.</summary>
    public static List<DigitRun> ReadAll(string text)
    {
        var runs = new List<DigitRun>();
        for (var at = 0; at < text.Length; )
        {
            if (!char.IsAsciiDigit(text[at]))
            {
                at++;
                continue;
            }
            var groups = new List<DigitGroup>();
            while (true)
            {
                var start = at;
                while (at < text.Length && char.IsAsciiDigit(text[at]))
                    at++;
                groups.Add(new DigitGroup(start, at));
                var next = at;
                while (next < text.Length && next - at < LongestSeparator && IsSeparator(text[next]))
                    next++;
                if (next == at || next >= text.Length || !char.IsAsciiDigit(text[next]))
                    break;
                at = next;
            }
            runs.Add(new DigitRun(text, groups));
        }
        return runs;
    }

    private static bool IsSeparator(char c) => c is '(' or ')' || Plain(c) is ' ' or '-' or '.' or '/';

    /// <summary>Typographic blanks and hyphens as their plain form.</summary>
    private static char Plain(char c) =>
        c switch
        {
            '\u00A0' or '\u2009' or '\u202F' => ' ',
            '\u2010' or '\u2011' or '\u2012' or '\u2013' => '-',
            _ => c,
        };
}

/// <summary>Consecutive digits [Start, End).</summary>
internal readonly record struct DigitGroup(int Start, int End)
{
    public int Length => End - Start;
}
