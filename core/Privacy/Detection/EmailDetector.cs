namespace ChatBot.Privacy.Detection;

/// <summary>
/// E-mail addresses, internationalised ones (RFC 6531) and the <c>name [at] domain.com</c> disguise included. Works outwards from each
/// @ sign. A remote such as <c>git@host.com:team/project</c> is no person's address and stays.
/// </summary>
internal static class EmailDetector
{
    private static readonly string[] Disguises = ["[at]", "(at)", "{at}"];

    public static void Find(Findings findings)
    {
        var text = findings.Text;
        for (var at = text.IndexOf('@'); at >= 0; at = text.IndexOf('@', at + 1))
            Consider(findings, at, at + 1);
        foreach (var disguise in Disguises)
        {
            for (
                var at = text.IndexOf(disguise, StringComparison.OrdinalIgnoreCase);
                at >= 0;
                at = text.IndexOf(disguise, at + 1, StringComparison.OrdinalIgnoreCase)
            )
            {
                var left = at > 0 && text[at - 1] == ' ' ? at - 1 : at;
                var right = at + disguise.Length;
                Consider(findings, left, right < text.Length && text[right] == ' ' ? right + 1 : right);
            }
        }
    }

    private static void Consider(Findings findings, int localEnd, int domainStart)
    {
        var text = findings.Text;
        var start = localEnd;
        if (start > 1 && text[start - 1] == '"')
        {
            var open = text.LastIndexOf('"', start - 2, Math.Min(64, start - 1));
            if (open >= 0 && text.AsSpan(open, start - open).IndexOfAny('\n', '@') < 0)
                start = open;
        }
        if (start == localEnd)
        {
            while (start > 0 && IsLocal(text[start - 1]))
                start--;
            while (start < localEnd && !char.IsLetterOrDigit(text[start]) && text[start] is not '_')
                start++;
        }
        if (start >= localEnd)
            return;

        var end = domainStart;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '-' or '.' || IsMark(text[end])))
            end++;
        while (end > domainStart && text[end - 1] is '-' or '.')
            end--;
        var domain = text.AsSpan(domainStart, end - domainStart);
        var dot = domain.LastIndexOf('.');
        // "name@host.org.Next sentence" and "a..b" end at the last label that can be a domain.
        var empty = domain.IndexOf("..");
        if (empty >= 0)
        {
            end = domainStart + empty;
            domain = domain[..empty];
            dot = domain.LastIndexOf('.');
        }
        if (dot <= 0 || !IsTopLevel(domain[(dot + 1)..]))
            return;
        if (IsRemote(text, start, localEnd) || IsUserInfo(text, start))
            return;
        findings.Claim(PersonalData.Email, start, end);
    }

    private static bool IsTopLevel(ReadOnlySpan<char> label)
    {
        if (label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase))
            return label.Length > 4;
        if (label.Length is < 2 or > 24)
            return false;
        foreach (var c in label)
            if (!char.IsLetter(c) && !IsMark(c))
                return false;
        return true;
    }

    private static bool IsRemote(string text, int start, int localEnd) => text.AsSpan(start, localEnd - start) is "git" or "hg";

    /// <summary>
    /// True in <c>scheme://user:password@host</c> and <c>abfss://container@account…</c>, where @ joins a login to a machine.
    /// </summary>
    private static bool IsUserInfo(string text, int start)
    {
        var before = text.AsSpan(Math.Max(0, start - 128), Math.Min(128, start));
        var authority = before.LastIndexOfAny(" \t\r\n/\"'<>=");
        return authority >= 2 && before[authority] == '/' && before[authority - 1] == '/' && before[authority - 2] == ':';
    }

    private static bool IsLocal(char c) =>
        char.IsLetterOrDigit(c)
        || c is '.' or '_' or '-' or '+' or '%' or '\'' or '\u2019' or '&' or '~' or '!' or '#' or '*' or '^'
        || IsMark(c);

    private static bool IsMark(char c) =>
        char.GetUnicodeCategory(c)
            is System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
