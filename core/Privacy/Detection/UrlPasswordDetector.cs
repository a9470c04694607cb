namespace ChatBot.Privacy.Detection;

/// <summary>The password in <c>scheme://user:password@host</c> (RFC 3986, 3.2.1). User and host stay: they explain the question.</summary>
internal static class UrlPasswordDetector
{
    private const int LongestUserInfo = 256;

    public static void Find(Findings findings)
    {
        var text = findings.Text;
        for (
            var scheme = text.IndexOf("://", StringComparison.Ordinal);
            scheme >= 0;
            scheme = text.IndexOf("://", scheme + 3, StringComparison.Ordinal)
        )
        {
            var start = scheme + 3;
            var window = text.AsSpan(start, Math.Min(LongestUserInfo, text.Length - start));
            var end = window.IndexOfAny(" \t\r\n/\"'<>");
            if (end >= 0)
                window = window[..end];
            var at = window.LastIndexOf('@');
            var colon = at > 0 ? window[..at].IndexOf(':') : -1;
            if (colon < 0 || Placeholders.IsOne(window[(colon + 1)..at]))
                continue;
            findings.Claim(PersonalData.Secret, start + colon + 1, start + at);
        }
    }
}
